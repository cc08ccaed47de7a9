# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Shared by the scripts; sourced, never run. Leaves the caller in the project's top folder.

self=$(realpath "$0")
root=$(realpath "$(dirname "${BASH_SOURCE[0]}")/..")
# shellcheck disable=SC2034 # read by the scripts that source this
deps=$root/build/deps
cd "$root" || exit

say() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }
die() { say "$*"; exit 1; }

# usage "$@": with -h or --help, prints the comment block below the caller's SPDX line and ends.
usage() {
  case ${1:-} in
    -h | --help)
      sed -n '3,/^[^#]/{ /^#/!q; s/^# \{0,1\}//; p }' "$self"
      exit 0
      ;;
  esac
}

# Debian's name of this machine's architecture: amd64, arm64, armhf.
host_architecture() { dpkg --print-architecture; }

# The name under which an architecture is known to users, presets and packages.
architecture_name() {
  case $1 in
    amd64) echo x86_64 ;;
    arm64) echo aarch64 ;;
    armhf) echo armhf ;;
    *) die "unknown architecture '$1'" ;;
  esac
}

# The architectures that this machine cross-builds for.
cross_architectures() {
  local architecture
  for architecture in arm64 armhf; do
    [ "$architecture" = "$(host_architecture)" ] || echo "$architecture"
  done
}

# listed GROUP...: the lines of packages.txt in these groups, without the group's name.
listed() {
  local pattern
  pattern=$(IFS='|'; echo "$*")
  sed -nE "s/^($pattern) +//p" scripts/packages.txt
}

# one_at_a_time: waits until no other set-up works in build/deps.
one_at_a_time() {
  mkdir -p "$deps"
  exec 9>"$deps/.lock"
  flock -n 9 || { say "waiting for another set-up to finish"; flock 9; }
}

# build_preset PRESET [TARGET...]: configures where that was not done before; ninja configures again by itself.
build_preset() {
  local preset=$1 quiet=(--quiet)
  shift
  if [ ! -e "build/$preset/build.ninja" ]; then
    say "building preset $preset; the first time takes some minutes"
    cmake --preset "$preset" --log-level=WARNING >/dev/null
    [ ! -t 2 ] || quiet=()
  fi
  cmake --build "build/$preset" -- "${quiet[@]}" "$@"
}

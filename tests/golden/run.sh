#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# tests/golden/run.sh [--update] [COMMAND/CASE]...
#
# Runs RUSTASSISTANT_EXE once for each tests/golden/COMMAND/CASE and compares what it says. A case is a folder of
#   args            the arguments, one per line
#   in/             files that stand in the working folder (optional)
#   home/           files that stand in RUSTASSISTANT_HOME (optional)
#   before          arguments of commands that run first, one command per line, separated by blanks (optional)
#   stdin           what is given on standard input (optional)
#   stdout, stderr  what is expected, with times, versions and folders replaced (see `normalised`)
#   exit            the expected exit code
# The executable sees an empty home, no keys and nothing else of the environment. --update writes what is expected again.
set -euo pipefail

golden=$(realpath "$(dirname "$0")")
case ${1:-} in
  -h | --help) sed -n '3,13s/^# \{0,1\}//p' "$0"; exit 0 ;;
esac
update=false
if [ "${1:-}" = --update ]; then update=true; shift; fi
exe=$(realpath "${RUSTASSISTANT_EXE:-$golden/../../build/dev/rustassistant}")
version=$(sed -nE 's/^project\(rustassistant VERSION ([0-9.]+).*/\1/p' "$golden/../../CMakeLists.txt")
# Of the same length everywhere: tables are as wide as the paths in them.
work=$(mktemp -d /tmp/golden.XXXXXX)
trap 'rm -rf "$work"' EXIT

normalised() {
  sed -E -e "s#$work#<folder>#g" -e "s/\b${version//./\\.}\b/<version>/g" \
    -e 's/\b20[0-9]{2}-[0-9]{2}(-[0-9]{2})?([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?)?/<date>/g' \
    -e 's/("duration_ms": ?)[0-9]+/\1<duration>/g' -e 's/\b[0-9]+(\.[0-9]+)? (ms|s)\b/<duration>/g' \
    -e 's/("id": )"[0-9a-f]{8}"/\1"<repository>"/g' \
    -e 's#\bindex/[0-9a-f]{8}\.db#index/<repository>.db#g' -e 's/("stale_seconds": )[0-9]+/\1<duration>/g' \
    -e 's/("ledger_id": ?)"[0-9a-f]{16}"/\1"<ledger>"/' \
    -e 's/("[a-z_]*bytes[a-z_]*": )[0-9]+/\1<size>/g' -e 's/ *\b[0-9]+(\.[0-9]+)? (B|kB|MB)\b/ <size>/g' "$1"
}

execute() {
  (
    cd "$work/in"
    exec env -i PATH="$PATH" LC_ALL=C.UTF-8 HOME="$work/home" RUSTASSISTANT_HOME="$work/home/.rustassistant" "$exe" "$@"
  )
}

# run_case FOLDER: leaves stdout, stderr and exit in $work/got. Again where a day (UTC) ended meanwhile: commands before would
# have been on another day than the last.
run_case() {
  local day
  day=$(date -u +%F)
  run_once "$1"
  [ "$(date -u +%F)" = "$day" ] || run_once "$1"
}

run_once() {
  local arguments input=/dev/null code=0
  rm -rf "${work:?}"/*
  mkdir -p "$work/in" "$work/home" "$work/raw" "$work/got"
  [ ! -d "$1/in" ] || cp -R "$1/in/." "$work/in"
  [ ! -e "$1/stdin" ] || input=$1/stdin
  if [ -d "$1/home" ]; then mkdir -m 700 "$work/home/.rustassistant"; cp -R "$1/home/." "$work/home/.rustassistant"; fi
  if [ -e "$1/before" ]; then
    while read -ra arguments; do execute "${arguments[@]}" </dev/null >/dev/null 2>&1 || true; done <"$1/before"
  fi
  mapfile -t arguments <"$1/args"
  execute "${arguments[@]}" <"$input" >"$work/raw/stdout" 2>"$work/raw/stderr" || code=$?
  normalised "$work/raw/stdout" >"$work/got/stdout"
  normalised "$work/raw/stderr" >"$work/got/stderr"
  echo "$code" >"$work/got/exit"
}

cases=("$@")
[ $# -gt 0 ] || mapfile -t cases < <(cd "$golden" && find . -name args -printf '%P\n' | xargs -r dirname | sort)
[ ${#cases[@]} -gt 0 ] || { echo "golden: no cases"; exit 1; }
failed=0
for name in "${cases[@]}"; do
  run_case "$golden/$name"
  for part in stdout stderr exit; do
    if $update; then
      cp "$work/got/$part" "$golden/$name/$part"
    elif ! diff -u --label "expected $name/$part" --label "got" "$golden/$name/$part" "$work/got/$part"; then
      failed=$((failed + 1))
    fi
  done
done
echo "golden: ${#cases[@]} cases, $failed differences"
[ "$failed" = 0 ]

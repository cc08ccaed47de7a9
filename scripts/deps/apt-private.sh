# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced: apt with lists, status and cache of its own, so that nothing of the machine's package state changes.

# private_apt FOLDER TYPE [ARCHITECTURE]: makes FOLDER and sets APT_CONFIG to read the machine's own distribution sources
# as TYPE (deb or deb-src) for ARCHITECTURE.
private_apt() {
  local folder=$1 type=$2 architecture=${3:-$(dpkg --print-architecture)} codename origin
  codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
  mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial"
  : >"$folder/status"
  # Where the machine's own lists were never fetched, the origin of a source is not known.
  for origin in 'Origin: Debian' 'Origin: Raspbian' 'Component: main'; do
    apt-get indextargets --format "$type \$(REPO_URI) \$(RELEASE) \$(COMPONENT)" 'Created-By: Packages' "$origin" |
      sort -u | grep -E " $codename(-updates|-security)? " >"$folder/sources.list" && break
  done
  [ -s "$folder/sources.list" ] || die "apt knows no package source for '$codename'"
  cat >"$folder/apt.conf" <<CONF
APT::Architecture "$architecture";
APT::Architectures { "$architecture"; };
APT::Sandbox::User "root";
Dir::Etc::SourceList "$folder/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::State::Lists "$folder/lists";
Dir::State::status "$folder/status";
Dir::Cache "$folder/cache";
CONF
  export APT_CONFIG=$folder/apt.conf
  apt-get update -qq >&2 || say "the package lists could not all be renewed; going on with what is there"
}

# first_that_works VERSION... -- COMMAND...: runs COMMAND with each VERSION for '@' until one works: a security version may
# be listed and yet be gone.
first_that_works() {
  local versions=() version
  while [ "$1" != -- ]; do versions+=("$1"); shift; done
  shift
  for version in "${versions[@]}"; do
    "${@/@/$version}" >&2 && return
  done
  return 1
}

#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# tests/smoke/postgres.sh [EMULATOR]
#
# The executable that RUSTASSISTANT_EXE names, by the emulator where one is given, and a real PostgreSQL: a user of the machine
# that nobody knows sets up a team's database, with TLS, and reads it; and refuses another server.
set -euo pipefail

servers=$(realpath "$(dirname "$0")/../servers")
exe=("$@" "$(realpath "${RUSTASSISTANT_EXE:?the executable to test}")")
work=$(mktemp -d)
trap 'exec 3<&-; [ -z "${server:-}" ] || kill -INT "$server" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
chmod 711 "$work"
"$servers/certificates" "$work"
mkdir "$work/data" "$work/home"
cp "$work"/{ca.pem,server.pem,server.key} "$work/data/"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkfifo "$work/says"
"$servers/postgres" "$work/data" "$port" >"$work/says" 2>&1 &
server=$!
exec 3<"$work/says"
while read -r line <&3; do [[ $line != *"ready to accept connections"* ]] || break; done
cat <&3 >/dev/null &

# As `docker --user` has it: a number without a name.
nobody=()
if [ "$(id -u)" = 0 ]; then
  chown 65432 "$work/home"
  nobody=(setpriv --reuid 65432 --regid 65432 --clear-groups)
fi
run() {
  "${nobody[@]}" env -i RUSTASSISTANT_HOME="$work/home/.rustassistant" SSL_CERT_FILE="$authority" \
    RUSTASSISTANT_BUDGET_TEAM_URL="postgresql://owner:secret@localhost:$port/postgres" RUSTASSISTANT_BUDGET_TEAM_TEAM=core "${exe[@]}" "$@"
}
authority=$work/ca.pem
run cache remote init --monthly 5 | grep -q 'version 1, set up'
run budget status --team | grep -qF "of \$5.00 (0.0 %)"
# With nothing beside it but the authority's certificate.
if [ $# = 0 ] && [ "$(id -u)" = 0 ] && ldd "${exe[0]}" 2>&1 | grep -q 'statically linked'; then
  mkdir "$work/root" "$work/root/home"
  chown 65432 "$work/root/home"
  cp "${exe[0]}" "$work/root/rustassistant"
  cp "$work/ca.pem" "$work/root/"
  env -i RUSTASSISTANT_HOME=/home/of SSL_CERT_FILE=/ca.pem RUSTASSISTANT_BUDGET_TEAM_URL="postgresql://owner:secret@127.0.0.1:$port/postgres" \
    RUSTASSISTANT_BUDGET_TEAM_TEAM=core "$(command -v chroot)" --userspec=65432:65432 "$work/root" /rustassistant budget status --team |
    grep -qF "of \$5.00 (0.0 %)"
fi
authority=$work/other-ca.pem
said=$(run budget status --team 2>&1) && exit 1
[[ $said == *certificate* ]] || { echo "$said"; exit 1; }
echo "it sets up and reads a team's database"

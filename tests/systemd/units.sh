#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# tests/systemd/units.sh
#
# The units of docs/systemd as systemd reads them, where systemd-analyze is installed, and the report that they send: run
# twice over reviews by RUSTASSISTANT_EXE, with a sendmail that writes to a file.
set -euo pipefail

units=$(realpath "$(dirname "$0")/../../docs/systemd")
exe=$(realpath "$RUSTASSISTANT_EXE")
work=$(mktemp -d /tmp/systemd.XXXXXX)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/bin" "$work/home/src"
ln -s "$exe" "$work/bin/rustassistant"
ln -s "$units/rustassistant-report" "$work/bin/rustassistant-report"
printf '#!/bin/sh\ncat >>%q\n' "$work/mail" >"$work/bin/sendmail"
chmod +x "$work/bin/sendmail"

fail() { echo "systemd: $*" >&2; exit 1; }
run() { env -i PATH="$work/bin:$PATH" LC_ALL=C.UTF-8 HOME="$work/home" "$@"; }

if command -v systemd-analyze >/dev/null; then
  # What is installed below /usr/local/bin is elsewhere here.
  mkdir "$work/units"
  for unit in "$units"/*.service "$units"/*.timer; do
    sed "s#/usr/local/bin/#$work/bin/#" "$unit" >"$work/units/${unit##*/}"
  done
  cp "$work/units/rustassistant-failed@.service" "$work/units/rustassistant-failed@x.service"
  said=$(cd "$work/units" && run XDG_RUNTIME_DIR="$work" systemd-analyze verify --user --man=no rustassistant-nightly.service \
    rustassistant-nightly.timer rustassistant-sync.service rustassistant-sync.timer rustassistant-collect.service rustassistant-collect.timer \
    rustassistant-weekly.service rustassistant-weekly.timer rustassistant-failed@x.service 2>&1) || fail "a unit is not accepted: $said"
  # What it says about others than these is about the machine.
  ! grep rustassistant <<<"$said" || fail "a unit is not sound"
else
  echo "systemd: systemd-analyze is not installed: the units were not verified"
fi

# The weekly report: its command writes what it says.
weekly=$(sed -nE 's#^ExecStart=/usr/local/bin/(.*)#\1#p' "$units/rustassistant-weekly.service")
mapfile -t words < <(tr ' ' '\n' <<<"${weekly//%h/$work/home}")
run "${words[@]}" || fail "the weekly report is not written"
grep -q 'At the end of the month' "$work/home/rustassistant-costs.html" || fail "the weekly report has no forecast"

# The nightly sync: its command is one that the program knows, in batches and without, and without a key it says so.
batch=$(sed -nE 's#^Environment=BATCH=##p' "$units/rustassistant-sync.service")
[ "$batch" = --batch ] || fail "the nightly sync does not send batches"
for option in "$batch" ''; do
  command=$(sed -nE 's#^ExecStart=/usr/local/bin/##p' "$units/rustassistant-sync.service" |
    sed "s#%h#$work/home#g; s#[$]BATCH#$option#")
  read -ra words <<<"$command"
  code=0
  said=$(run "${words[@]}" 2>&1) || code=$?
  [ "$code" = 4 ] || fail "the nightly sync ended with $code: $said"
  grep -q 'no key is set' <<<"$said" || fail "the nightly sync says: $said"
done
# The half-hourly collection: without a batch it succeeds, says so, and writes nothing.
command=$(sed -nE 's#^ExecStart=/usr/local/bin/##p' "$units/rustassistant-collect.service")
read -ra words <<<"$command"
before=$(find "$work/home" | sort)
said=$(run "${words[@]}" 2>&1) || fail "the collection failed: $said"
[ "$said" = 'no batches' ] || fail "a collection without batches says: $said"
[ "$before" = "$(find "$work/home" | sort)" ] || fail "a collection without batches writes"
# What it waits for before, with a clock that is set at the third look.
wait_command=$(sed -nE "s#^ExecStartPre=/bin/sh -c '(.*)'\$#\1#p" "$units/rustassistant-sync.service" | sed 's/\$\$/$/g')
[ -n "$wait_command" ] || fail "the nightly sync does not wait for the clock"
# shellcheck disable=SC2016 # for the shell that runs it
printf '#!/bin/sh\necho x >>%q\n[ "$(wc -l <%q)" -lt 3 ] && echo no || echo yes\n' "$work/looks" "$work/looks" >"$work/bin/timedatectl"
printf '#!/bin/sh\n' >"$work/bin/sleep"
chmod +x "$work/bin/timedatectl" "$work/bin/sleep"
run /bin/sh -c "$wait_command" || fail "the wait for the clock failed"
[ "$(wc -l <"$work/looks")" = 3 ] || fail "the clock was not waited for"

# The commands of the service, as systemd would run them.
command_of() { sed -nE "s#^$1=/usr/local/bin/##p" "$units/rustassistant-nightly.service" | sed "s#%h#$work/home#g"; }
review() {
  local words
  read -ra words <<<"$(command_of ExecStart)"
  run "${words[@]}" || return 1
  read -ra words <<<"$(command_of ExecStartPost)"
  run MAILTO=you@example.org "${words[@]}"
}
smelly() { echo "fn $1(a: u8, b: u8, c: u8, d: u8, e: u8) {}"; }

smelly first >"$work/home/src/a.rs"
review >/dev/null
grep -q '^To: you@example.org$' "$work/mail" || fail "nothing was mailed"
grep -q 'src/a.rs:1: low: .*first' "$work/mail" || fail "the first finding was not mailed: $(cat "$work/mail")"

: >"$work/mail"
{ echo; smelly first; smelly second; } >"$work/home/src/a.rs"
review >/dev/null
grep -q 'src/a.rs:3: low: .*second' "$work/mail" || fail "a new finding was not mailed"
! grep -q 'first' "$work/mail" || fail "an old finding was mailed again"

: >"$work/mail"
review >/dev/null
[ ! -s "$work/mail" ] || fail "a report without news was mailed: $(cat "$work/mail")"

rm -r "$work/home/src"
if review >/dev/null 2>&1; then fail "a review of a folder that is gone ended well"; fi
echo "systemd: sound"

#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# tests/smoke/smoke.sh [EMULATOR]
#
# Does RUSTASSISTANT_EXE work at all, under EMULATOR where one is given? It analyses a small file twice, in an empty home.
set -euo pipefail

exe=$(realpath "${RUSTASSISTANT_EXE:?the executable to test}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# run NAME EXPECTATION ARGUMENT...: runs the executable; its output must match the extended regular expression.
run() {
  local name=$1 expectation=$2 code=0
  shift 2
  env -i PATH="$PATH" HOME="$work/home" "${emulator[@]}" "$exe" "$@" >"$name.out" 2>"$name.err" </dev/null || code=$?
  if [ "$code" != 0 ] || ! grep -qE -- "$expectation" "$name.out"; then
    echo "smoke: $name: exit code $code, and this does not match '$expectation':"
    cat "$name.out" "$name.err"
    exit 1
  fi
}
emulator=("$@")

mkdir home project
cat >project/sample.rs <<'RUST'
fn risky(input: &str) -> usize {
    let first = input.parse::<usize>().unwrap();
    if first > 1 { if first > 2 { if first > 3 { if first > 4 { if first > 5 { return first; } } } } }
    first
}
RUST

run version '^rustassistant [0-9]+\.[0-9]+' --version
run help 'refactor' --help
run text 'sample\.rs' refactor analyze project/sample.rs
run first '"cache": ?"(miss|off)"' refactor analyze --refresh --format json project/sample.rs
run second '"cache": ?"hit"' refactor analyze --format json project/sample.rs
run kinds 'unsafe_unwrapping' refactor analyze --format json project/sample.rs
run cache '.' cache status
run cache_json '"schema": ?"rustassistant\.' cache status --format json
run budget '.' budget status
run budget_json '"cap_nano_usd": ?[0-9]+' budget status --format json
echo "smoke: all is well"

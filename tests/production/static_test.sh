#!/bin/bash
# static_test.sh SOURCE BUILD PRODUCTION_TEST: builds the static program in BUILD, and holds it to
# what it promises: nothing is loaded when it starts, both databases, and every way to a server
# (PRODUCTION_TEST with this program).
set -euo pipefail
source=$1 build=$2 production_test=$3

die() {
  echo "static_test.sh: $*" >&2
  exit 1
}

cmake -S "$source" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DMIGRATE_STATIC=ON \
  -DMIGRATE_BUILD_TESTS=OFF -DMIGRATE_WARNINGS_AS_ERRORS=ON
cmake --build "$build" --target migrate_cli
program=$build/cli/migrate

# Read whole before it is looked at: under pipefail a reader that stops early fails the writer.
headers=$(readelf -hld "$program")
[[ $headers != *NEEDED* ]] || die "it needs libraries"
[[ $headers != *INTERP* ]] || die "it needs the dynamic linker"
grep -Eq 'Type: *DYN' <<<"$headers" || die "it is not static-pie"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
[[ $(env -i "$program" --version) == migrate\ [0-9]* ]] || die "no --version"
"$program" init >/dev/null
"$program" revision --rev-id a -m First >/dev/null
"$program" --url sqlite:///app.db upgrade
[ "$("$program" --url sqlite:///app.db current)" = "a (head)" ] || die "not at a"
# A name is looked up, though by libraries that are loaded for it.
told=$("$program" --url postgresql://nobody@localhost:1/app current 2>&1) && die "nobody answers, and it is done"
[[ $told == *'Connection refused'* ]] || die "localhost cannot be looked up: $told"

MIGRATE_TEST_PROGRAM=$program "$production_test" --gtest_filter='Connections.*'

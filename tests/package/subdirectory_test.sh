#!/usr/bin/env bash
# Consumers that have the source as a subdirectory. subdirectory_test.sh BUILD_FOLDER COMPILER_FLAGS
set -euo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/package/examples.sh
. "$source/tests/package/examples.sh"

launcher=()
! command -v ccache >/dev/null || launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
cmake -G Ninja -S "$source/tests/package/subdirectory" -B "$work/build" -DMIGRATE_SOURCE="$source" \
  -DCMAKE_BUILD_TYPE=Debug "${launcher[@]}" >"$work/log" || { cat "$work/log"; exit 1; }
cmake --build "$work/build" >"$work/log" || { tail -50 "$work/log"; exit 1; }
run_embedded_app "$work/build/embedded-app/notes"
run_own_migrate "$work/build/own-migrate/migrate" "$source/docs/examples/own-migrate"
echo "subdirectory: the examples were built and run"

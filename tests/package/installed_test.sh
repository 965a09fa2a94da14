#!/usr/bin/env bash
# cmake --install, then consumers that find it with find_package() and with pkg-config.
# installed_test.sh BUILD_FOLDER COMPILER_FLAGS
set -euo pipefail
build=$1
flags=$2
source=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/package/examples.sh
. "$source/tests/package/examples.sh"

cmake --install "$build" --prefix "$work/prefix" >/dev/null
for example in embedded-app own-migrate; do
  cmake -S "$source/docs/examples/$example" -B "$work/$example" -DCMAKE_PREFIX_PATH="$work/prefix" \
    -DCMAKE_CXX_FLAGS="$flags" >"$work/log" || { cat "$work/log"; exit 1; }
  cmake --build "$work/$example" >"$work/log" || { cat "$work/log"; exit 1; }
done
run_embedded_app "$work/embedded-app/notes"
run_own_migrate "$work/own-migrate/migrate" "$source/docs/examples/own-migrate"

# A project of another minor version is told so.
mkdir "$work/newer"
cat >"$work/newer/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.25)
project(newer LANGUAGES CXX)
find_package(migrate 99.0 REQUIRED)
END
if cmake -S "$work/newer" -B "$work/newer/build" -DCMAKE_PREFIX_PATH="$work/prefix" >"$work/log" 2>&1; then
  echo "find_package(migrate 99.0) was satisfied" >&2
  exit 1
fi
grep -q 'requested version "99.0"' "$work/log"

# pkg-config, with no CMake at all.
cat >"$work/version.cpp" <<'END'
#include <cstdio>
#include <migrate/application.hpp>

int main() {
  migrate::Registry registry;
  registry.add_file("a.json", R"({"revision": "a1", "revises": [], "upgrade": []})");
  std::printf("%zu\n", migrate::upgrade("sqlite://", registry).steps.size());
}
END
export PKG_CONFIG_PATH=$(dirname "$(find "$work/prefix" -name migrate.pc)")
# shellcheck disable=SC2046,SC2086  # one word a flag
"${CXX:-c++}" $flags "$work/version.cpp" $(pkg-config --cflags --libs migrate) -o "$work/version"
expect "pkg-config's program" 1 "$("$work/version")"
echo "installed: examples and a pkg-config program were built and run"

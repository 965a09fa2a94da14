#!/usr/bin/env bash
# Doxygen reads the public headers without a warning, and each compiles alone.
# headers_test.sh BUILD_FOLDER
set -euo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$source"
(cat docs/Doxyfile; echo "OUTPUT_DIRECTORY = $work"; echo "WARN_LOGFILE = $work/warnings") |
  doxygen - >/dev/null 2>"$work/errors" || { cat "$work/errors" "$work/warnings"; exit 1; }
if [ -s "$work/warnings" ]; then
  cat "$work/warnings"
  exit 1
fi
[ -f "$work/html/classmigrate_1_1Operations.html" ] || { echo "no page of Operations was made"; exit 1; }
checked=0
cd libmigrate/include
for header in migrate/*.hpp migrate/*/*.hpp; do
  echo "#include <$header>" >"$work/one.cpp"
  "${CXX:-c++}" -std=c++20 -fsyntax-only -Wall -Wextra -Werror -I. "$work/one.cpp"
  checked=$((checked + 1))
done
[ "$checked" -gt 10 ]
echo "$checked headers"

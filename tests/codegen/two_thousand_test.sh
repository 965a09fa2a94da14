#!/bin/bash
# two_thousand_test.sh MIGRATE CXX INCLUDE: two thousand tables into a folder, a file each, and the
# whole compiles and gives the schema back.
set -euo pipefail
migrate=$1 cxx=$2 include=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
{
  echo 'BEGIN;'
  for i in $(seq 2000); do
    echo "CREATE TABLE t$i (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL, parent INTEGER REFERENCES t1);"
    echo "CREATE INDEX t${i}_name ON t$i (name);"
  done
  echo 'COMMIT;'
} | sqlite3 -bail many.db
export MIGRATE_URL=sqlite:///many.db
"$migrate" codegen --outdir models >written
[ "$(wc -l <written)" -eq 2001 ] || { echo "$(wc -l <written) files were written, not 2001"; exit 1; }
[ "$(ls models | wc -l)" -eq 2001 ] || { echo "the folder has not 2001 files"; exit 1; }
[ "$("$migrate" codegen --outdir models --check)" = 'up to date' ]
cat >main.cpp <<'END'
#include <iostream>

#include "models/schema.hpp"

int main() { std::cout << migrate::to_json(schema()); }
END
begin=$SECONDS
"$cxx" -std=c++20 -Wall -Wextra -Werror -I"$include" main.cpp -o main
echo "compiled in $((SECONDS - begin)) s"
./main >compiled.json
"$migrate" inspect --as json >inspected.json
cmp compiled.json inspected.json

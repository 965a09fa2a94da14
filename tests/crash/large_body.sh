#!/usr/bin/env bash
# A body is streamed: MIGRATE_TEST_LARGE_MB megabytes of statements (default 1024) run within 48 MB
# of memory. The peak of a child begins at its parent's, so it is measured from a small shell.
set -euo pipefail
migrate=$1
megabytes=${MIGRATE_TEST_LARGE_MB:-1024}
limit_kb=49152
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf '[migrate]\nurl = sqlite:///app.db\n' > migrate.ini
mkdir -p migrations/versions
{
  printf -- '-- Large\n--\n-- Revision ID: a\n-- Revises:\n\n-- migrate:up\n'
  printf 'CREATE TABLE t (id INTEGER PRIMARY KEY);\n'
  statement=$(printf "INSERT INTO t SELECT NULL WHERE '%0900d' = ';';" 0)
  block=$(for _ in $(seq 64); do printf '%s\n-- a comment; with a semicolon\n' "$statement"; done)
  { yes "$block" || true; } | head -c "$((megabytes * 1024 * 1024))" | sed '$d'
  printf '\nINSERT INTO t VALUES (1);\n-- migrate:down\nDROP TABLE t;\n'
} > migrations/versions/a.sql
# The last block may be cut inside a statement: every line is whole, so each statement is.
/usr/bin/time -f %M -o peak sh -c 'exec "$0" -q upgrade' "$migrate"
[ "$(sqlite3 app.db 'SELECT count(*) FROM t')" = 1 ]
[ "$(sqlite3 app.db "SELECT outcome FROM migrate_history WHERE revision = 'a'")" = done ]
size=$(stat -c %s migrations/versions/a.sql)
echo "$((size / 1024 / 1024)) MB of statements, peak $(cat peak) KB, limit $limit_kb KB"
[ "$size" -ge "$((megabytes * 1024 * 1024 - 70000))" ]
[ "$(cat peak)" -le "$limit_kb" ]

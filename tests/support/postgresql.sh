#!/bin/bash
# postgresql.sh start DIR   starts a PostgreSQL server for the tests and prints its URL
# postgresql.sh stop DIR    stops it and removes what it wrote
#
# The server is private: no TCP, a socket in a folder of its own, no password but for the role
# locked_out. DIR remembers where it is; `start` on a DIR whose server runs only prints the URL
# again. Where MIGRATE_TEST_POSTGRESQL_URL is set that server is used, and nothing is started or
# stopped; a test of wrong passwords wants the role and the line in pg_hba.conf there, too.
set -euo pipefail

die() {
  echo "postgresql.sh: $*" >&2
  exit 1
}

# The newest server on this machine: its programs are seldom on the PATH.
find_programs() {
  local folder
  for folder in $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin 2>/dev/null | sort -rV) \
                $(pg_config --bindir 2>/dev/null); do
    if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then
      echo "$folder"
      return
    fi
  done
  die "no PostgreSQL server here (initdb, pg_ctl); scripts/test installs one, or set" \
      "MIGRATE_TEST_POSTGRESQL_URL"
}

# A server refuses to run as root.
as_owner() {
  if [ "$(id -u)" -eq 0 ]; then
    (cd / && exec runuser -u postgres -- "$@")
  else
    "$@"
  fi
}

is_running() {
  [ -n "$home" ] && [ -d "$home/data" ] && as_owner "$programs/pg_ctl" -D "$home/data" status >/dev/null
}

start() {
  if [ -n "${MIGRATE_TEST_POSTGRESQL_URL:-}" ]; then
    echo "$MIGRATE_TEST_POSTGRESQL_URL"
    return
  fi
  programs=$(find_programs)
  if ! is_running; then
    remove
    # Short, since a socket's path has at most 107 bytes; in /tmp, since the owner may not be
    # allowed into DIR.
    home=$(as_owner mktemp -d /tmp/migrate-pg.XXXXXX)
    mkdir -p "$dir"
    echo "$home" >"$dir/home"
    as_owner "$programs/initdb" -D "$home/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 \
      --no-sync >/dev/null
    as_owner sed -i '1i local all locked_out scram-sha-256' "$home/data/pg_hba.conf"
    as_owner "$programs/pg_ctl" -D "$home/data" -l "$home/log" -w -t 60 \
      -o "-k $home -c listen_addresses= -c fsync=off -c synchronous_commit=off \
          -c full_page_writes=off -c max_connections=200" start </dev/null >/dev/null 2>&1 ||
      die "the server does not start: $(tail -5 "$home/log")"
    as_owner "$programs/psql" -X -q -U postgres -h "$home" -d postgres \
      -c "SET password_encryption = 'scram-sha-256'; CREATE ROLE locked_out LOGIN PASSWORD 'right'"
    echo "postgresql://postgres@/postgres?host=$home" >"$dir/url"
  fi
  cat "$dir/url"
}

remove() {
  if [ -n "$home" ]; then
    if [ -d "$home/data" ] && [ -n "${programs:=$(find_programs)}" ] && is_running; then
      as_owner "$programs/pg_ctl" -D "$home/data" -m immediate stop >/dev/null
    fi
    rm -rf "$home"
  fi
  rm -f "$dir/url" "$dir/home"
  home=
}

[ $# -eq 2 ] || die "usage: postgresql.sh start|stop DIR"
dir=$2
home=$(cat "$dir/home" 2>/dev/null || true)
case $home in
  "" | /tmp/migrate-pg.??????) ;;
  *) die "$dir/home is not of this script's making: $home" ;;
esac
case $1 in
  start) start ;;
  stop) remove ;;
  *) die "usage: postgresql.sh start|stop DIR" ;;
esac

#!/usr/bin/env bash
# The Debian packages, unpacked beside the system: what is in them runs from there, on both
# databases. deb_test.sh BUILD_FOLDER
set -euo pipefail
build=$1
source=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/package/examples.sh
. "$source/tests/package/examples.sh"

(cd "$build" && cpack -G DEB -B "$work" -D CPACK_PACKAGING_INSTALL_PREFIX=/usr >"$work/log" 2>&1) ||
  { cat "$work/log"; exit 1; }
version=$(sed -n 's/^project(migrate VERSION \([0-9.]*\).*/\1/p' "$source/CMakeLists.txt")
architecture=$(dpkg --print-architecture)
for package in migrate libmigrate libmigrate-dev; do
  file=$work/${package}_${version}_$architecture.deb
  expect "package $file" "$package $version" \
    "$(dpkg-deb -f "$file" Package Version | sed 's/.*: //' | paste -sd ' ')"
  dpkg -x "$file" "$work/root"
done
depends() { dpkg-deb -f "$work/${1}_${version}_$architecture.deb" Depends; }
case $(depends migrate) in *"libsqlite3-0 (>= 3.38)"*) ;; *) expect "migrate's Depends" "… libsqlite3-0 (>= 3.38) …" "$(depends migrate)" ;; esac
case $(depends migrate) in *libpq*) expect "migrate's Depends" "no libpq" "$(depends migrate)" ;; esac
case $(depends libmigrate) in *libpqxx*) ;; *) expect "libmigrate's Depends" "… libpqxx …" "$(depends libmigrate)" ;; esac

cd "$work"
expect "version" "migrate $version" "$("$work/root/usr/bin/migrate" --version)"
"$work/root/usr/bin/migrate" init -q
"$work/root/usr/bin/migrate" revision -q -m "One" --rev-id a1 >/dev/null
"$work/root/usr/bin/migrate" --url "sqlite:///$work/x.db" upgrade -q
expect "current" "a1 (head)" "$("$work/root/usr/bin/migrate" --url "sqlite:///$work/x.db" current)"
# The driver is found beside the program: it is its absence of a server that is told.
found=$("$work/root/usr/bin/migrate" --url "postgresql://nobody@localhost:1/none" current 2>&1 || true)
case $found in *"cannot connect"*) ;; *) expect "PostgreSQL's driver" "cannot connect …" "$found" ;; esac
for file in share/man/man1/migrate.1 share/bash-completion/completions/migrate \
            share/zsh/vendor-completions/_migrate share/fish/vendor_completions.d/migrate.fish; do
  [ -s "$work/root/usr/$file" ] || [ -s "$work/root/usr/$file.gz" ] || expect "migrate" "$file" "missing"
done
for file in include/migrate/application.hpp include/migrate/schema.hpp; do
  [ -f "$work/root/usr/$file" ] || expect "libmigrate-dev" "$file" "missing"
done
echo "deb: three packages, unpacked and run"

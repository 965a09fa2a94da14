# Sourced by scripts/quickstart and scripts/test: puts the Debian packages that they need on the
# machine. Asks apt-get only for what is missing, and needs root or sudo only then.

build_packages=(cmake ninja-build ccache g++ pkg-config
  libsqlitecpp-dev libsqlite3-dev sqlite3 libpqxx-dev libpq-dev
  libcli11-dev libspdlog-dev libfmt-dev nlohmann-json3-dev)
test_packages=(libgtest-dev libgmock-dev libpg-query-dev postgresql-15
  postgresql-server-dev-15 pgbouncer openssl python3-alembic time
  clang-14 zsh fish groff-base doxygen file dpkg-dev)

install_packages() { install_missing "${build_packages[@]}"; }
install_test_packages() { install_missing "${test_packages[@]}"; }

install_missing() {
  local missing
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  # shellcheck disable=SC2086  # one word a package
  echo "Installing Debian packages:" $missing >&2
  run_apt_get update
  # shellcheck disable=SC2086
  run_apt_get install --no-install-recommends $missing
}

# Of the packages named those that are not installed, one a line.
missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
      echo "$package"
  done
}

# apt-get's words are shown only when it fails.
run_apt_get() {
  local as_root=() log status=0
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "these packages must be installed by root, and there is no sudo here" >&2
      return 1
    fi
    as_root=(sudo)
  fi
  log=$(mktemp)
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y -q "$@" >"$log" 2>&1 || status=$?
  [ "$status" -eq 0 ] || { cat "$log"; echo "apt-get $1 failed"; } >&2
  rm -f "$log"
  return "$status"
}

# Sourced: runs the built examples and holds what they print to what they must.

expect() {  # what it is about, expected, found
  [ "$2" = "$3" ] && return
  printf '%s\nexpected: %s\nfound:    %s\n' "$1" "$2" "$3" >&2
  exit 1
}

run_embedded_app() {  # the program
  local folder
  folder=$(mktemp -d "$work/embedded.XXXX")
  expect "first start" "brought up: Notes
brought up: Stars
* Buy milk; feed the cat" "$("$1" "$folder/notes.db" 2>&1)"
  expect "second start" "* Buy milk; feed the cat
  it's new" "$("$1" "$folder/notes.db" "it's new" 2>&1)"
  # Many at once: each finds the database brought up, once.
  for i in 1 2 3 4 5 6 7 8; do
    "$1" "$folder/many.db" "note $i" >/dev/null 2>"$folder/errors.$i" &
  done
  wait
  expect "starts at once" 2 "$(cat "$folder"/errors.* | grep -c 'brought up')"
  expect "errors" "" "$(cat "$folder"/errors.* | grep -v 'brought up')"
  expect "rows" 9 "$("$1" "$folder/many.db" | wc -l)"
}

run_own_migrate() {  # the program, the example's folder
  local folder
  folder=$(mktemp -d "$work/own.XXXX")
  cp -r "$2"/migrate.ini "$2"/migrations "$folder"
  cd "$folder"
  expect "heads" "8d2c41f7a903 (head)" "$("$1" heads)"
  "$1" upgrade -q
  expect "upgraded" "Ada King|Lovelace
|Plato" "$(sqlite3 people.db 'SELECT first_name, last_name FROM person ORDER BY id')"
  "$1" downgrade 115bcd2e1a38 -q --yes
  expect "undone" "Ada King Lovelace
Plato" "$(sqlite3 people.db 'SELECT name FROM person ORDER BY id')"
  cd - >/dev/null
}

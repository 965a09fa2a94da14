#!/bin/bash
# cli_page_test.sh PROGRAM PAGE: every command of the program has its heading in the page, and below it,
# or among the global options, every option of the command; and the page has no command or option
# that the program has not.
set -euo pipefail
program=$1
page=$2
status=0
complain() {
  echo "$*" >&2
  status=1
}
# The options that a help text declares.
declared() { "$program" "$@" --help | grep -oE '^  (-[a-z],)?--[a-z-]+|^  -[a-z] ' | grep -oE -- '--[a-z-]+|-[a-z]\b' | sort -u; }
# The text below a heading, as far as the next heading of its depth or above.
section() { awk -v want="$1" '$0 == want { on = 1; next } on && /^##?#? / { exit } on' "$page"; }
# The options that a text's tables have.
named() { sed -n 's/^| \(`-[^|]*\)|.*/\1/p' | grep -oE -- '`--?[a-z][a-z-]*' | tr -d '`' | sort -u; }

commands=$("$program" --help | sed -n '/^Subcommands:/,$p' | grep -oE '^  [a-z][a-z-]*' | tr -d ' ')
[ -n "$commands" ] || complain "the program's help lists no commands"
global=$(section '## Global options')
for option in $(declared); do
  grep -qE -- "\`$option[ \`]" <<<"$global" ||
    complain "$page: the global option $option is not in it"
done
for command in $commands; do
  text=$(section "### \`$command\`")
  if [ -z "$text" ]; then
    complain "$page: has no heading for the command $command"
    continue
  fi
  # What downgrade takes of upgrade's is said there.
  [ "$command" != downgrade ] || text+=$(section '### `upgrade`')
  for option in $(declared "$command"); do
    case $option in -h | --help) continue ;; esac
    grep -qE -- "\`$option[ \`]" <<<"$text" ||
      complain "$page: the option $option of $command is not in it"
  done
  for option in $(named <<<"$text"); do
    grep -qxF -- "$option" <<<"$(declared "$command")" || [ "$command" = downgrade ] ||
      complain "$page: $command has no option $option"
  done
done
while read -r heading; do
  grep -qxF "$heading" <<<"$commands" || complain "$page: there is no command $heading"
done < <(sed -n '/^## Commands/,/^## JSON/s/^### `\(.*\)`$/\1/p' "$page")
exit $status

#!/usr/bin/env bash
# The architecture's first rule: an include goes down, never up, never sideways, and third-party
# headers stay in the one folder that may use them.
set -u
cd "$(dirname "$0")/../.." || exit 1
declare -A floors=(
  [base]="base" [sql]="base sql" [db]="base db" [schema]="base schema" [ops]="base schema ops"
  [dialect]="base sql db schema ops dialect" [revision]="base sql schema ops revision"
  [graph]="base graph" [diff]="base schema ops diff" [codegen]="base schema codegen"
  [sqlite]="base sql db schema ops dialect sqlite"
  [postgresql]="base sql db schema ops dialect postgresql" [module]="base db dialect"
  [runtime]="base sql db schema ops dialect revision graph runtime"
  [target]="base sql db schema ops dialect revision graph diff runtime target"
  [commands]="base sql db schema ops dialect revision graph diff codegen runtime target commands"
)
declare -A headers=([error]=base [host]=base [db]=db [schema]=schema [ops]=ops [dialect]=dialect
  [revision]=revision [registry]=revision [graph]=graph [diff]=diff [codegen]=codegen
  [runtime]=runtime [operations]=runtime [application]=runtime [target]=target [settings]=commands [program]=commands [commands]=commands)
faults=0
fault() { echo "$1"; faults=$((faults + 1)); }
checked=0
for folder in "${!floors[@]}"; do
  for file in libmigrate/src/"$folder"/*.?pp; do
    [ -e "$file" ] || continue
    checked=$((checked + 1))
    while IFS= read -r include; do
      name=${include%%/*}
      if [ "$name" = migrate ]; then
        header=${include#migrate/}
        header=${header%.hpp}
        name=${headers[${header%%/*}]:-unknown}
      fi
      [[ " ${floors[$folder]} " == *" $name "* ]] || fault "$file includes $include: not a floor below"
    done < <(sed -n 's/^#include "\(.*\)"$/\1/p' "$file")
    while IFS= read -r include; do
      case "$include" in
        SQLiteCpp/* | sqlite3.h) [ "$folder" = sqlite ] && [[ $file == *.cpp ]] ||
          fault "$file includes <$include>: only sqlite/*.cpp may" ;;
        pqxx/* | libpq*) [ "$folder" = postgresql ] && [[ $file == *.cpp ]] ||
          fault "$file includes <$include>: only postgresql/*.cpp may" ;;
        nlohmann/*) [[ $file == libmigrate/src/commands/documents.cpp || $file == libmigrate/src/base/json.cpp ]] ||
          fault "$file includes <$include>: only base/json.cpp and commands/documents.cpp may" ;;
        CLI/* | spdlog/*) fault "$file includes <$include>: not in the library" ;;
      esac
    done < <(sed -n 's/^#include <\(.*\)>$/\1/p' "$file")
  done
done
while IFS=: read -r file include; do
  [[ $include == migrate/* ]] || fault "$file includes $include: public headers include each other only"
done < <(sed -n 's/^#include "\(.*\)"$/\1/p;' libmigrate/include/migrate/*.hpp libmigrate/include/migrate/*/*.hpp | sed 's/^/public:/')
if grep -nE '^#include <[a-z]+/' libmigrate/include/migrate/*.hpp libmigrate/include/migrate/*/*.hpp; then
  fault "a public header includes more than the standard library"
fi
if grep -nE '\b(getenv|secure_getenv)\b' libmigrate/src/*/*.cpp | grep -v '^libmigrate/src/base/host.cpp'; then
  fault "the environment is read outside base/host.cpp"
fi
if grep -nE 'std::(cout|cerr|clog)|\bprintf\(' libmigrate/src/*/*.cpp; then
  fault "the library prints"
fi
[ "$checked" -gt 30 ] || fault "only $checked files were found"
echo "$checked files, $faults faults"
[ "$faults" -eq 0 ]

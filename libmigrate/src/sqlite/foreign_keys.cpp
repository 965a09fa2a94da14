#include "sqlite/foreign_keys.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "migrate/dialect.hpp"

namespace migrate::sqlite {
namespace {

/// The tables and those that refer to them, as they stand in the schema.
std::set<std::string> with_children(Connection& connection,
                                    const std::vector<std::string>& tables) {
  std::string names;
  for (const std::string& table : tables) {
    if (!names.empty()) names += ", ";
    names += dialect().literal(text::lower(table));
  }
  std::set<std::string> found;
  if (names.empty()) return found;
  for (const Row& row : connection.query(
           "SELECT name FROM sqlite_schema WHERE type = 'table' AND lower(name) IN (" + names +
           ") UNION SELECT m.name FROM sqlite_schema m, pragma_foreign_key_list(m.name) f "
           "WHERE m.type = 'table' AND lower(f.\"table\") IN (" +
           names + ")")) {
    found.insert(*row[0]);
  }
  return found;
}

/// `(user_id = 7)` for one violating row, or nothing for a table without rowids.
std::string key_values(Connection& connection, const std::string& table, const Row& violation) {
  if (!violation[0]) return "";
  std::vector<std::string> parts;
  for (const Row& column :
       connection.query("SELECT \"from\" FROM pragma_foreign_key_list(" + dialect().literal(table) +
                        ") WHERE id = " + *violation[2] + " ORDER BY seq")) {
    const std::vector<Row> value =
        connection.query("SELECT quote(" + dialect().quote(*column[0]) + ") FROM " +
                         dialect().quote(table) + " WHERE rowid = " + *violation[0]);
    if (value.empty()) return "";
    parts.push_back(*column[0] + " = " + *value[0][0]);
  }
  return " (" + text::join(parts, ", ") + ')';
}

}  // namespace

std::vector<std::string> foreign_key_violations(Connection& connection,
                                                const std::vector<std::string>& tables) {
  std::vector<std::string> found;
  for (const std::string& table : with_children(connection, tables)) {
    try {
      for (const Row& row : connection.query("SELECT rowid, parent, fkid FROM "
                                             "pragma_foreign_key_check(" +
                                             dialect().literal(table) + ')')) {
        found.push_back(table + key_values(connection, table, row) + " refers to no row of " +
                        *row[1]);
      }
    } catch (const Error& error) {
      if (!error.info().message.starts_with("foreign key mismatch")) throw;
      found.push_back(error.info().message);
    }
  }
  std::ranges::sort(found);
  return found;
}

}  // namespace migrate::sqlite

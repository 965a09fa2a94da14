#include "diff/keys.hpp"

#include "base/text.hpp"

namespace migrate {
namespace {

std::vector<std::string> sorted(std::vector<std::string> names) {
  std::ranges::sort(names);
  return names;
}

std::vector<std::string> names_of(const std::vector<KeyColumn>& columns) {
  std::vector<std::string> names;
  for (const KeyColumn& column : columns) names.push_back(column.name);
  return sorted(std::move(names));
}

/// The index's columns, or nothing where it covers expressions or some rows only.
std::vector<std::string> names_of(const Index& index, const Terms& terms) {
  if (!index.unique || !terms.on(index.where).empty()) return {};
  std::vector<std::string> names;
  for (const IndexColumn& column : index.columns) {
    if (column.column.empty()) return {};
    names.push_back(column.column);
  }
  return sorted(std::move(names));
}

}  // namespace

bool has_key(const Table& table, const std::vector<std::string>& columns, const Terms& terms) {
  const std::vector<std::string> wanted = sorted(columns);
  if (table.primary_key && names_of(table.primary_key->columns) == wanted) return true;
  return std::ranges::any_of(
             table.uniques,
             [&](const Unique& unique) { return names_of(unique.columns) == wanted; }) ||
         std::ranges::any_of(table.indexes, [&](const Index& index) {
           return !wanted.empty() && names_of(index, terms) == wanted;
         });
}

Refusal without_key(const Table& table, const ForeignKey& key, const Table& referenced) {
  const std::string columns = text::join(key.references.columns, ", ");
  const std::string which = key.name.empty() ? "" : key.name + " ";
  return {{table.schema, table.name},
          "foreign key " + which + "(" + text::join(key.columns, ", ") + ") of table " +
              table.name + " refers to " + referenced.name + " (" + columns +
              "), which is neither its primary key nor unique; make " + referenced.name + " (" +
              columns + ") unique, or refer to a key"};
}

}  // namespace migrate

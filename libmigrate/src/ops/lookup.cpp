#include "ops/lookup.hpp"

#include "base/text.hpp"
#include "migrate/schema/names.hpp"
#include "ops/wording.hpp"

namespace migrate::ops {

void refuse(std::string message) { throw Error(ErrorCode::revision, std::move(message)); }

bool Lookup::same(std::string_view a, std::string_view b) const {
  return fold_ ? text::equals_ignoring_case(a, b) : a == b;
}

bool Lookup::same(const QualifiedName& a, const QualifiedName& b) const {
  return same(a.schema, b.schema) && same(a.name, b.name);
}

Table* Lookup::find_table(const QualifiedName& name) const {
  for (Table& table : schema_.tables) {
    if (same({table.schema, table.name}, name)) return &table;
  }
  return nullptr;
}

Object* Lookup::find_object(const Object& like) const {
  for (Object& object : schema_.objects) {
    if (object.kind == like.kind && same({object.schema, object.name}, {like.schema, like.name}) &&
        same(object.table, like.table)) {
      return &object;
    }
  }
  return nullptr;
}

Column* Lookup::find_column(Table& table, std::string_view name) const {
  const auto found = find_in(table.columns, name);
  return found == table.columns.end() ? nullptr : &*found;
}

Index* Lookup::find_index(std::string_view schema, std::string_view name, Table*& table) const {
  for (Table& candidate : schema_.tables) {
    if (!same(candidate.schema, schema)) continue;
    const auto found = find_in(candidate.indexes, name);
    if (found == candidate.indexes.end()) continue;
    table = &candidate;
    return &*found;
  }
  return nullptr;
}

Table& Lookup::table(const QualifiedName& name) const {
  if (Table* const found = find_table(name)) return *found;
  std::vector<std::string> names;
  for (const Table& table : schema_.tables)
    names.push_back(in_words(QualifiedName{table.schema, table.name}));
  refuse("there is no table \"" + in_words(name) + "\"." +
         text::did_you_mean(in_words(name), names));
}

Object& Lookup::object(const Object& like) const {
  if (Object* const found = find_object(like)) return *found;
  std::vector<std::string> names;
  for (const Object& object : schema_.objects) {
    if (object.kind == like.kind)
      names.push_back(in_words(QualifiedName{object.schema, object.name}));
  }
  const std::string name = in_words(QualifiedName{like.schema, like.name});
  refuse("there is no " + in_words(like.kind) + " \"" + name + '"' +
         (like.table.empty() ? "" : " on \"" + like.table + '"') + '.' +
         text::did_you_mean(name, names));
}

Column& Lookup::column(Table& table, std::string_view name) const {
  if (Column* const found = find_column(table, name)) return *found;
  std::vector<std::string> names;
  for (const Column& column : table.columns) names.push_back(column.name);
  refuse("the table \"" + in_words(QualifiedName{table.schema, table.name}) +
         "\" has no column \"" + std::string(name) + "\"." + text::did_you_mean(name, names));
}

void Lookup::require_columns(Table& table, const std::vector<std::string>& names) const {
  for (const std::string& name : names) static_cast<void>(column(table, name));
}

}  // namespace migrate::ops

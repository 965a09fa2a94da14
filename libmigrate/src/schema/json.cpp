#include "schema/json.hpp"

#include <array>
#include <set>
#include <utility>

#include "schema/json_reader.hpp"

namespace migrate {
namespace {

using json::Source;
using json::Value;

std::string name_of_member(const Value& object, std::string_view key) {
  const Value* value = object.find(key);
  return value == nullptr ? "" : value->string;
}

/// The items of an array that stands in `object`, or none.
const std::vector<Value>& items(const Value& object, std::string_view key) {
  static const std::vector<Value> none;
  const Value* list = object.find(key);
  return list == nullptr ? none : list->items;
}

void refuse_columns_twice(const Source& source, const Value& table) {
  std::set<std::string> columns;
  for (const Value& column : items(table, "columns")) {
    const std::string name = name_of_member(column, "name");
    if (columns.insert(name).second) continue;
    source.fail(column.begin, "the table \"" + name_of_member(table, "name") +
                                  "\" has a column \"" + name + "\" already");
  }
}

void refuse_tables_twice(const Source& source, const Value& document) {
  std::set<std::pair<std::string, std::string>> tables;
  for (const Value& table : items(document, "tables")) {
    const std::string name = name_of_member(table, "name");
    if (!tables.emplace(name_of_member(table, "schema"), name).second) {
      source.fail(table.begin, "there is a table \"" + name + "\" already");
    }
    refuse_columns_twice(source, table);
  }
}

void expect_version(const Source& source, const Value& value) {
  std::int64_t version = 0;
  json::read(source, value, version);
  if (version == json::schema_version) return;
  source.fail(value.begin, "this program reads schemas of version " +
                               std::to_string(json::schema_version) + ", not of " +
                               std::to_string(version));
}

}  // namespace

Schema parse_json_schema(std::string_view text, std::string_view file) {
  const Source source{text, std::string(file)};
  const Value document = json::parse(source);
  Schema schema;
  json::ObjectReader reader(source, document, json::described(&schema));
  expect_version(source, reader.required("version"));
  reader.members(schema);
  std::vector<std::string> warnings;  // for people
  reader.member("warnings", warnings);
  reader.done();
  if (const Value* dialect = document.find("dialect"); !schema.dialect.empty()) {
    static constexpr std::array<std::string_view, 2> known = {"sqlite", "postgresql"};
    (void)json::find_word(source, *dialect, known.data(), known.size());
  }
  refuse_tables_twice(source, document);
  return schema;
}

}  // namespace migrate

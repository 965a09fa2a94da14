#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "migrate/schema/json_output.hpp"
#include "migrate/schema/names.hpp"
#include "migrate/schema/type_text.hpp"
#include "migrate/schema/values.hpp"

/// Writes the model as JSON (docs/schema-json.md). Members that have their default are left out,
/// but for those that a value makes no sense without; the same value gives the same bytes.
namespace migrate::json {

/// The shape that to_json() writes.
inline constexpr int schema_version = 1;

/// Is this member written, and expected, even where it has its default?
template <class T>
bool is_required(const T*, std::string_view) {
  return false;
}
inline bool is_required(const Table*, std::string_view key) { return key == "name"; }
inline bool is_required(const Column*, std::string_view key) {
  return key == "name" || key == "type";
}
inline bool is_required(const KeyColumn*, std::string_view key) { return key == "name"; }
inline bool is_required(const PrimaryKey*, std::string_view key) { return key == "columns"; }
inline bool is_required(const Unique*, std::string_view key) { return key == "columns"; }
inline bool is_required(const References*, std::string_view key) { return key == "table"; }
inline bool is_required(const ForeignKey*, std::string_view key) {
  return key == "columns" || key == "references";
}
inline bool is_required(const Check*, std::string_view key) { return key == "condition"; }
inline bool is_required(const Exclude*, std::string_view key) { return key == "definition"; }
inline bool is_required(const Index*, std::string_view key) {
  return key == "name" || key == "columns";
}
inline bool is_required(const Generated*, std::string_view key) { return key == "expression"; }
inline bool is_required(const QualifiedName*, std::string_view key) { return key == "name"; }
inline bool is_required(const PartitionOf*, std::string_view key) {
  return key == "table" || key == "bound";
}
inline bool is_required(const Dependency*, std::string_view key) {
  return key == "kind" || key == "name";
}
inline bool is_required(const Object*, std::string_view key) {
  return key == "kind" || key == "name";
}

inline Output scalar(std::string text) {
  Output output;
  output.scalar = std::move(text);
  return output;
}
inline Output output(std::string_view text) { return scalar(string_text(text)); }
inline Output output(const std::string& text) { return output(std::string_view(text)); }
inline Output output(bool value) { return scalar(value ? "true" : "false"); }
inline Output output(std::int64_t value) { return scalar(std::to_string(value)); }
inline Output output(int value) { return scalar(std::to_string(value)); }
inline Output output(const Type& type) { return output(to_text(type)); }

/// A string, or an object where databases have spellings of their own.
inline Output output(const Sql& sql) {
  if (sql.sqlite.empty() && sql.postgresql.empty()) return output(sql.text);
  Output object = Output::object();
  if (!sql.text.empty()) object.add("text", output(sql.text));
  if (!sql.sqlite.empty()) object.add("sqlite", output(sql.sqlite));
  if (!sql.postgresql.empty()) object.add("postgresql", output(sql.postgresql));
  return object;
}

template <class Enum>
requires requires { Names<Enum>::all; }
Output output(Enum value) { return output(name_of(value)); }

/// A struct that lists its members.
template <class T>
concept Listed = requires {
  T::members([](auto&&...) {});
};

template <Listed T>
Output output(const T& value);
template <class T>
Output output(const std::vector<T>& list);
template <class T>
Output output(const std::optional<T>& value);

/// A column's name where that is all there is to say of a part of a key or index.
Output output(const KeyColumn& column);
Output output(const IndexColumn& column);

/// Adds the members of a struct to an object.
template <class T>
void add_members(Output& object, const T& value) {
  static const T defaults{};
  T::members([&object, &value](std::string_view key, auto member) {
    if (value.*member == defaults.*member && !is_required(&value, key)) return;
    const bool descending = key == "order";  // the one word for a bool
    object.add(key, descending ? output(std::string_view("desc")) : output(value.*member));
  });
}

template <Listed T>
Output output(const T& value) {
  Output object = Output::object();
  add_members(object, value);
  return object;
}

template <class T>
Output output(const std::vector<T>& list) {
  Output array = Output::array();
  array.parts.reserve(list.size());
  for (const T& item : list) array.add({}, output(item));
  return array;
}

template <class T>
Output output(const std::optional<T>& value) {
  return value ? output(*value) : scalar("null");
}

inline Output output(const KeyColumn& column) {
  if (column == KeyColumn(column.name)) return output(column.name);
  Output object = Output::object();
  add_members(object, column);
  return object;
}

inline Output output(const IndexColumn& column) {
  if (!column.column.empty() && column == IndexColumn(column.column)) return output(column.column);
  Output object = Output::object();
  add_members(object, column);
  return object;
}

}  // namespace migrate::json

namespace migrate {

/// The whole schema as one JSON document, with a newline at its end. `warnings` name what the
/// document has no place for (Reflection::warnings).
template <std::same_as<Schema> S>  // so that a model which does not call it need not compile it
std::string to_json(const S& schema, const std::vector<std::string>& warnings = {}) {
  json::Output document = json::Output::object();
  document.add("version", json::output(json::schema_version));
  json::add_members(document, schema);
  if (!warnings.empty()) document.add("warnings", json::output(warnings));
  return json::layout(document) + "\n";
}

}  // namespace migrate

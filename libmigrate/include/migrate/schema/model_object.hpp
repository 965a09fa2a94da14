#pragma once

#include <initializer_list>
#include <string_view>

#include "migrate/schema/values.hpp"

/// A model's views, triggers, enumerations and whatever else is held whole.
namespace migrate {
namespace model {

class Object {
 public:
  Object(migrate::Object::Kind kind, std::string_view name, std::string_view definition) {
    value_.kind = kind;
    value_.name = name;
    value_.definition = definition;
  }
  Object& schema(std::string_view name) { return value_.schema = name, *this; }
  /// The table that a trigger, rule, policy or index is on.
  Object& on(std::string_view table) { return value_.table = table, *this; }
  Object& values(std::initializer_list<std::string_view> values) {
    return value_.values.assign(values.begin(), values.end()), *this;
  }
  /// One more statement that completes it.
  Object& then(std::string_view statement) { return value_.then.emplace_back(statement), *this; }
  /// The `table.column` that a sequence belongs to.
  Object& owned_by(std::string_view column) { return value_.owned_by = column, *this; }
  /// One more thing that must be there first: `depends_on("table", "user")`.
  Object& depends_on(std::string_view kind, std::string_view name, std::string_view schema = {}) {
    Dependency& dependency = value_.depends_on.emplace_back();
    dependency.kind = kind;
    dependency.schema = schema;
    dependency.name = name;
    return *this;
  }
  Object& comment(std::string_view text) { return value_.comment = text, *this; }

  operator migrate::Object() const { return value_; }  // NOLINT(google-explicit-constructor)

 private:
  migrate::Object value_;
};

}  // namespace model

/// Any object by its whole CREATE statement, without a semicolon.
inline model::Object object(Object::Kind kind, std::string_view name, std::string_view definition) {
  return {kind, name, definition};
}
inline model::Object view(std::string_view name, std::string_view definition) {
  return {Object::Kind::view, name, definition};
}
inline model::Object trigger(std::string_view name, std::string_view table,
                             std::string_view definition) {
  return model::Object(Object::Kind::trigger, name, definition).on(table);
}
inline model::Object sequence(std::string_view name, std::string_view definition) {
  return {Object::Kind::sequence, name, definition};
}
/// PostgreSQL's CREATE TYPE … AS ENUM.
inline model::Object enumeration(std::string_view name,
                                 std::initializer_list<std::string_view> values) {
  return model::Object(Object::Kind::enumeration, name, {}).values(values);
}

}  // namespace migrate

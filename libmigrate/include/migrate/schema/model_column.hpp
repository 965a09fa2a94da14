#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "migrate/schema/values.hpp"

/// A model's columns. What is here is type-erased as early as can be and copies texts from views,
/// because a model may have tens of thousands of these calls in one function.
namespace migrate {
namespace model {

/// GENERATED … AS IDENTITY: `always().start(100)`.
class Identity {
 public:
  explicit Identity(bool always) { value_.always = always; }
  Identity& start(std::int64_t value) { return value_.start = value, *this; }
  Identity& increment(std::int64_t value) { return value_.increment = value, *this; }
  Identity& minimum(std::int64_t value) { return value_.minimum = value, *this; }
  Identity& maximum(std::int64_t value) { return value_.maximum = value, *this; }
  Identity& cache(std::int64_t value) { return value_.cache = value, *this; }
  Identity& cycle() { return value_.cycle = true, *this; }
  Identity& sequence(std::string_view name) { return value_.sequence = name, *this; }
  [[nodiscard]] const migrate::Identity& value() const { return value_; }

 private:
  migrate::Identity value_;
};

/// A column with what may be said beside it. Each setter gives the column back.
class Column {
 public:
  Column(std::string_view name, const Type& type, bool nullable) {
    value_.name = name;
    value_.type = type;
    value_.nullable = nullable;
  }

  /// It alone is the table's primary key; the constraint's name may be left out.
  Column& primary_key(std::string_view name = {}) {
    key_.emplace().name = name;
    return *this;
  }
  /// SQLite: its numbers are never used again. With primary_key().
  Column& autoincrement() {
    if (!key_) key_.emplace();
    key_->autoincrement = true;
    return *this;
  }
  /// It alone is unique.
  Column& unique(std::string_view name = {}) {
    unique_.emplace().name = name;
    return *this;
  }
  /// Nullability that is not the C++ member's.
  Column& nullable(bool yes = true) { return value_.nullable = yes, *this; }
  Column& not_null() { return nullable(false); }
  Column& server_default(const char* sql) { return value_.server_default.emplace(sql), *this; }
  Column& server_default(Sql sql) { return value_.server_default = std::move(sql), *this; }
  Column& identity(const Identity& identity) { return value_.identity = identity.value(), *this; }
  Column& generated_stored(Sql expression) { return generated(std::move(expression), true); }
  Column& generated_virtual(Sql expression) { return generated(std::move(expression), false); }
  Column& collation(std::string_view name) { return value_.collation = name, *this; }
  Column& comment(std::string_view text) { return value_.comment = text, *this; }
  /// SQLite: CONSTRAINT name NOT NULL, and its ON CONFLICT.
  Column& not_null_name(std::string_view name) { return value_.not_null_name = name, *this; }
  Column& not_null_conflict(Conflict conflict) {
    return value_.not_null_conflict = conflict, *this;
  }
  /// PostgreSQL: SET STORAGE, SET COMPRESSION, SET STATISTICS, SET (n_distinct=5).
  Column& storage(std::string_view text) { return value_.storage = text, *this; }
  Column& compression(std::string_view text) { return value_.compression = text, *this; }
  Column& statistics(int target) { return value_.statistics = target, *this; }
  Column& options(std::initializer_list<std::string_view> options) {
    return value_.options.assign(options.begin(), options.end()), *this;
  }
  /// PostgreSQL: it is there because a parent table has it.
  Column& inherited() { return value_.inherited = true, *this; }
  /// What the column is called in a database that does not know this name yet.
  Column& renamed_from(std::string_view old) { return value_.renamed_from = old, *this; }

  [[nodiscard]] const migrate::Column& value() const { return value_; }
  operator migrate::Column() const { return value_; }  // NOLINT(google-explicit-constructor)

 private:
  friend class TableItem;
  Column& generated(Sql expression, bool stored) {
    value_.generated = Generated{std::move(expression), stored};
    return *this;
  }

  migrate::Column value_;
  std::optional<PrimaryKey> key_;
  std::optional<Unique> unique_;
};

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <class Member>
struct MemberType;
template <class Class, class T>
struct MemberType<T Class::*> {
  using Type = T;
};

}  // namespace model

/// A column that a member of a class stands for: NULL is allowed where that is a std::optional.
template <auto Member>
model::Column column(std::string_view name, const Type& type) {
  return {name, type, model::IsOptional<typename model::MemberType<decltype(Member)>::Type>::value};
}

/// A column of no class. It may be NULL unless not_null() is said.
inline model::Column column(std::string_view name, const Type& type) { return {name, type, true}; }

/// GENERATED ALWAYS AS IDENTITY, GENERATED BY DEFAULT AS IDENTITY.
inline model::Identity always() { return model::Identity(true); }
inline model::Identity by_default() { return model::Identity(false); }

}  // namespace migrate

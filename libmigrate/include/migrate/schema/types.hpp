#pragma once

#include <chrono>
#include <initializer_list>
#include <string_view>

#include "migrate/schema/values.hpp"

/// What columns are in C++: the portable types by their names, and the members' types for what the
/// standard library has no plain type for.
namespace migrate {

/// A day, without a time.
struct date {
  std::chrono::sys_days value{};
  auto operator<=>(const date&) const = default;
};

/// A time of day, since midnight.
struct time {
  std::chrono::microseconds value{};
  auto operator<=>(const time&) const = default;
};

/// A day and a time of day, of no time zone.
struct datetime {
  std::chrono::local_time<std::chrono::microseconds> value{};
  auto operator<=>(const datetime&) const = default;
};

/// A moment, in UTC.
struct timestamptz {
  std::chrono::sys_time<std::chrono::microseconds> value{};
  auto operator<=>(const timestamptz&) const = default;
};

/// The types by the names that models write: `String(255)`, `Array(Integer())`.
namespace types {

inline Type of_kind(Type::Kind kind) {
  Type type;
  type.kind = kind;
  return type;
}

inline Type Integer() { return of_kind(Type::Kind::integer); }
inline Type BigInteger() { return of_kind(Type::Kind::bigint); }
inline Type SmallInteger() { return of_kind(Type::Kind::smallint); }
inline Type Boolean() { return of_kind(Type::Kind::boolean); }
inline Type Text() { return of_kind(Type::Kind::text); }
inline Type Float() { return of_kind(Type::Kind::float_); }
inline Type Double() { return of_kind(Type::Kind::double_); }
inline Type Date() { return of_kind(Type::Kind::date); }
inline Type Time() { return of_kind(Type::Kind::time); }
inline Type DateTime() { return of_kind(Type::Kind::datetime); }
inline Type TimestampTz() { return of_kind(Type::Kind::timestamptz); }
inline Type Interval() { return of_kind(Type::Kind::interval); }
inline Type Uuid() { return of_kind(Type::Kind::uuid); }
inline Type Json() { return of_kind(Type::Kind::json); }
inline Type Jsonb() { return of_kind(Type::Kind::jsonb); }
inline Type Blob() { return of_kind(Type::Kind::blob); }

/// At most `length` characters; 0 = no limit given.
inline Type String(int length = 0) {
  Type type = of_kind(Type::Kind::string);
  type.length = length;
  return type;
}

/// `precision` digits, `scale` of them after the point; precision 0 = any.
inline Type Numeric(int precision = 0, int scale = 0) {
  Type type = of_kind(Type::Kind::numeric);
  type.precision = precision;
  type.scale = scale;
  return type;
}

/// One of the values of an enumeration, whose values stand here or in an enumeration() of that
/// name.
inline Type Enum(std::string_view name, std::initializer_list<std::string_view> values = {},
                 std::string_view schema = {}) {
  Type type = of_kind(Type::Kind::enumeration);
  type.schema = schema;
  type.name = name;
  type.values.assign(values.begin(), values.end());
  return type;
}

/// An array of another type (PostgreSQL), of any number of dimensions.
inline Type Array(Type element) {
  element.array = true;
  return element;
}

/// A type by the database's own text; none at all on SQLite when that is empty.
inline Type Native(std::string_view text) {
  Type type;
  type.name = text;
  return type;
}

}  // namespace types
}  // namespace migrate

#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "migrate/schema/values.hpp"

/// How the enumerations of the model are spelled in JSON and in messages. The order is the
/// enumerators'.
namespace migrate {

template <class Enum>
struct Names;

template <>
struct Names<Action> {
  static constexpr std::array<std::string_view, 5> all = {"no_action", "restrict", "cascade",
                                                          "set_null", "set_default"};
};
template <>
struct Names<Match> {
  static constexpr std::array<std::string_view, 3> all = {"simple", "full", "partial"};
};
template <>
struct Names<Deferrable> {
  static constexpr std::array<std::string_view, 3> all = {"no", "initially_immediate",
                                                          "initially_deferred"};
};
template <>
struct Names<Nulls> {
  static constexpr std::array<std::string_view, 3> all = {"default", "first", "last"};
};
template <>
struct Names<Conflict> {
  static constexpr std::array<std::string_view, 6> all = {"none", "rollback", "abort",
                                                          "fail", "ignore",   "replace"};
};
template <>
struct Names<Object::Kind> {
  static constexpr std::array<std::string_view, 31> all = {"schema",
                                                           "extension",
                                                           "language",
                                                           "collation",
                                                           "enum",
                                                           "domain",
                                                           "composite",
                                                           "range",
                                                           "sequence",
                                                           "function",
                                                           "procedure",
                                                           "aggregate",
                                                           "operator",
                                                           "operator_class",
                                                           "operator_family",
                                                           "cast",
                                                           "conversion",
                                                           "view",
                                                           "materialized_view",
                                                           "index",
                                                           "virtual_table",
                                                           "foreign_data_wrapper",
                                                           "foreign_server",
                                                           "foreign_table",
                                                           "trigger",
                                                           "rule",
                                                           "policy",
                                                           "statistics",
                                                           "event_trigger",
                                                           "text_search",
                                                           "publication"};
};
/// The portable types; "native" is never written, its text is.
template <>
struct Names<Type::Kind> {
  static constexpr std::array<std::string_view, 20> all = {
      "native",   "integer", "bigint",  "smallint", "boolean", "string",   "text",
      "float",    "double",  "numeric", "date",     "time",    "datetime", "timestamptz",
      "interval", "uuid",    "json",    "jsonb",    "blob",    "enum"};
};

template <class Enum>
constexpr std::string_view name_of(Enum value) {
  return Names<Enum>::all[static_cast<std::size_t>(value)];
}

/// False when no enumerator is called that.
template <class Enum>
constexpr bool find_name(std::string_view name, Enum& out) {
  for (std::size_t i = 0; i < Names<Enum>::all.size(); ++i) {
    if (Names<Enum>::all[i] != name) continue;
    out = static_cast<Enum>(i);
    return true;
  }
  return false;
}

}  // namespace migrate

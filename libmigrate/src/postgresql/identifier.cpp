#include "postgresql/identifier.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "postgresql/statements.hpp"

namespace migrate::postgresql {
namespace {

/// Those that the server puts in quotes (all but its unreserved ones), those of later servers too.
constexpr std::array<std::string_view, 164> keywords = {"all",
                                                        "analyse",
                                                        "analyze",
                                                        "and",
                                                        "any",
                                                        "array",
                                                        "as",
                                                        "asc",
                                                        "asymmetric",
                                                        "authorization",
                                                        "between",
                                                        "bigint",
                                                        "binary",
                                                        "bit",
                                                        "boolean",
                                                        "both",
                                                        "case",
                                                        "cast",
                                                        "char",
                                                        "character",
                                                        "check",
                                                        "coalesce",
                                                        "collate",
                                                        "collation",
                                                        "column",
                                                        "concurrently",
                                                        "constraint",
                                                        "create",
                                                        "cross",
                                                        "current_catalog",
                                                        "current_date",
                                                        "current_role",
                                                        "current_schema",
                                                        "current_time",
                                                        "current_timestamp",
                                                        "current_user",
                                                        "dec",
                                                        "decimal",
                                                        "default",
                                                        "deferrable",
                                                        "desc",
                                                        "distinct",
                                                        "do",
                                                        "else",
                                                        "end",
                                                        "except",
                                                        "exists",
                                                        "extract",
                                                        "false",
                                                        "fetch",
                                                        "float",
                                                        "for",
                                                        "foreign",
                                                        "freeze",
                                                        "from",
                                                        "full",
                                                        "grant",
                                                        "greatest",
                                                        "group",
                                                        "grouping",
                                                        "having",
                                                        "ilike",
                                                        "in",
                                                        "initially",
                                                        "inner",
                                                        "inout",
                                                        "int",
                                                        "integer",
                                                        "intersect",
                                                        "interval",
                                                        "into",
                                                        "is",
                                                        "isnull",
                                                        "join",
                                                        "json",
                                                        "json_array",
                                                        "json_arrayagg",
                                                        "json_exists",
                                                        "json_object",
                                                        "json_objectagg",
                                                        "json_query",
                                                        "json_scalar",
                                                        "json_serialize",
                                                        "json_table",
                                                        "json_value",
                                                        "lateral",
                                                        "leading",
                                                        "least",
                                                        "left",
                                                        "like",
                                                        "limit",
                                                        "localtime",
                                                        "localtimestamp",
                                                        "merge_action",
                                                        "national",
                                                        "natural",
                                                        "nchar",
                                                        "none",
                                                        "normalize",
                                                        "not",
                                                        "notnull",
                                                        "null",
                                                        "nullif",
                                                        "numeric",
                                                        "offset",
                                                        "on",
                                                        "only",
                                                        "or",
                                                        "order",
                                                        "out",
                                                        "outer",
                                                        "overlaps",
                                                        "overlay",
                                                        "placing",
                                                        "position",
                                                        "precision",
                                                        "primary",
                                                        "real",
                                                        "references",
                                                        "returning",
                                                        "right",
                                                        "row",
                                                        "select",
                                                        "session_user",
                                                        "setof",
                                                        "similar",
                                                        "smallint",
                                                        "some",
                                                        "substring",
                                                        "symmetric",
                                                        "system_user",
                                                        "table",
                                                        "tablesample",
                                                        "then",
                                                        "time",
                                                        "timestamp",
                                                        "to",
                                                        "trailing",
                                                        "treat",
                                                        "trim",
                                                        "true",
                                                        "union",
                                                        "unique",
                                                        "user",
                                                        "using",
                                                        "values",
                                                        "varchar",
                                                        "variadic",
                                                        "verbose",
                                                        "when",
                                                        "where",
                                                        "window",
                                                        "with",
                                                        "xmlattributes",
                                                        "xmlconcat",
                                                        "xmlelement",
                                                        "xmlexists",
                                                        "xmlforest",
                                                        "xmlnamespaces",
                                                        "xmlparse",
                                                        "xmlpi",
                                                        "xmlroot",
                                                        "xmlserialize",
                                                        "xmltable"};

bool is_plain(std::string_view name) {
  if (name.empty() || text::is_digit(name.front())) return false;
  return std::ranges::all_of(
      name, [](char c) { return (c >= 'a' && c <= 'z') || text::is_digit(c) || c == '_'; });
}

}  // namespace

std::string identifier(std::string_view name) {
  if (is_plain(name) && !std::ranges::binary_search(keywords, name)) return std::string(name);
  return quote(name);
}

std::string qualified(std::string_view schema, std::string_view name) {
  return schema.empty() ? identifier(name) : identifier(schema) + "." + identifier(name);
}

std::string collation_name(std::string_view schema, std::string_view name) {
  if (!schema.empty()) return qualified(schema, name);
  return collation_text(name) == quote(name) || is_plain(name) ? std::string(name) : quote(name);
}

std::string collation_text(std::string_view name) {
  if (name.find('"') != std::string_view::npos) return std::string(name);
  const std::size_t dot = name.find('.');
  if (dot != std::string_view::npos && is_plain(name.substr(0, dot)) &&
      is_plain(name.substr(dot + 1))) {
    return std::string(name);
  }
  return identifier(name);
}

std::string unquoted(std::string_view identifier) {
  if (identifier.size() < 2 || identifier.front() != '"') return std::string(identifier);
  return text::replace_all(identifier.substr(1, identifier.size() - 2), "\"\"", "\"");
}

}  // namespace migrate::postgresql

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/schema/values.hpp"

/// Models from a schema: C++ classes and declarations, JSON, SQL. Pure functions of the schema;
/// what they write names no database, no path and no time.
namespace migrate::generator {

enum class Generator {
  structs,  ///< a plain class a table, and the function that gives the schema
  tables,   ///< the function alone
  json,     ///< docs/schema-json.md
  sql,      ///< the statements that make it
  sqlpp23,  ///< tables as sqlpp23's own ddl2cpp gives them
};

/// False when no generator is called that.
bool find_generator(std::string_view name, Generator& out);

/// `TYPE=C++TYPE` or `TYPE=C++TYPE@HEADER`: what is used for a column in place of the usual C++
/// type. TYPE is a type as JSON has it (`uuid`, `numeric(10,2)`), a portable type's name for all of
/// its kind (`numeric`), the database's own text, or `table.column`.
struct TypeMapping {
  std::string type = {};
  std::string cpp = {};
  std::string header = {};  ///< `<x>` or `"x"`; empty = none is needed
};

/// Throws Error{ErrorCode::usage} for what is not of that form.
TypeMapping parse_type_mapping(std::string_view text);

struct Options {
  Generator generator = Generator::structs;
  std::string cpp_namespace = {};  ///< `app::models`; empty = none (sqlpp23: `model`)
  std::string strip_prefix = {};   ///< left out of the classes' names
  std::vector<TypeMapping> type_map = {};
  bool file_per_table = false;  ///< else one file
};

struct File {
  std::string name = {};
  std::string text = {};
  bool operator==(const File&) const = default;
};

struct Generated {
  std::vector<File> files = {};            ///< the first is the one to begin with
  std::vector<std::string> warnings = {};  ///< what the generator cannot express; also in the files
};

/// What is left out, or not known, is told by `unknown` (Reflection::warnings) and stands in the
/// files too. `statements` are those of Dialect::create(), for Generator::sql. Throws
/// Error{ErrorCode::usage} for options that make no sense.
Generated generate(const Schema& schema, std::span<const std::string> statements,
                   std::span<const std::string> unknown, const Options& options);

/// SQL that makes a schema: the statements one after the other, `unknown` as comments above them.
std::string sql_text(std::span<const std::string> statements, std::span<const std::string> unknown);

/// The first line of every generated C++ file says this.
inline constexpr std::string_view mark =
    "Written by migrate codegen. What is changed here is lost when it runs again.";

}  // namespace migrate::generator

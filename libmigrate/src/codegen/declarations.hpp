#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "codegen/cpp_text.hpp"
#include "migrate/schema/values.hpp"

/// The calls of migrate/schema.hpp that say a schema.
namespace migrate::generator {

/// The class and the members that stand for a table and its columns; none for a table without one.
struct TableClass {
  std::string name = {};
  std::vector<std::string> members = {};
  std::vector<bool> optional = {};  ///< is the member a std::optional?
};

/// `table<User>("user", {…}).comment("…")` as lines, indented by `indent`, with `end` behind it.
void append_table(std::string& out, const Table& table, const TableClass& of, std::size_t indent,
                  std::string_view end);

/// `view("name", "CREATE VIEW …")`.
Call object_call(const Object& object);

}  // namespace migrate::generator

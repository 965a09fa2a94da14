#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>

#include "migrate/codegen.hpp"

namespace migrate::generator {

/// What a column is in C++, without the std::optional of a column that may be NULL.
struct CppType {
  std::string text = {};
  std::string header = {};   ///< `<string>`; empty = none
  bool initialized = false;  ///< needs `{}` to have a value
};

/// By schema.md's table. `dialect` says what its integers are; on SQLite a type that is not
/// portable is what its affinity makes of it.
CppType cpp_type(const Table& table, const Column& column, std::string_view dialect,
                 std::span<const TypeMapping> map);

}  // namespace migrate::generator

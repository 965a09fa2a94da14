#pragma once

#include <span>
#include <string>
#include <vector>

#include "migrate/codegen.hpp"

namespace migrate::generator {

/// Generator::sqlpp23. What it cannot express is added to `warnings`.
std::vector<File> sqlpp23(const Schema& schema, std::span<const std::string> unknown,
                          const Options& options, std::vector<std::string>& warnings);

/// A name as ddl2cpp gives it to tables and columns: a `_` goes and what comes after it is raised,
/// as it is after a blank or a digit; `raise_first` raises the first letter too.
std::string sqlpp_name(std::string_view name, bool raise_first);

}  // namespace migrate::generator

#pragma once

#include <span>
#include <string>
#include <vector>

#include "migrate/codegen.hpp"

namespace migrate::generator {

/// Generator::structs and Generator::tables.
std::vector<File> models(const Schema& schema, std::span<const std::string> unknown,
                         const Options& options);

/// The comment that each C++ file begins with.
std::string file_head(std::span<const std::string> unknown, const std::string& schema_function);

}  // namespace migrate::generator

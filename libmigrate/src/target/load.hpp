#pragma once

#include <string>

#include "migrate/target.hpp"

namespace migrate {

/// A whole file. Throws Error{ErrorCode::file}.
std::string read_file(const std::filesystem::path& file);

/// The JSON that a header's schema() gives, compiled and run unless the cache has it.
std::string header_as_json(const std::filesystem::path& file, const TargetSettings& settings,
                           Observer& observer);

/// Reads `-- @renamed from=old` beside a column or before CREATE TABLE into `renamed_from`.
void read_renames(std::string_view script, const Dialect& dialect, Schema& schema);

}  // namespace migrate

#pragma once

#include <filesystem>
#include <string_view>

namespace migrate {

/// Writes a file that must not exist yet, whole or not at all: on any failure it is removed again.
/// Throws Error{ErrorCode::file}.
void write_new_file(const std::filesystem::path& file, std::string_view text);

}  // namespace migrate

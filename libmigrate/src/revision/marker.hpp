#pragma once

#include <optional>
#include <string_view>

#include "migrate/revision.hpp"

namespace migrate {

/// Is this line (without its newline) a marker: `--`, blanks, `migrate:`? Gives the rest from
/// `migrate:` on, trimmed.
std::optional<std::string_view> marker_text(std::string_view line);

/// Reads `migrate:up transaction:false …`. Throws Error{ErrorCode::revision} for `file`:`line`.
Section parse_marker(std::string_view text, const std::filesystem::path& file, std::size_t line);

}  // namespace migrate

#pragma once

#include <string_view>

namespace migrate::sql {

/// Is `line`, without its newline, the `\.` that ends the data of a COPY?
bool is_end_of_copy(std::string_view line);

/// What of `lines`, which are whole, stands before the first `\.` line: all of them without one.
std::string_view lines_before_end_of_copy(std::string_view lines);

}  // namespace migrate::sql

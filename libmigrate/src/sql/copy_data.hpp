#pragma once

#include <string_view>

namespace migrate::sql {

/// Is `line`, without its newline, the `\.` that ends the data of a COPY?
bool is_end_of_copy(std::string_view line);

/// The first of `lines`, which are whole, and those that follow it up to one that begins with `\.`:
/// whether that is the end of the data must be looked at then.
std::string_view lines_before_marker(std::string_view lines);

}  // namespace migrate::sql

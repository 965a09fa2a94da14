#pragma once

#include <string>
#include <string_view>

#include "declarations.hpp"

namespace migrate::cli {

/// The manual page migrate(1) in roff, for `man -l` and packages. No date is in it.
std::string man_page(const Command& program, std::string_view version);

}  // namespace migrate::cli

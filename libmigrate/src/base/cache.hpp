#pragma once

#include <filesystem>
#include <string_view>

namespace migrate {

/// Writes a file of the cache, whole or not at all, and makes its folder; where that fails there is
/// no cache.
void keep(const std::filesystem::path& file, std::string_view text) noexcept;

}  // namespace migrate

#pragma once

#include <filesystem>
#include <string_view>
#include <system_error>

namespace migrate {

/// Writes a file whole or not at all, by way of another in the same folder, which is gone
/// afterwards: who reads meanwhile gets the old one. Why it was not written, else no error.
std::error_code write_whole(const std::filesystem::path& file, const std::filesystem::path& beside,
                            std::string_view text);

/// The same for a file of the cache, whose folder is made; where that fails there is no cache.
void keep(const std::filesystem::path& file, std::string_view text) noexcept;

}  // namespace migrate

#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace migrate {

/// The revision files of the locations, as read_directory() finds them, in no order. Throws
/// Error{ErrorCode::file} for a location that is not there.
std::vector<std::string> revision_files(const std::vector<std::filesystem::path>& locations,
                                        bool recursive);

}  // namespace migrate

#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace migrate::test {

/// The folder of real databases that the tests labelled `data` read: MIGRATE_TEST_DATA, else
/// ../shared/data beside the sources. Where it is not there the program says so loudly and ends
/// with the status by which ctest counts it as left out.
std::filesystem::path test_data();

/// A program's status for `test_data()` without data (ctest: SKIP_RETURN_CODE).
constexpr int left_out = 77;

/// The files of a folder whose names end so, sorted.
std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder,
                                            const std::string& ending);

}  // namespace migrate::test

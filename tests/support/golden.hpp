#pragma once

#include <string>
#include <string_view>

namespace migrate::test {

/// Is MIGRATE_UPDATE_GOLDEN=1 set? Then a test writes what it sees in the place of what it expects.
bool updates_golden();

/// The whole file. Throws std::runtime_error when it cannot be read.
std::string read_file(const std::string& path);

/// Throws std::runtime_error when the file cannot be written.
void write_file(const std::string& path, std::string_view data);

}  // namespace migrate::test

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "laws.hpp"
#include "support/golden.hpp"

namespace migrate::test {
namespace {

namespace fs = std::filesystem;

/// Databases of others: MIGRATE_TEST_DATA, else beside the project. They are not part of it.
fs::path data_folder() {
  const char* named = std::getenv("MIGRATE_TEST_DATA");
  return named != nullptr ? fs::path(named) : fs::path(MIGRATE_SOURCE_DIR) / "../shared/data";
}

class CodegenData : public CodegenLaws {
 protected:
  /// Runs the laws on a folder's scripts, all in one database, in the order of their names.
  void expect_laws_of(const std::string& name) {
    const fs::path folder = data_folder() / name / GetParam();
    std::vector<fs::path> scripts;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
      if (entry.path().string().ends_with(".up.sql")) scripts.push_back(entry.path());
    }
    if (scripts.empty()) {
      std::cerr << "LEFT OUT: " << folder << " is not here; MIGRATE_TEST_DATA names its folder\n";
      GTEST_SKIP();
    }
    std::sort(scripts.begin(), scripts.end());
    std::string all;
    for (const fs::path& script : scripts) all += read_file(script.string()) + "\n";
    expect_laws(made_by(all));
    expect_compiled();
  }
};

TEST_P(CodegenData, Chinook) { expect_laws_of("chinook"); }
TEST_P(CodegenData, Sakila) { expect_laws_of("sakila-jooq"); }
TEST_P(CodegenData, Authelia) { expect_laws_of("authelia"); }

MIGRATE_FOR_EVERY_BACKEND(CodegenData);

}  // namespace
}  // namespace migrate::test

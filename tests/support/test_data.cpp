#include "test_data.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace migrate::test {

std::filesystem::path test_data() {
  const char* const given = std::getenv("MIGRATE_TEST_DATA");
  const std::filesystem::path folder =
      given != nullptr ? std::filesystem::path(given)
                       : std::filesystem::path(MIGRATE_SOURCE_DIR) / "../shared/data";
  if (std::filesystem::is_directory(folder)) return folder;
  std::fprintf(stderr,
               "LEFT OUT: there are no real databases in %s; MIGRATE_TEST_DATA names another "
               "folder\n",
               folder.c_str());
  std::exit(left_out);
}

std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder,
                                            const std::string& ending) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().string().ends_with(ending)) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace migrate::test

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "laws/subject.hpp"
#include "migrate/schema/json.hpp"
#include "schema/json.hpp"
#include "sql/splitter.hpp"

namespace migrate::test {
namespace {

namespace fs = std::filesystem;

/// Databases of others, beside the project or where MIGRATE_TEST_DATA says.
fs::path data_folder() {
  const char* named = std::getenv("MIGRATE_TEST_DATA");
  return named != nullptr ? named : fs::path(MIGRATE_SOURCE_DIR).parent_path() / "shared/data";
}

/// Without the lines that are psql's own, and without what makes or enters a database.
std::string script_of(const fs::path& file) {
  std::ifstream in(file);
  std::string text;
  for (std::string line; std::getline(in, line);) {
    const bool other = line.starts_with("\\c") || line.starts_with("DROP DATABASE") ||
                       line.starts_with("CREATE DATABASE");
    text += other ? "\n" : line + '\n';
  }
  return text;
}

class Data : public testing::TestWithParam<const char*> {};

TEST_P(Data, IsNoDifferenceFromItself) {
  const fs::path folder = data_folder();
  if (!fs::exists(folder)) {
    GTEST_SKIP() << "LEFT OUT: there are no databases of others in " << folder;
  }
  int databases = 0;
  for (const auto& product : fs::directory_iterator(folder)) {
    const fs::path own = product.path() / GetParam();
    if (!fs::is_directory(own)) continue;
    SCOPED_TRACE(own.string());
    std::vector<fs::path> files;
    for (const auto& file : fs::directory_iterator(own)) {
      if (file.path().string().ends_with(".up.sql")) files.push_back(file.path());
    }
    std::ranges::sort(files);
    Subject subject(GetParam());
    for (const fs::path& file : files) subject.run_script(script_of(file));
    const Schema live = subject.reflect();
    EXPECT_GT(live.tables.size(), 5U);
    EXPECT_TRUE(diff(live, live).empty());
    const Schema json = parse_json_schema(to_json(live), "schema.json");
    EXPECT_THAT(subject.difference(json).diff.detected, testing::IsEmpty());
    std::string sql;
    for (const Statement& statement : subject.dialect().create(live)) {
      sql += statement.text + ";\n";
    }
    EXPECT_THAT(subject.difference_to(sql).diff.detected, testing::IsEmpty());
    ++databases;
  }
  EXPECT_GT(databases, 1);
}

INSTANTIATE_TEST_SUITE_P(sqlite, Data, testing::Values("sqlite"));
INSTANTIATE_TEST_SUITE_P(postgresql, Data, testing::Values("postgresql"));

}  // namespace
}  // namespace migrate::test

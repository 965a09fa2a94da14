#include <gmock/gmock.h>

#include <fstream>
#include <regex>

#include "base/ini.hpp"
#include "commands/settings_keys.hpp"
#include "migrate/settings.hpp"
#include "support/temp_folder.hpp"

namespace migrate {
namespace {

using ::testing::ElementsAreArray;

std::string read(const std::string& file) {
  std::ifstream in(std::string(MIGRATE_SOURCE_DIR "/") + file, std::ios::binary);
  EXPECT_TRUE(in) << file;
  return {std::istreambuf_iterator<char>(in), {}};
}

/// What an ini in a folder of its own decides, with nothing in the environment.
Settings settings_of(std::string_view ini) {
  const test::TempFolder folder;
  folder.write("migrate.ini", ini);
  Host host = system_host();
  host.variable = [](std::string_view) -> std::optional<std::string> { return std::nullopt; };
  return load_settings({}, host, folder.path());
}

TEST(ExampleTest, HasEveryKeyInOrderAndNoOther) {
  const Ini ini = parse_ini(read("migrate.ini.example"), "migrate.ini.example");
  ASSERT_EQ(ini.sections.size(), 1U);
  EXPECT_EQ(ini.sections[0].name, "migrate");
  std::vector<std::string> keys;
  for (const Ini::Entry& entry : ini.sections[0].entries) keys.push_back(entry.key);
  EXPECT_THAT(keys, ElementsAreArray(setting_keys()));
}

TEST(ExampleTest, GivesTheDefaults) {
  const Settings example = settings_of(read("migrate.ini.example"));
  const Settings defaults = settings_of("[migrate]\n");
  EXPECT_EQ(example.url, defaults.url);
  EXPECT_EQ(example.script_location, defaults.script_location);
  EXPECT_EQ(example.version_locations, defaults.version_locations);
  EXPECT_EQ(example.recursive_version_locations, defaults.recursive_version_locations);
  EXPECT_EQ(example.file_template, defaults.file_template);
  EXPECT_EQ(example.truncate_slug_length, defaults.truncate_slug_length);
  EXPECT_EQ(example.run.tables.schema, defaults.run.tables.schema);
  EXPECT_EQ(example.run.tables.version, defaults.run.tables.version);
  EXPECT_EQ(example.run.tables.history, defaults.run.tables.history);
  EXPECT_EQ(example.run.tables.journal, defaults.run.tables.journal);
  EXPECT_EQ(example.run.transaction_mode, defaults.run.transaction_mode);
  EXPECT_EQ(example.run.verify_checksums, defaults.run.verify_checksums);
  EXPECT_EQ(example.run.ignore_unknown_rows, defaults.run.ignore_unknown_rows);
  EXPECT_EQ(example.run.foreign_keys, defaults.run.foreign_keys);
  EXPECT_EQ(example.run.wait, defaults.run.wait);
  EXPECT_EQ(example.run.lock_timeout, defaults.run.lock_timeout);
  EXPECT_EQ(example.run.statement_timeout, defaults.run.statement_timeout);
  EXPECT_EQ(example.connect.foreign_keys, defaults.connect.foreign_keys);
  EXPECT_EQ(example.connect.wait, defaults.connect.wait);
}

TEST(ExampleTest, ATimeoutWithoutAValueIsTheServersOwn) {
  const Settings settings = settings_of("[migrate]\nlock_timeout =\nstatement_timeout =\n");
  EXPECT_EQ(settings.run.lock_timeout, std::nullopt);
  EXPECT_EQ(settings.run.statement_timeout, std::nullopt);
  EXPECT_EQ(settings_of("[migrate]\nlock_timeout = 0\n").run.lock_timeout,
            std::chrono::milliseconds(0));
}

TEST(ConfigPageTest, HasEveryKeyInOrderAndNoOther) {
  const std::string page = read("docs/config.md");
  const std::regex heading("^### `([a-z_.]+)`$", std::regex::multiline);
  std::vector<std::string> keys;
  for (std::sregex_iterator at(page.begin(), page.end(), heading), end; at != end; ++at) {
    keys.push_back((*at)[1]);
  }
  EXPECT_THAT(keys, ElementsAreArray(setting_keys()));
}

}  // namespace
}  // namespace migrate

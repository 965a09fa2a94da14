#include "commands/up_to_date.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <functional>
#include <iterator>

#include "commands/session.hpp"
#include "support/temp_folder.hpp"

namespace migrate::test {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

class UpToDateTest : public testing::Test {
 protected:
  UpToDateTest() {
    for (int i = 100; i < 300; ++i) folder.write(name(i), text(i));
    settings.version_locations = {folder.path() / "versions"};
    settings.target.cache = folder.path() / "cache";
  }

  static fs::path name(int i) { return "versions/r" + std::to_string(i) + ".sql"; }
  static std::string text(int i) { return "-- r" + std::to_string(i); }

  /// As a run sees them that begins long after now.
  [[nodiscard]] FilesSeen see(std::chrono::seconds later = std::chrono::seconds(60)) const {
    return see_files(settings.version_locations, settings.recursive_version_locations,
                     std::chrono::system_clock::now() + later);
  }

  [[nodiscard]] fs::path kept() const {
    return fs::directory_iterator(settings.target.cache)->path();
  }

  TempFolder folder;
  Settings settings = {};
  Words head = {"head"};
};

TEST_F(UpToDateTest, FilesThatNobodyTouchedLookTheSame) {
  const FilesSeen seen = see();
  EXPECT_EQ(seen.hash.size(), 64);
  EXPECT_TRUE(seen.settled);
  EXPECT_EQ(see().hash, seen.hash);
}

TEST_F(UpToDateTest, WhateverIsDoneToAFileShows) {
  const std::vector<std::pair<const char*, std::function<void()>>> deeds = {
      {"another text of the same size at the same time",
       [&] {
         const fs::path file = folder.path() / name(123);
         const auto written_at = fs::last_write_time(file);
         folder.write(name(123), text(321));
         fs::last_write_time(file, written_at);
       }},
      {"a new one", [&] { folder.write(name(300), text(300)); }},
      {"one less", [&] { fs::remove(folder.path() / name(300)); }},
      {"another name",
       [&] { fs::rename(folder.path() / name(150), folder.path() / "versions/x.sql"); }},
      {"a copy in its place",
       [&] {
         const fs::path file = folder.path() / name(160);
         fs::copy(file, folder.path() / "copy");
         fs::last_write_time(folder.path() / "copy", fs::last_write_time(file));
         fs::rename(folder.path() / "copy", file);
       }},
  };
  for (const auto& [what, deed] : deeds) {
    const std::string before = see().hash;
    deed();
    EXPECT_NE(see().hash, before) << what;
  }
}

TEST_F(UpToDateTest, WhatWasJustWrittenIsNotSettled) {
  using std::chrono::seconds;
  EXPECT_FALSE(see(seconds(0)).settled);
  EXPECT_FALSE(see(seconds(2)).settled);
  EXPECT_TRUE(see(seconds(4)).settled);
  EXPECT_EQ(see(seconds(0)).hash, see(seconds(4)).hash);
}

TEST_F(UpToDateTest, FewFilesAndMissingFoldersAreNotSeen) {
  for (int i = 100; i < 250; ++i) fs::remove(folder.path() / name(i));
  EXPECT_EQ(see().hash, "");
  EXPECT_FALSE(see().settled);
  EXPECT_FALSE(UpToDate(settings, head).with(see()));
  settings.version_locations = {folder.path() / "nowhere"};
  EXPECT_EQ(see().hash, "");
}

TEST_F(UpToDateTest, IsKeptForTheseFilesTargetsAndRows) {
  const FilesSeen files = see();
  EXPECT_FALSE(UpToDate(settings, head).with(files));
  UpToDate(settings, head).keep(files, {"r299"}, {"r299"});

  const UpToDate found(settings, head);
  EXPECT_TRUE(found.with(files));
  EXPECT_TRUE(found.from({"r299"}));
  EXPECT_EQ(found.at(), Words{"r299"});
  EXPECT_FALSE(found.with({.hash = "other"}));
  EXPECT_FALSE(found.from({"r298"}));
  EXPECT_FALSE(found.from({}));
  EXPECT_FALSE(found.from({"r299", "x"}));
  EXPECT_FALSE(found.from({"r2", "99"}));
  const Words others[] = {{"heads"}, {"head", "head"}, {}};
  for (const Words& other : others) EXPECT_FALSE(UpToDate(settings, other).from({"r299"}));

  Settings elsewhere = settings;
  elsewhere.version_locations = {folder.path()};
  EXPECT_FALSE(UpToDate(elsewhere, head).with(files));
}

TEST_F(UpToDateTest, IsNothingWhereItsFileIsNotWhole) {
  const FilesSeen files = see();
  UpToDate(settings, head).keep(files, {"r299"}, {"r299", "b1"});
  std::ifstream in(kept(), std::ios::binary);
  const std::string whole(std::istreambuf_iterator<char>(in), {});
  const fs::path file = kept();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    folder.write(file, whole.substr(0, length));
    EXPECT_FALSE(UpToDate(settings, head).with(files)) << length;
    folder.write(file, whole.substr(0, length) + std::string(whole.size() - length, '\0'));
    EXPECT_FALSE(UpToDate(settings, head).with(files)) << length;
  }
  folder.write(file, whole);
  EXPECT_TRUE(UpToDate(settings, head).with(files));
}

TEST_F(UpToDateTest, FilesThatChangeWhileTheyAreReadWereNotSeen) {
  for (int i = 100; i < 300; ++i) {
    const std::string id = "r" + std::to_string(i);
    const std::string below = i == 100 ? "" : "r" + std::to_string(i - 1);
    folder.write(name(i), "-- x\n--\n-- Revision ID: " + id + "\n-- Revises: " + below + '\n');
  }
  FilesSeen files = see();
  EXPECT_EQ(load_project(settings, nullptr, files).revisions.size(), 200);
  EXPECT_EQ(files.hash, see().hash);
  folder.write(name(300), "-- x\n--\n-- Revision ID: r300\n-- Revises: r299\n");
  EXPECT_EQ(load_project(settings, nullptr, files).revisions.size(), 201);
  EXPECT_EQ(files.hash, "");
  EXPECT_FALSE(files.settled);
}

TEST_F(UpToDateTest, IsNothingWhereItsFileIsNone) {
  const FilesSeen files = see();
  UpToDate(settings, head).keep(files, {"r299"}, {"r299"});
  const fs::path file = kept();
  fs::resize_file(file, 2U << 20U);
  EXPECT_FALSE(UpToDate(settings, head).with(files));
  fs::remove(file);
  ASSERT_EQ(mkfifo(file.c_str(), 0600), 0);
  EXPECT_FALSE(UpToDate(settings, head).with(files));
}

TEST_F(UpToDateTest, AsksForNothingWithoutACache) {
  settings.target.cache.clear();
  const UpToDate none(settings, head);
  EXPECT_FALSE(none.has_cache());
  EXPECT_FALSE(none.with(see()));

  settings.target.cache = folder.path() / "not/yet/there";
  EXPECT_TRUE(UpToDate(settings, head).has_cache());
  EXPECT_FALSE(fs::exists(folder.path() / "not"));
  folder.write("a_file", "");
  settings.target.cache = folder.path() / "a_file/migrate";
  EXPECT_FALSE(UpToDate(settings, head).has_cache());
}

}  // namespace
}  // namespace migrate::test

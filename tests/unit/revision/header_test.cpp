#include <gmock/gmock.h>

#include "migrate/revision.hpp"
#include "support/temp_folder.hpp"

namespace migrate {
namespace {

using testing::ElementsAre;

class Header : public ::testing::Test {
 protected:
  Revision read(std::string_view text) { return read_header(folder_.write("a.sql", text)); }

  std::string error(std::string_view text) {
    try {
      read(text);
      return "(no error)";
    } catch (const Error& failure) {
      EXPECT_EQ(failure.code(), ErrorCode::revision);
      const std::string what = failure.what();
      return what.substr(what.find("a.sql"));
    }
  }

  test::TempFolder folder_;
};

TEST_F(Header, IsMessageDescriptionAndKeys) {
  const Revision revision = read(
      "-- Split names\n--\n-- Because people\n-- have several.\n--\n-- Second.\n--\n"
      "-- revision id: b\n-- REVISES: a1, a2\n-- Branch Labels: x,y\n-- Depends On: c\n"
      "-- Create Date: 2025-09-12 16:06:16.479075\n\n-- migrate:up\nSELECT 1;\n");
  EXPECT_EQ(revision.message, "Split names");
  EXPECT_EQ(revision.description, "Because people\nhave several.\n\nSecond.");
  EXPECT_EQ(revision.id, "b");
  EXPECT_THAT(revision.revises, ElementsAre("a1", "a2"));
  EXPECT_THAT(revision.labels, ElementsAre("x", "y"));
  EXPECT_THAT(revision.depends_on, ElementsAre("c"));
  EXPECT_EQ(revision.create_date, "2025-09-12 16:06:16.479075");
}

TEST_F(Header, NeedsNoMessage) {
  const Revision revision = read("-- Revision ID: a\n-- Revises:\n-- migrate:up\n");
  EXPECT_EQ(revision.message, "");
  EXPECT_TRUE(revision.revises.empty());
}

TEST_F(Header, ReadsByteOrderMarkCrlfAndNoMarkerAtAll) {
  EXPECT_EQ(read("\xEF\xBB\xBF-- M\r\n--\r\n-- Revision ID: a\r\n-- Revises:\r\n").id, "a");
}

TEST_F(Header, MayBeLong) {
  std::string text = "-- M\n--\n";
  for (int i = 0; i < 2000; ++i) text += "-- a line of a long description\n";
  EXPECT_EQ(read(text + "--\n-- Revision ID: a\n-- Revises:\n-- migrate:up\n").id, "a");
}

TEST_F(Header, IsReadWithoutTheBody) {
  const std::string body(10'000'000, 'x');
  EXPECT_EQ(read("-- Revision ID: a\n-- Revises:\n-- migrate:up\n" + body).id, "a");
}

TEST_F(Header, FaultsNameTheLine) {
  EXPECT_EQ(error("-- Revises:\n\n-- migrate:up\n"),
            "a.sql:1: the header has no line `-- Revision ID: …`");
  EXPECT_EQ(error("-- M\n\n-- Revision ID: a\n-- migrate:up\n"),
            "a.sql:3: the header has no line `-- Revises: … (nothing for a base)`");
  EXPECT_EQ(error("-- M\n\n-- Revision ID: a\n-- Revise: b\n-- migrate:up\n"),
            "a.sql:4: unknown key \"Revise\"; there are Revision ID, Revises, Branch Labels, "
            "Depends On, Create Date. Did you mean \"Revises\"?\n    -- Revise: b");
  EXPECT_EQ(error("-- Revision ID: a\n-- Revises:\n-- Revises: b\n"),
            "a.sql:3: key \"Revises\" stands twice\n    -- Revises: b");
  EXPECT_EQ(error("-- Revision ID: a\n-- Revises: b c\n"),
            "a.sql:2: \"b c\" is not one name; several are separated by commas\n    -- Revises: b c");
  EXPECT_EQ(error("-- Revision ID: a\n-- Revises: b,\n"),
            "a.sql:2: an empty name between commas\n    -- Revises: b,");
  EXPECT_EQ(error("-- Revision ID: a b\n-- Revises:\n"),
            "a.sql:1: \"a b\" cannot be a revision id: 1 to 32 of the characters A-Z a-z 0-9 _ .\n"
            "    -- Revision ID: a b");
  EXPECT_EQ(error("-- Revision ID: head\n-- Revises:\n"),
            "a.sql:1: \"head\" cannot be a revision id: the word has a meaning of its own\n"
            "    -- Revision ID: head");
  EXPECT_EQ(error("-- Revision ID: a\n-- Revises:\n-- Replaces: b\n"),
            "a.sql:3: the key \"Replaces\" is reserved for later; this version cannot run the file\n"
            "    -- Replaces: b");
  EXPECT_EQ(error("SELECT 1;\n-- migrate:up\n"),
            "a.sql:1: text stands before the first `-- migrate:up`; a revision file begins with its "
            "header, a block of -- comments\n    SELECT 1;");
  EXPECT_EQ(error("-- just a comment\n-- migrate:up\n"),
            "a.sql:1: has no header; a revision file begins with comments that end in "
            "`-- Revision ID: …` and `-- Revises: …`");
  EXPECT_EQ(error(""),
            "a.sql:1: has no header; a revision file begins with comments that end in "
            "`-- Revision ID: …` and `-- Revises: …`");
}

TEST_F(Header, AFileThatIsNotThereSaysSo) {
  try {
    read_header(folder_.path() / "none.sql");
    FAIL();
  } catch (const Error& failure) {
    EXPECT_EQ(failure.code(), ErrorCode::file);
    EXPECT_EQ(failure.info().message, "cannot be read: No such file or directory");
  }
}

TEST_F(Header, ADirectoryGivesItsRevisionsSortedAndAllFaults) {
  folder_.write("v/b.sql", "-- Revision ID: b\n-- Revises: a\n-- migrate:up\n");
  folder_.write("v/a.sql", "-- Revision ID: a\n-- Revises:\n-- migrate:up\n");
  folder_.write("v/bad.sql", "SELECT 1;");
  folder_.write("v/worse.sql", "");
  folder_.write("v/.hidden.sql", "no revision");
  folder_.write("v/README.md", "no revision");
  folder_.write("v/sub/c.sql", "-- Revision ID: c\n-- Revises: b\n");
  const Directory flat = read_directory({folder_.path() / "v"}, false);
  ASSERT_EQ(flat.revisions.size(), 2U);
  EXPECT_EQ(flat.revisions[0].id, "a");
  EXPECT_EQ(flat.faults.size(), 2U);
  EXPECT_EQ(read_directory({folder_.path() / "v"}, true).revisions.size(), 3U);
  EXPECT_THROW(read_directory({folder_.path() / "none"}, false), Error);
}

}  // namespace
}  // namespace migrate

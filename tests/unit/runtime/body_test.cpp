#include "runtime/body.hpp"

#include <gtest/gtest.h>

#include "support/temp_folder.hpp"

namespace migrate {
namespace {

constexpr std::string_view header = "-- Revision ID: a\n-- Revises:\n\n";

class BodyTest : public ::testing::Test {
 protected:
  std::string checksum(std::string_view sections) {
    const auto file = folder_.write("a.sql", std::string(header) + std::string(sections));
    return revision_checksum(file, read_sections(file), sqlite::dialect());
  }

  std::string error(std::string_view sections) {
    const auto file = folder_.write("a.sql", std::string(header) + std::string(sections));
    try {
      read_body(file, read_sections(file).front(), sqlite::dialect(), true);
      return "(no error)";
    } catch (const Error& failure) {
      const std::string what = failure.what();
      return what.substr(what.find("a.sql"));
    }
  }

  test::TempFolder folder_;
};

TEST_F(BodyTest, AChecksumIsOfTheTokensOfTheUpSections) {
  const std::string sum = checksum("-- migrate:up\nCREATE TABLE t (x);\n-- migrate:down\nA;\n");
  EXPECT_EQ(sum, checksum("-- migrate:up\r\n\r\nCREATE TABLE t(x) ; -- note\r\n"));
  EXPECT_EQ(sum, checksum("-- migrate:up transaction:false\nCREATE/**/TABLE t ( x )"));
  EXPECT_NE(sum, checksum("-- migrate:up\nCREATE TABLE t (y);\n"));
  EXPECT_NE(sum, checksum("-- migrate:up\nCREATE TABLE t (x); SELECT 1;\n"));
  EXPECT_NE(sum, checksum("-- migrate:up dialect:sqlite\nCREATE TABLE t (x);\n"));
  EXPECT_EQ(checksum("-- migrate:up\nSELECT 'a\r\nb';\n"), checksum("-- migrate:up\nSELECT 'a\nb';"));
}

TEST_F(BodyTest, AStatementsEndCounts) {
  EXPECT_NE(checksum("-- migrate:up\nSELECT 1; SELECT 2;\n"),
            checksum("-- migrate:up\nSELECT 1 SELECT 2;\n"));
}

TEST_F(BodyTest, ObjectsToWhatASectionCannotHold) {
  EXPECT_EQ(error("-- migrate:up\nSELECT 1;\n  BEGIN;\n"),
            "a.sql:6:3: the section runs in one transaction of its own, which none of its "
            "statements may begin or end; take the statement out\n      BEGIN;\n      ^");
  EXPECT_EQ(error("-- migrate:up\nPRAGMA foreign_keys = OFF;\n"),
            "a.sql:5:1: PRAGMA foreign_keys does nothing inside a transaction; take the statement "
            "out and mark the section foreign_keys:off\n    PRAGMA foreign_keys = OFF;\n    ^");
  EXPECT_EQ(error("-- migrate:up\nVACUUM;\n"),
            "a.sql:5:1: the statement cannot run inside a transaction; mark the section "
            "transaction:false\n    VACUUM;\n    ^");
  EXPECT_EQ(error("-- migrate:up transaction:false\nCREATE TEMP TABLE t (x);\n"),
            "a.sql:5:1: a transaction:false section may not make temporary objects: they are lost "
            "with the connection, so that a half-done section could not be resumed\n"
            "    CREATE TEMP TABLE t (x);\n    ^");
  EXPECT_EQ(error("-- migrate:up transaction:false\nBEGIN;\n"),
            "a.sql:5:1: a transaction:false section runs statement by statement, so that a "
            "half-done one can be resumed; a transaction of the file's own could not be. Take the "
            "statement out, or leave out transaction:false\n    BEGIN;\n    ^");
  EXPECT_EQ(error("-- migrate:up transaction:false\nPRAGMA foreign_keys = OFF; VACUUM;\n"),
            "(no error)");
}

TEST_F(BodyTest, AMarkerInsideAStringIsAnErrorThatSaysSo) {
  const std::string text = error("-- migrate:up\nSELECT 'x\n-- migrate:down\n';\n");
  EXPECT_TRUE(text.starts_with("a.sql:5:8: ")) << text;
  EXPECT_TRUE(text.ends_with(
      "\n  hint: a line that begins with `-- migrate:` always ends a section"))
      << text;
}

TEST_F(BodyTest, APlaceInALongLineIsShownCut) {
  const std::string text = error("-- migrate:up\nSELECT '" + std::string(1000, 'y') + "'; BEGIN;\n");
  EXPECT_TRUE(text.starts_with("a.sql:5:1012: ")) << text;
  EXPECT_LT(text.size(), 600U);
  const std::size_t caret = text.rfind('^');
  const std::size_t line = text.rfind('\n');
  const std::size_t source = text.rfind('\n', line - 1);
  EXPECT_EQ(text.substr(source + (caret - line), 5), "BEGIN");
}

}  // namespace
}  // namespace migrate

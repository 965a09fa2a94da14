#include "sqlite/names.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "memory_database.hpp"

namespace migrate::sqlite {
namespace {

TEST(SqliteNamesTest, OnlyWhatMustBeIsQuoted) {
  EXPECT_EQ(identifier("bookmark"), "bookmark");
  EXPECT_EQ(identifier("_A1"), "_A1");
  EXPECT_EQ(identifier("1a"), "\"1a\"");
  EXPECT_EQ(identifier("Order"), "\"Order\"");
  EXPECT_EQ(identifier("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(identifier(""), "\"\"");
  EXPECT_EQ(identifier("größe"), "\"größe\"");
}

TEST(SqliteNamesTest, EveryKeywordOfTheLibraryIsQuoted) {
  for (int i = 0; i < sqlite3_keyword_count(); ++i) {
    const char* word = nullptr;
    int length = 0;
    ASSERT_EQ(sqlite3_keyword_name(i, &word, &length), SQLITE_OK);
    const std::string name(word, static_cast<std::size_t>(length));
    EXPECT_EQ(identifier(name), '"' + name + '"');
  }
}

TEST(SqliteNamesTest, QuotesGoInEverySpelling) {
  EXPECT_EQ(unquoted("a"), "a");
  EXPECT_EQ(unquoted("\"a\"\"b\""), "a\"b");
  EXPECT_EQ(unquoted("`a``b`"), "a`b");
  EXPECT_EQ(unquoted("[a b]"), "a b");
  EXPECT_EQ(unquoted("'it''s'"), "it's");
}

}  // namespace
}  // namespace migrate::sqlite

#include "sql/splitter.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "migrate/error.hpp"
#include "splitting.hpp"

namespace migrate::sql {
namespace {

std::vector<Position> begins(const Outcome& outcome) {
  std::vector<Position> positions;
  for (const OwnedPiece& piece : outcome.pieces) positions.push_back(piece.begin);
  return positions;
}

TEST(Splitter, SaysWhereEachPieceBegins) {
  const Outcome outcome = split_at(Flavor::postgresql,
                                   "-- ä\r\n"
                                   "/* ö\n"
                                   "é */ SELECT 'ü\n"
                                   "€', 1;\tSELECT 2; SELECT 3;\n"
                                   "\n"
                                   "COPY t FROM stdin;\n"
                                   "ä\n"
                                   "b\n"
                                   "\\.\n"
                                   "\t;SELECT 4",
                                   {});
  EXPECT_EQ(outcome.error, "");
  EXPECT_EQ(
      begins(outcome),
      (std::vector<Position>{
          {19, 3, 6}, {39, 4, 8}, {49, 4, 18}, {60, 6, 1}, {79, 7, 1}, {84, 9, 1}, {89, 10, 3}}));
}

TEST(Splitter, CountsFromTheGivenStart) {
  Splitter splitter(Flavor::sqlite, {.offset = 100, .line = 7, .column = 5});
  splitter.feed("\n;SELECT 1; SELECT 2");
  splitter.finish();
  Piece piece;
  ASSERT_TRUE(splitter.next(piece));
  EXPECT_EQ(piece.begin, (Position{102, 8, 2}));
  ASSERT_TRUE(splitter.next(piece));
  EXPECT_EQ(piece.begin, (Position{112, 8, 12}));
  EXPECT_FALSE(splitter.next(piece));
}

TEST(Splitter, DoesNotCountAByteOrderMarkAsACharacter) {
  const Outcome outcome = split_at(Flavor::postgresql, "\xEF\xBB\xBFSELECT 1", {});
  EXPECT_EQ(begins(outcome), (std::vector<Position>{{3, 1, 1}}));
}

TEST(Splitter, TakesAByteOrderMarkInTheMiddleOfAFileForAName) {
  Splitter splitter(Flavor::postgresql, {.offset = 100, .line = 7, .column = 1});
  splitter.feed("\xEF\xBB\xBFSELECT 1;");
  Piece piece;
  ASSERT_TRUE(splitter.next(piece));
  EXPECT_EQ(piece.text, "\xEF\xBB\xBFSELECT 1");
}

TEST(Splitter, LetsOutAStatementAsSoonAsItsSemicolonIsThere) {
  for (const Flavor flavor : {Flavor::sqlite, Flavor::postgresql}) {
    Splitter splitter(flavor);
    Piece piece;
    splitter.feed("DELETE FROM t");
    EXPECT_FALSE(splitter.next(piece));
    splitter.feed(" WHERE id = 1");
    EXPECT_FALSE(splitter.next(piece));
    splitter.feed(";");
    ASSERT_TRUE(splitter.next(piece));
    EXPECT_EQ(piece.text, "DELETE FROM t WHERE id = 1");
    EXPECT_FALSE(splitter.next(piece));
  }
}

TEST(Splitter, LetsOutTheLastStatementOnlyWhenTheEndIsKnown) {
  Splitter splitter(Flavor::sqlite);
  Piece piece;
  splitter.feed("SELECT 1");
  EXPECT_FALSE(splitter.next(piece));
  splitter.feed("");
  EXPECT_FALSE(splitter.next(piece));
  splitter.finish();
  ASSERT_TRUE(splitter.next(piece));
  EXPECT_EQ(piece.text, "SELECT 1");
  EXPECT_FALSE(splitter.next(piece));
  EXPECT_FALSE(splitter.next(piece));
}

TEST(Splitter, CanBeMoved) {
  Splitter first(Flavor::sqlite);
  first.feed("SELECT 1; SEL");
  Piece piece;
  ASSERT_TRUE(first.next(piece));
  Splitter second = std::move(first);
  second.feed("ECT 2;");
  ASSERT_TRUE(second.next(piece));
  EXPECT_EQ(piece.text, "SELECT 2");
}

TEST(Splitter, ThrowsTheSameErrorAgainWhenAskedAgain) {
  Splitter splitter(Flavor::postgresql);
  splitter.feed("SELECT 'a");
  splitter.finish();
  Piece piece;
  EXPECT_THROW(splitter.next(piece), Error);
  EXPECT_THROW(splitter.next(piece), Error);
}

TEST(Splitter, StopsAtTheFirstNulByte) {
  Splitter splitter(Flavor::sqlite);
  splitter.feed(std::string_view("SELECT 1;\0;", 11));
  splitter.feed(std::string_view("SELECT 2;\0", 10));
  Piece piece;
  ASSERT_TRUE(splitter.next(piece));
  EXPECT_EQ(piece.text, "SELECT 1");
  try {
    splitter.next(piece);
    ADD_FAILURE() << piece.text;
  } catch (const Error& error) {
    EXPECT_EQ(error.info().column, 10U);
  }
}

TEST(Splitter, HandsOnCopyDataInWholeLinesOfBoundedSize) {
  std::string data;
  for (int i = 0; data.size() < 3'000'000; ++i) data += std::to_string(i) + "\t\\N\n";
  data += std::string(1'000'000, 'x') + "\n\n";
  Splitter splitter(Flavor::postgresql);
  splitter.feed("COPY t FROM stdin;\n" + data + "\\.\nSELECT 1;");
  Piece piece;
  ASSERT_TRUE(splitter.next(piece));
  EXPECT_EQ(piece.kind, Piece::Kind::copy);
  std::string handed_on;
  std::uint64_t line = 2;
  while (splitter.next(piece) && piece.kind == Piece::Kind::copy_data) {
    EXPECT_EQ(piece.text.back(), '\n');
    EXPECT_LE(piece.text.size(), piece.text.front() == 'x' ? 1'000'001U : 512U * 1024U);
    EXPECT_EQ(piece.begin.line, line);
    for (const char c : piece.text) line += c == '\n' ? 1 : 0;
    handed_on += piece.text;
  }
  EXPECT_EQ(handed_on, data);
  EXPECT_EQ(piece.kind, Piece::Kind::copy_end);
  EXPECT_EQ(piece.begin.line, line);
  ASSERT_TRUE(splitter.next(piece));
  EXPECT_EQ(piece.text, "SELECT 1");
}

TEST(Splitter, ReadsLongTokensInLinearTime) {
  // In parts of 16 bytes: looking again at what is there would be 10^10 bytes each time.
  constexpr std::size_t size = 500'000;
  const std::string filling(size, 'a');
  std::string variables;
  while (variables.size() < size) variables += "$a(";
  EXPECT_TRUE(split_by(Flavor::sqlite, variables, 16) == split_at(Flavor::sqlite, variables, {}));
  const std::vector<std::string> scripts = {
      "SELECT '" + filling + "';",
      "SELECT E'" + filling + "';",
      "SELECT \"" + filling + "\";",
      "SELECT $a$" + filling + "$a$;",
      "SELECT /*" + filling + "*/ 1;",
      "SELECT --" + filling + "\n 1;",
      "SELECT " + filling + ";",
      "SELECT 1" + std::string(size, '0') + ";",
      "SELECT " + std::string(size, '+') + ";",
      "SELECT " + std::string(size, ' ') + "1;",
      "SELECT $" + filling + "$ $" + filling + "$;",
      "COPY t FROM stdin;\n" + filling + "\n\\.\n",
  };
  for (const std::string& script : scripts) {
    const Outcome whole = split_at(Flavor::postgresql, script, {});
    EXPECT_EQ(whole.error, "");
    EXPECT_TRUE(split_by(Flavor::postgresql, script, 16) == whole) << script.substr(0, 20);
  }
}

TEST(LeadingTokens, TellWordsNamesAndStringsApart) {
  EXPECT_EQ(
      leading_tokens(Flavor::postgresql, "-- c\ncreate /* d */ Table \"A \"\"b\"\"\".c (d", 10),
      (std::vector<Token>{{"CREATE"}, {"TABLE"}, {"A \"b\"", true}, {"."}, {"C"}, {"("}, {"D"}}));
  EXPECT_EQ(leading_tokens(Flavor::sqlite, "insert into [a]]`b``c` values ('it''s')", 8),
            (std::vector<Token>{{"INSERT"},
                                {"INTO"},
                                {"a", true},
                                {"]"},
                                {"b`c", true},
                                {"VALUES"},
                                {"("},
                                {"'it''s'"}}));
  EXPECT_EQ(leading_tokens(Flavor::sqlite, "PRAGMA foreign_keys=-10;", 10),
            (std::vector<Token>{{"PRAGMA"}, {"FOREIGN_KEYS"}, {"="}, {"-"}, {"10"}, {";"}}));
  EXPECT_EQ(leading_tokens(Flavor::postgresql, "SELECT U&\"d\"::e, $$f$$, $1", 10),
            (std::vector<Token>{
                {"SELECT"}, {"d", true}, {":"}, {":"}, {"E"}, {","}, {"$$f$$"}, {","}, {"$1"}}));
}

TEST(LeadingTokens, StopAtTheMaximumAndAtTheEnd) {
  EXPECT_EQ(leading_tokens(Flavor::postgresql, "a<>b", 2), (std::vector<Token>{{"A"}, {"<"}}));
  EXPECT_EQ(leading_tokens(Flavor::postgresql, "a b", 0), std::vector<Token>());
  EXPECT_EQ(leading_tokens(Flavor::postgresql, " /* open", 5), std::vector<Token>());
  EXPECT_EQ(leading_tokens(Flavor::postgresql, "a \"open", 5),
            (std::vector<Token>{{"A"}, {"open", true}}));
  EXPECT_EQ(leading_tokens(Flavor::sqlite, "'open", 5), (std::vector<Token>{{"'open"}}));
}

}  // namespace
}  // namespace migrate::sql

#include "base/text.hpp"

#include <gmock/gmock.h>

namespace migrate::text {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Text, CountsInOneAndMany) {
  EXPECT_EQ(text::counted(0, "statement"), "0 statements");
  EXPECT_EQ(text::counted(1, "statement"), "1 statement");
  EXPECT_EQ(text::counted(2, "statement"), "2 statements");
}

TEST(Text, TrimTakesBlanksFromBothEnds) {
  EXPECT_EQ(trim("  a b\t\r\n"), "a b");
  EXPECT_EQ(trim(" \n"), "");
}

TEST(Text, SplitTrimsAndKeepsEmptyParts) {
  EXPECT_THAT(split("a, b ,,c", ','), ElementsAre("a", "b", "", "c"));
  EXPECT_THAT(split("  ", ','), IsEmpty());
}

TEST(Text, JoinPutsSeparatorsBetween) {
  EXPECT_EQ(join(std::vector<std::string>{"a", "b"}, ", "), "a, b");
  EXPECT_EQ(join(std::vector<std::string>{}, ", "), "");
}

TEST(Text, CaseIsThatOfAsciiOnly) {
  EXPECT_EQ(lower("AÄz"), "aÄz");
  EXPECT_EQ(upper("aäZ"), "AäZ");
  EXPECT_TRUE(equals_ignoring_case("Head", "hEAD"));
  EXPECT_FALSE(equals_ignoring_case("head", "heads"));
}

TEST(Text, ReplaceAllDoesNotLookAtWhatItPutIn) {
  EXPECT_EQ(replace_all("a'b'", "'", "''"), "a''b''");
  EXPECT_EQ(replace_all("", "x", "y"), "");
}

TEST(Text, CharactersAreCodePoints) { EXPECT_EQ(characters("aé€😀"), 4U); }

struct Utf8Case {
  std::string text;
  bool valid;
};

TEST(Text, Utf8IsTold) {
  const std::vector<Utf8Case> cases = {
      {"", true},
      {"plain", true},
      {"é€😀", true},
      {"\xC3", false},
      {"\xA9", false},
      {"\xC0\xAF", false},
      {"\xE0\x80\xAF", false},
      {"\xED\xA0\x80", false},
      {"\xF5\x80\x80\x80", false},
      {"\xF4\x90\x80\x80", false},
      {"a\xFFz", false},
  };
  for (const Utf8Case& c : cases) EXPECT_EQ(is_utf8(c.text), c.valid) << c.text;
}

TEST(Text, NearestFindsSlipsOnly) {
  const std::vector<std::string> words = {"upgrade", "downgrade", "stamp"};
  EXPECT_EQ(nearest("upgarde", words), "upgrade");
  EXPECT_EQ(nearest("STAMP", words), "stamp");
  EXPECT_EQ(nearest("--ulr", std::vector<std::string>{"--url"}), "--url");
  EXPECT_EQ(nearest("x", words), "");
  EXPECT_EQ(did_you_mean("stmp", words), " Did you mean \"stamp\"?");
  EXPECT_EQ(did_you_mean("completely", words), "");
}

}  // namespace
}  // namespace migrate::text

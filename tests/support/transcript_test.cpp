#include "support/transcript.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <stdexcept>

namespace migrate::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string message_of(const std::string& text) {
  try {
    parse_transcript(text);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "no error";
}

TEST(Transcript, OutputRunsToTheNextCommandMarkOrProse) {
  const auto transcript = parse_transcript(
      "backends: sqlite\n\n# prose\n$ one\na\n\nb\n2> c\n? 3\n\n[sqlite]\n$ two\n\n# end\n");
  ASSERT_EQ(transcript.commands.size(), 2U);
  EXPECT_EQ(transcript.directives.at("backends"), "sqlite");
  EXPECT_EQ(transcript.commands[0].line, 4U);
  EXPECT_THAT(transcript.commands[0].expected, ElementsAre("a", "", "b", "2> c", "? 3"));
  EXPECT_TRUE(transcript.commands[1].has_mark("sqlite"));
  EXPECT_THAT(transcript.commands[1].expected, IsEmpty());
}

TEST(Transcript, ACommandContinuesAfterABackslashAndOverLinesWithAnAngle) {
  const auto transcript = parse_transcript("$ a \\\n  b\n$ cat <<END\n> x\n>\n> END\nx\n");
  ASSERT_EQ(transcript.commands.size(), 2U);
  EXPECT_EQ(transcript.commands[0].text, "a \\\n  b");
  EXPECT_EQ(transcript.commands[1].text, "cat <<END\nx\n\nEND");
  EXPECT_THAT(transcript.commands[1].expected, ElementsAre("x"));
}

TEST(Transcript, FormatGivesBackWhatWasParsed) {
  const std::string text = "needs: script\n\n# p\n\n\n$ a\nx\n\n$ b\n> c\n2> y\n\n[sqlite]\n$ d\n";
  EXPECT_EQ(parse_transcript(text).format(), text);
}

TEST(Transcript, FaultsNameTheirLine) {
  EXPECT_EQ(message_of("# p\nstray\n"),
            "line 2: neither `# prose`, nor `$ command`, nor the output of one");
  EXPECT_EQ(message_of("$ a\n\n[sqlite]\n"), "line 4: a [mark] without a command below it");
  EXPECT_EQ(message_of("backend: sqlite\n"), "line 1: unknown directive: backend");
}

TEST(Compare, EqualOutputIsEqual) {
  const Outcome outcome{"a\n\nb\n", "c\n", 1};
  EXPECT_TRUE(compare({"a", "", "b", "2> c", "? 1"}, outcome).equal);
  EXPECT_TRUE(compare({}, {}).equal);
}

TEST(Compare, EachStreamAndTheStatusCount) {
  EXPECT_FALSE(compare({"a"}, {"", "a\n", 0}).equal);
  EXPECT_FALSE(compare({"2> a"}, {"a\n", "", 0}).equal);
  EXPECT_FALSE(compare({"a"}, {"a\n", "", 1}).equal);
  EXPECT_FALSE(compare({"a", "? 1"}, {"a\n", "", 0}).equal);
  EXPECT_FALSE(compare({"a"}, {"a\nb\n", "", 0}).equal);
  EXPECT_FALSE(compare({"a", "b"}, {"a\n", "", 0}).equal);
}

TEST(Compare, AMissingLastNewlineAndABlankLineAtTheEndAreSeen) {
  EXPECT_THAT(compare({}, {"a", "b", 0}).rewritten,
              ElementsAre("a", "\\ no newline", "2> b", "2> \\ no newline"));
  EXPECT_THAT(compare({}, {"\na\n\n", "", 0}).rewritten, ElementsAre("|", "a", "|"));
  EXPECT_FALSE(compare({"a"}, {"a\n\n", "", 0}).equal);
  EXPECT_TRUE(compare({"|", "a", "|"}, {"\na\n\n", "", 0}).equal);
}

TEST(Compare, OutputThatLooksLikeATranscriptIsEscaped) {
  const std::string out =
      "$ a\n# b\n#\n[sqlite]\n2> c\n? 1\n~ d\n...\n| e\n|\n> f\n-- g --\n```\n[1]\n#h\n";
  const auto rewritten = compare({}, {out, "", 0}).rewritten;
  EXPECT_THAT(rewritten,
              ElementsAre("| $ a", "| # b", "| #", "| [sqlite]", "| 2> c", "| ? 1", "| ~ d",
                          "| ...", "| | e", "| |", "| > f", "| -- g --", "| ```", "[1]", "#h"));
  EXPECT_TRUE(compare(rewritten, {out, "", 0}).equal);
  Transcript transcript = parse_transcript("$ x\n");
  transcript.commands[0].expected = rewritten;
  EXPECT_EQ(parse_transcript(transcript.format()).commands[0].expected, rewritten);
}

TEST(Compare, PatternsStandForLinesThatVary) {
  EXPECT_TRUE(compare({"~ id [0-9a-f]{4}"}, {"id 12ab\n", "", 0}).equal);
  EXPECT_FALSE(compare({"~ id [0-9a-f]{4}"}, {"id 12abc\n", "", 0}).equal);
  EXPECT_TRUE(compare({"2> ~ a.c"}, {"", "abc\n", 0}).equal);
  EXPECT_TRUE(compare({"done (N ms)"}, {"done (0.35 s)\n", "", 0}).equal);
  EXPECT_FALSE(compare({"done (N ms)"}, {"done (soon)\n", "", 0}).equal);
  EXPECT_FALSE(compare({"done (12 ms)"}, {"done (13 ms)\n", "", 0}).equal);
  EXPECT_THROW(compare({"~ ("}, {"a\n", "", 0}), std::regex_error);
}

TEST(Compare, AnEllipsisStandsForAnyLinesOfItsStream) {
  EXPECT_TRUE(compare({"a", "...", "d"}, {"a\nb\nc\nd\n", "", 0}).equal);
  EXPECT_TRUE(compare({"a", "...", "d"}, {"a\nd\n", "", 0}).equal);
  EXPECT_FALSE(compare({"a", "..."}, {"b\n", "", 0}).equal);
  EXPECT_FALSE(compare({"..."}, {"a\n", "b\n", 0}).equal);
}

TEST(Compare, ADifferenceShowsTheLinesAroundIt) {
  const auto result = compare({"a", "b", "N ms"}, {"a\nc\n5 ms\n", "", 0});
  EXPECT_EQ(result.diff, " a\n-b\n+c\n N ms\n");
}

TEST(Compare, RewritingKeepsThePatternsThatFit) {
  const auto result =
      compare({"~ [0-9]+", "old", "...", "N ms", "end"}, {"12\nnew\nx\ny\n3 ms\nend\n", "", 0});
  EXPECT_FALSE(result.equal);
  EXPECT_THAT(result.rewritten, ElementsAre("~ [0-9]+", "...", "N ms", "end"));
}

}  // namespace
}  // namespace migrate::test

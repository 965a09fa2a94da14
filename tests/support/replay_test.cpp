#include "support/replay.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace migrate::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<Finding> findings(const std::string& text, const Stage& stage) {
  auto transcript = parse_transcript(text);
  return replay(transcript, stage);
}

std::vector<Finding> findings(const std::string& text) {
  Sandbox sandbox({});
  return findings(text, {.sandbox = sandbox, .backend = "sqlite", .secrets = {"s3cret%2Fword"}});
}

TEST(Replay, ACommandThatDoesWhatIsWrittenIsNoFinding) {
  EXPECT_THAT(findings("$ echo a; echo b >&2; false\na\n2> b\n? 1\n\n$ true\n"), IsEmpty());
}

TEST(Replay, ADifferenceIsAFindingAtItsLine) {
  const auto found = findings("# p\n$ true\n\n$ echo b\na\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].line, 4U);
  EXPECT_EQ(found[0].text, "$ echo b\n- expected, + printed\n-a\n+b\n");
}

TEST(Replay, AnUnexpectedStatusIsAFinding) {
  EXPECT_EQ(findings("$ false\n").size(), 1U);
  EXPECT_EQ(findings("$ true\n? 1\n").size(), 1U);
}

TEST(Replay, AStatusMayBeAskedForByTheNextCommand) {
  EXPECT_THAT(findings("$ (exit 3)\n$ echo $?\n3\n"), IsEmpty());
}

TEST(Replay, ThePasswordIsAFindingInAnyStreamAndCaseUnlessMarked) {
  EXPECT_THAT(findings("$ echo S3CRET%2fword\nS3CRET%2fword\n").at(0).text,
              HasSubstr("prints the password"));
  EXPECT_EQ(findings("$ echo xs3cret%2Fwordx >&2\n2> xs3cret%2Fwordx\n").size(), 1U);
  EXPECT_THAT(findings("[shows the password]\n$ echo s3cret%2Fword\ns3cret%2Fword\n"), IsEmpty());
}

TEST(Replay, CommandsMarkedForAnotherBackendAreLeftOut) {
  EXPECT_THAT(findings("[postgresql]\n$ false\n\n[sqlite]\n$ echo 1\n1\n"), IsEmpty());
  EXPECT_EQ(findings("[sqlite]\n$ false\n").size(), 1U);
}

TEST(Replay, AnUnknownMarkIsAFinding) {
  EXPECT_THAT(findings("[mysql]\n$ true\n").at(0).text, HasSubstr("unknown mark: [mysql]"));
}

TEST(Replay, WhatVariesIsReplaced) {
  Sandbox sandbox({});
  EXPECT_THAT(findings("$ pwd; pwd >&2\n$WORK\n2> $WORK\n",
                       {.sandbox = sandbox,
                        .backend = "sqlite",
                        .replacements = {{sandbox.folder().string(), "$WORK"}}}),
              IsEmpty());
}

TEST(Replay, RewritesOnlyWhatItMay) {
  Sandbox sandbox({});
  auto transcript = parse_transcript("$ echo a\nx\n\n[sqlite]\n$ echo b\n");
  const auto found =
      replay(transcript,
             {.sandbox = sandbox, .backend = "sqlite", .may_rewrite = [](const Command& command) {
                return command.has_mark("sqlite");
              }});
  EXPECT_EQ(found.size(), 1U);
  EXPECT_EQ(transcript.format(), "$ echo a\nx\n\n[sqlite]\n$ echo b\nb\n");
}

TEST(Replay, GoesOnAfterAFindingButNotWithoutAShell) {
  EXPECT_EQ(findings("$ echo 1\n$ echo 2\n").size(), 2U);
  EXPECT_EQ(findings("$ exit\n$ echo 2\n2\n").size(), 1U);
}

}  // namespace
}  // namespace migrate::test

#include "completion.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace migrate::cli {
namespace {

using ::testing::ElementsAre;

const Command program = {
    .name = "migrate",
    .options = {{.names = {"-c", "--config"}, .value = {.placeholder = "FILE"}},
                {.names = {"-x"}, .value = {.placeholder = "KEY=VALUE", .several = true}},
                {.names = {"--format"},
                 .value = {.placeholder = "FORMAT", .choices = {"text", "json"}}},
                {.names = {"-q", "--quiet"}, .description = "Say nothing"}},
    .commands = {
        {.name = "upgrade",
         .description = "Bring it up",
         .options = {{.names = {"--sql"}}, {.names = {"-c", "--config"}}},
         .positionals = {{.name = "targets", .value = {.placeholder = "REV", .several = true}}}},
        {.name = "history",
         .options = {{.names = {"-r", "--rev-range"}, .value = {.placeholder = "a:b"}}}},
        {.name = "init", .positionals = {{.name = "directory", .value = {.placeholder = "DIR"}}}},
        {.name = "list-templates", .aliases = {"list_templates"}, .options = {{.names = {"-l"}}}},
    }};

std::vector<Candidate> two_revisions(const GivenValues& given) {
  const auto config = given.find("--config");
  return {{.text = "head", .description = config == given.end() ? "" : config->second},
          {.text = "1f4a"}};
}

/// What is offered behind the words, which are separated by blanks; a trailing blank begins a word.
Completion offered(const std::string& line) {
  std::vector<std::string> words;
  std::istringstream in(line);
  for (std::string word; in >> word;) words.push_back(word);
  if (line.empty() || line.back() == ' ') words.emplace_back();
  return complete(program, words, two_revisions);
}

std::vector<std::string> words(const std::string& line) {
  std::vector<std::string> out;
  for (const Candidate& candidate : offered(line).candidates) out.push_back(candidate.text);
  return out;
}

const auto of_the_program = {"-c", "--config", "-x", "--format", "-q", "--quiet"};

TEST(Complete, CommandsFirst) {
  EXPECT_THAT(words(""), ElementsAre("upgrade", "history", "init", "list-templates"));
  EXPECT_THAT(words("up"), ElementsAre("upgrade", "history", "init", "list-templates"));
  EXPECT_EQ(offered("").candidates[0].description, "Bring it up");
}

TEST(Complete, OptionsOfTheProgramBeforeACommand) {
  EXPECT_THAT(words("-"), ::testing::ElementsAreArray(of_the_program));
}

TEST(Complete, OptionsOfBothBehindIt) {
  EXPECT_THAT(words("upgrade --"),
              ElementsAre("--sql", "-c", "--config", "-x", "--format", "-q", "--quiet"));
}

TEST(Complete, AnOptionThatIsThereAlreadyIsNotOfferedAgainUnlessItMayBe) {
  EXPECT_THAT(words("-q --format=text -x a=b history -"),
              ElementsAre("-r", "--rev-range", "-c", "--config", "-x"));
}

TEST(Complete, ACommandWithoutArgumentsOffersItsOptions) {
  EXPECT_THAT(words("list_templates "),
              ElementsAre("-l", "-c", "--config", "-x", "--format", "-q", "--quiet"))
      << "known by its alias";
}

TEST(Complete, ArgumentsByWhatTheyAre) {
  EXPECT_THAT(words("upgrade "), ElementsAre("head", "1f4a"));
  EXPECT_THAT(words("upgrade 1f4a head "), ElementsAre("head", "1f4a")) << "as many as one likes";
  EXPECT_EQ(offered("init ").kind, Completion::Kind::folders);
  EXPECT_THAT(words("init a "), ::testing::Not(::testing::Contains("head"))) << "one is enough";
}

TEST(Complete, ValuesOfOptionsInEverySpelling) {
  EXPECT_THAT(words("--format "), ElementsAre("text", "json"));
  EXPECT_THAT(words("--format="), ElementsAre("--format=text", "--format=json"));
  EXPECT_THAT(words("upgrade --format j"), ElementsAre("text", "json"));
  for (const char* separate : {"-c ", "--config ", "-qc ", "history -c "}) {
    EXPECT_EQ(offered(separate).kind, Completion::Kind::files) << separate;
    EXPECT_EQ(offered(separate).prefix, "") << separate;
  }
  EXPECT_EQ(offered("--config=a/b").kind, Completion::Kind::files);
  EXPECT_EQ(offered("--config=a/b").prefix, "--config=");
  EXPECT_EQ(offered("-ca/b").prefix, "-c");
  EXPECT_THAT(words("-x "), ElementsAre()) << "free text";
}

TEST(Complete, AValueIsNoCommand) {
  EXPECT_THAT(words("-c upgrade "), ElementsAre("upgrade", "history", "init", "list-templates"));
  EXPECT_THAT(words("-cupgrade "), ElementsAre("upgrade", "history", "init", "list-templates"));
  EXPECT_THAT(words("-x upgrade his"), ElementsAre("upgrade", "history", "init", "list-templates"));
}

TEST(Complete, RangesAndLineages) {
  EXPECT_THAT(words("history -r "), ElementsAre("head", "1f4a"));
  EXPECT_THAT(words("history -r 1f:"), ElementsAre("1f:head", "1f:1f4a"));
  EXPECT_THAT(words("history --rev-range=1f:he"),
              ElementsAre("--rev-range=1f:head", "--rev-range=1f:1f4a"));
  EXPECT_THAT(words("upgrade search@h"), ElementsAre("search@head", "search@1f4a"));
  EXPECT_THAT(words("upgrade a:b"), ElementsAre("head", "1f4a")) << "no range there";
}

TEST(Complete, BehindTwoDashesThereAreNoOptions) {
  EXPECT_THAT(words("upgrade -- -"), ElementsAre("head", "1f4a"));
  EXPECT_THAT(words("list-templates -- "), ElementsAre());
}

TEST(Complete, ANumberOfStepsIsNoOption) {
  EXPECT_THAT(words("upgrade -1 "), ElementsAre("head", "1f4a"));
}

TEST(Complete, RevisionsComeFromTheProjectThatTheLineNames) {
  EXPECT_EQ(offered("-c other.ini upgrade ").candidates[0].description, "other.ini");
  EXPECT_EQ(offered("--config=other.ini upgrade ").candidates[0].description, "other.ini");
  EXPECT_EQ(offered("upgrade ").candidates[0].description, "");
}

TEST(Complete, UnknownWordsDoNoHarm) {
  EXPECT_THAT(words("nonsense --what -zq "),
              ElementsAre("upgrade", "history", "init", "list-templates"));
  EXPECT_EQ(complete(program, {}, two_revisions).candidates.size(), 0U);
}

TEST(CompletionReply, IsALineACandidate) {
  EXPECT_EQ(completion_reply({.candidates = {{.text = "a", .description = "b c"}, {.text = "d"}}}),
            "words\t\na\tb c\nd\t\n");
  EXPECT_EQ(completion_reply({.kind = Completion::Kind::files, .prefix = "--config="}),
            "files\t--config=\n");
  EXPECT_EQ(completion_reply({.kind = Completion::Kind::folders}), "folders\t\n");
}

TEST(CompletionReply, ADescriptionStaysOnItsLine) {
  EXPECT_EQ(completion_reply({.candidates = {{.text = "a", .description = "b\tc\nd"}}}),
            "words\t\na\tb c d\n");
}

}  // namespace
}  // namespace migrate::cli

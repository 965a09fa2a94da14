#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "migrate/error.hpp"
#include "migrate/graph.hpp"
#include "notation.hpp"

namespace migrate {
namespace {

struct CheckCase {
  std::string name;
  std::string nodes;
  std::vector<std::string> expected;  ///< `source: message`
};

void PrintTo(const CheckCase& c, std::ostream* out) { *out << c.nodes; }

std::vector<std::string> texts(const std::vector<Fault>& faults) {
  std::vector<std::string> out;
  for (const Fault& fault : faults) out.push_back(fault.source + ": " + fault.message);
  return out;
}

class CheckTest : public testing::TestWithParam<CheckCase> {};

TEST_P(CheckTest, FindsTheseFaults) {
  EXPECT_EQ(texts(Graph::check(nodes_of(GetParam().nodes))), GetParam().expected);
}

TEST_P(CheckTest, FindsThemInAnyOrderOfTheNodes) {
  std::vector<RevisionNode> nodes = nodes_of(GetParam().nodes);
  std::ranges::reverse(nodes);
  EXPECT_EQ(texts(Graph::check(nodes)), GetParam().expected);
}

const std::vector<CheckCase> cases = {
    {"NothingIsSound", "", {}},
    {"AChainIsSound", "a; b<a; c<b", {}},
    {"SeveralBasesAreSound", "a; x; m<a,x", {}},
    {"AParentNamedTwiceIsOneParent", "a; b<a,a", {}},
    {"ADependencyOnAParentIsSound", "a; b<a dep:a", {}},
    {"ADependencyOnALabelIsSound", "a +core; x dep:core", {}},
    {"ALabelNamedTwiceByItsRevisionIsSound", "a +core +core", {}},
    {"TwoFilesWithOneId",
     "a src:two.sql; a src:one.sql",
     {R"(one.sql and two.sql: both have the revision id "a". Give each an id of its own.)"}},
    {"ThreeFilesWithOneId",
     "a src:2; a src:3; a src:1",
     {R"(1 and 2 and 3: all have the revision id "a". Give each an id of its own.)"}},
    {"MissingParent", "b<zzz", {R"(b.sql: revises "zzz", but no file has that revision.)"}},
    {"MissingParentSuggestsTheNearestId",
     "ae1027a; b<ae1072a",
     {R"(b.sql: revises "ae1072a", but no file has that revision. Did you mean "ae1027a"?)"}},
    {"MissingParentDoesNotSuggestALabel",
     "a +grape; b<grapf",
     {R"(b.sql: revises "grapf", but no file has that revision.)"}},
    {"ParentNamedByItsLabel",
     "a +core; b<core",
     {R"(b.sql: revises "core", which is a label. Name the revision itself, "a".)"}},
    {"MissingDependency",
     "b dep:zzz",
     {R"(b.sql: depends on "zzz", but no file has that revision or label.)"}},
    {"MissingDependencySuggestsALabel",
     "a +grape; b<a dep:grap",
     {R"(b.sql: depends on "grap", but no file has that revision or label. Did you mean "grape"?)"}},
    {"EveryMissingNameIsReported",
     "b<y,z dep:x",
     {R"(b.sql: depends on "x", but no file has that revision or label. Did you mean "b"?)",
      R"(b.sql: revises "y", but no file has that revision. Did you mean "b"?)",
      R"(b.sql: revises "z", but no file has that revision. Did you mean "b"?)"}},
    {"ItsOwnParent",
     "a<a",
     {R"(a.sql: "a" revises itself. Name the revision before it, or none.)"}},
    {"ItsOwnDependency", "a dep:a", {R"(a.sql: "a" depends on itself. Take that out.)"}},
    {"ItsOwnDependencyByLabel",
     "a +core dep:core",
     {R"(a.sql: "a" depends on itself by its own label "core". Take that out.)"}},
    {"CycleOfTwo",
     "a<b; b<a",
     {R"(a.sql and b.sql: a cycle: "a" revises "b", which revises "a". )"
      "Take one of these links out."}},
    {"CycleOfThreeListsItsMembersInOrder",
     "a<c; b<a; c<b",
     {R"(a.sql and c.sql and b.sql: a cycle: "a" revises "c", which revises "b", which )"
      R"(revises "a". Take one of these links out.)"}},
    {"CycleByADependency",
     "a dep:c; b<a; c<b",
     {R"(a.sql and c.sql and b.sql: a cycle: "a" depends on "c", which revises "b", which )"
      R"(revises "a". Take one of these links out.)"}},
    {"CycleByALabel",
     "a dep:late; b<a +late",
     {R"(a.sql and b.sql: a cycle: "a" depends on "b", which revises "a". )"
      "Take one of these links out."}},
    {"WhatHangsOnACycleIsNotPartOfIt",
     "o; a<o,b; b<a; c<b; d<c",
     {R"(a.sql and b.sql: a cycle: "a" revises "b", which revises "a". )"
      "Take one of these links out."}},
    {"TheShortestCycleIsShown",
     "a<b,d; b<c; c<a; d<a",
     {R"(a.sql and d.sql: a cycle: "a" revises "d", which revises "a". )"
      "Take one of these links out."}},
    {"TwoCyclesAreTwoFaults",
     "a<b; b<a; x<y; y<x; p<b,y",
     {R"(a.sql and b.sql: a cycle: "a" revises "b", which revises "a". )"
      "Take one of these links out.",
      R"(x.sql and y.sql: a cycle: "x" revises "y", which revises "x". )"
      "Take one of these links out."}},
    {"TwoRevisionsWithOneLabel",
     "a +core; b<a +core",
     {R"(a.sql and b.sql: both carry the label "core". A label belongs to one revision.)"}},
    {"ThreeRevisionsWithOneLabel",
     "a +core; b<a +core; c<b +core",
     {R"(a.sql and b.sql and c.sql: all carry the label "core". A label belongs to one revision.)"}},
    {"LabelThatIsAnId",
     "a; b<a +a",
     {R"(b.sql: the label "a" is also the id of a revision (a.sql). Choose another label.)"}},
    {"LabelThatIsItsOwnId",
     "a +a",
     {R"(a.sql: the label "a" is also the id of a revision (a.sql). Choose another label.)"}},
    {"ReservedWordAsAnId",
     "heads",
     {R"(heads.sql: "heads" cannot be a revision's id: it has a meaning of its own, as head, )"
      "heads, base and current have. Choose another."}},
    {"ReservedWordAsALabel",
     "a +current",
     {R"(a.sql: "current" cannot be a revision's label: it has a meaning of its own, as head, )"
      "heads, base and current have. Choose another."}},
    {"IdThatATargetWouldTakeApart",
     "a+1",
     {R"(a+1.sql: the id "a+1" holds "+", which has a meaning of its own where revisions are )"
      "named. Choose another."}},
    {"LabelWithAnAt",
     "a +b@c",
     {R"(a.sql: the label "b@c" holds "@", which has a meaning of its own where revisions are )"
      "named. Choose another."}},
    {"LabelWithADashIsSound", "a +release-2", {}},
    {"FaultsOfAllKindsComeTogetherSortedBySource",
     "a src:z.sql; a src:y.sql; b<nowhere; c<c; d +core; e +core",
     {R"(b.sql: revises "nowhere", but no file has that revision.)",
      R"(c.sql: "c" revises itself. Name the revision before it, or none.)",
      R"(d.sql and e.sql: both carry the label "core". A label belongs to one revision.)",
      R"(y.sql and z.sql: both have the revision id "a". Give each an id of its own.)"}},
    {"BothFilesOfAnIdAreChecked",
     "a<gone src:1; a<lost src:2",
     {R"(1: revises "gone", but no file has that revision.)",
      R"(1 and 2: both have the revision id "a". Give each an id of its own.)",
      R"(2: revises "lost", but no file has that revision.)"}},
};

INSTANTIATE_TEST_SUITE_P(Faults, CheckTest, testing::ValuesIn(cases),
                         [](const auto& c) { return c.param.name; });

TEST(Check, NamesARevisionWithoutASourceByItsId) {
  const std::vector<Fault> faults = Graph::check({{.id = "b", .revises = {"gone"}}});
  EXPECT_EQ(texts(faults), std::vector<std::string>{
                               R"(revision "b": revises "gone", but no file has that revision.)"});
}

TEST(Check, RefusesEmptyNames) {
  const std::vector<Fault> faults = Graph::check({{.id = "", .labels = {""}, .source = "a.sql"}});
  EXPECT_EQ(
      texts(faults),
      (std::vector<std::string>{
          "a.sql: a revision's id cannot be empty.", "a.sql: a revision's label cannot be empty.",
          R"(a.sql: the label "" is also the id of a revision (a.sql). Choose another label.)"}));
}

TEST(Check, ShowsTheBeginningOfALongCycle) {
  std::vector<RevisionNode> nodes;
  for (int i = 10; i < 40; ++i) {
    const std::string next = std::to_string(i == 39 ? 10 : i + 1);
    nodes.push_back({.id = std::to_string(i), .revises = {next}});
  }
  const std::vector<Fault> faults = Graph::check(nodes);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_THAT(faults[0].source, testing::EndsWith(R"(revision "19" and 20 more)"));
  EXPECT_THAT(faults[0].message,
              testing::EndsWith(R"(which revises "20", and so on over 30 revisions back to "10". )"
                                "Take one of these links out."));
}

TEST(Check, SuggestsNamesForTheFirstFaultsOnly) {
  std::vector<RevisionNode> nodes = {{.id = "parent"}};
  for (int i = 10; i < 60; ++i) {
    nodes.push_back({.id = "r" + std::to_string(i), .revises = {"parenf"}});
  }
  const std::vector<Fault> faults = Graph::check(nodes);
  EXPECT_EQ(faults.size(), 50U);
  EXPECT_EQ(std::ranges::count_if(
                faults,
                [](const Fault& f) { return f.message.find("Did you mean") != std::string::npos; }),
            20);
}

TEST(GraphConstructor, ThrowsEveryFaultOnALineOfItsOwn) {
  try {
    graph_of("b<x1; c<c");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::revision);
    EXPECT_STREQ(error.what(),
                 "b.sql: revises \"x1\", but no file has that revision.\n"
                 "c.sql: \"c\" revises itself. Name the revision before it, or none.");
  }
}

}  // namespace
}  // namespace migrate

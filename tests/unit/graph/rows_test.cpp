#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/text.hpp"
#include "migrate/error.hpp"
#include "migrate/graph.hpp"
#include "notation.hpp"

namespace migrate {
namespace {

const std::string forked = "a; b<a; c<b +left; d<c; p<b +right; q<p";
const std::string needed = "a +core; b<a; c<b; x +plugin; y<x dep:b; z<y";

TEST(Rows, AreFoundSortedAndOnce) {
  const Graph graph = graph_of(forked);
  const std::vector<std::string> stored = {"q", "c", "q"};
  EXPECT_EQ(ids(graph, graph.rows(stored)), "c q");
}

TEST(Rows, AreNeverTakenForPrefixesOrLabels) {
  const Graph graph = graph_of("abc +left");
  for (const std::string stored : {"ab", "left", "head", ""}) {
    EXPECT_EQ(outcome(ErrorCode::state, [&] { return ids(graph, graph.rows({{stored}})); }),
              "error: the version table names \"" + stored +
                  "\", which no file has. Deploy the newer files; only where there are none, set "
                  "the table anew with \"migrate stamp --purge\".");
  }
}

TEST(Rows, ThatAreUnknownAreNamedAllAtOnce) {
  const Graph graph = graph_of("a");
  const std::vector<std::string> stored = {"z", "a", "y", "z"};
  EXPECT_EQ(
      outcome(ErrorCode::state, [&] { return ids(graph, graph.rows(stored)); }),
      R"(error: the version table names "y" and "z", which no file has. Deploy the newer )"
      R"(files; only where there are none, set the table anew with "migrate stamp --purge".)");
}

// `rows` imply, as `expected`, what is applied.
using AppliedTest = GraphTest;

TEST_P(AppliedTest, Are) {
  const Graph graph = graph_of(GetParam().graph);
  const std::vector<bool> applied = graph.applied(indices(graph, GetParam().rows));
  std::vector<RevisionIndex> out;
  for (RevisionIndex i = 0; i < graph.size(); ++i) {
    if (applied[i]) out.push_back(i);
  }
  EXPECT_EQ(ids(graph, out), GetParam().expected);
}

const std::vector<GraphCase> applied = {
    {"NothingWithoutRows", forked, "", "", ""},
    {"ARowAndItsAncestors", forked, "c", "", "a b c"},
    {"BothParentsOfAMerge", "a; b<a; c<a; m<b,c", "m", "", "a b c m"},
    {"WhatARowDependsOn", needed, "y", "", "a b x y"},
    {"SeveralRows", forked, "c p", "", "a b c p"},
    {"RedundantRowsAddNothing", forked, "a b c", "", "a b c"},
};

INSTANTIATE_TEST_SUITE_P(Applied, AppliedTest, testing::ValuesIn(applied), case_name);

using MaximalTest = GraphTest;

TEST_P(MaximalTest, Are) {
  const Graph graph = graph_of(GetParam().graph);
  EXPECT_EQ(ids(graph, graph.maximal(indices(graph, GetParam().rows))), GetParam().expected);
}

const std::vector<GraphCase> maximal = {
    {"NoneWithoutRows", forked, "", "", ""},
    {"RowsOfTwoBranchesSorted", forked, "q d", "", "d q"},
    {"WithoutRepetition", forked, "q q", "", "q"},
    {"WithoutAncestors", forked, "a d b", "", "d"},
    {"WithoutWhatAnotherDependsOn", needed, "b y", "", "y"},
    {"WithoutWhatIsBelowADependency", needed, "a z", "", "z"},
    {"WithoutParentsOfAMerge", "a; b<a; c<a; m<b,c", "b c m", "", "m"},
};

INSTANTIATE_TEST_SUITE_P(Maximal, MaximalTest, testing::ValuesIn(maximal), case_name);

// `input`: targets with blanks between them.
using StampTest = GraphTest;

TEST_P(StampTest, Leaves) {
  const Graph graph = graph_of(GetParam().graph);
  const auto rows = indices(graph, GetParam().rows);
  std::vector<Target> targets;
  for (const std::string& target : text::split(GetParam().input, ' ')) {
    targets.push_back(graph.resolve_stamp(target, rows));
  }
  EXPECT_EQ(ids(graph, graph.stamp_rows(targets, rows)), GetParam().expected);
}

const std::vector<GraphCase> stamps = {
    {"ARowWhereThereWasNone", forked, "", "b", "b"},
    {"TheTargetInPlaceOfWhatIsBelow", forked, "a", "c", "c"},
    {"TheTargetInPlaceOfWhatIsAbove", forked, "d", "a", "a"},
    {"TheTargetThatIsThereAlready", forked, "d q", "d", "d q"},
    {"TheSiblingBranch", forked, "q", "d", "d q"},
    {"TheTargetInPlaceOfBothBranches", forked, "d q", "b", "b"},
    {"TheOtherLineage", needed, "c", "x", "c x"},
    {"NotARowThatDependsOnTheTarget", needed, "z", "a", "a"},
    {"NotARowThatTheTargetDependsOn", needed, "b", "z", "z"},
    {"SeveralTargets", forked, "", "d q", "d q"},
    {"SeveralTargetsWithoutTheLower", forked, "", "a d", "d"},
    {"AllHeads", forked, "b", "heads", "d q"},
    {"RealHeadsOnly", "a; x dep:a", "", "heads", "x"},
    {"NothingAtTheBase", forked, "d q", "base", ""},
    {"TheTargetBesideTheBase", forked, "d q", "base c", "c"},
    {"OtherBranchesAtTheBaseOfALineage", forked, "d q", "left@base", "q"},
    {"NothingOfTheTrunkAtTheBaseOfALineage", forked, "b", "left@base", ""},
    {"OtherLineagesAtTheBaseOfALineage", needed, "c x", "plugin@base", "c"},
    {"NoDependentAtTheBaseOfALineage", needed, "c z", "core@base", ""},
    {"AStepUp", forked, "c q", "left@+1", "d q"},
    {"AStepDown", "a; b<a; c<b; x", "c x", "c@-1", "b x"},
    {"AStepToTheBase", "a; x", "a x", "a@-1", "x"},
    {"ALineageWhoseRowIsAMergeByALossOfTheOtherSide", "a; b<a; c<a; m<b,c", "m", "b", "b"},
    {"MaximalRowsFromRedundantOnes", forked, "a b q", "d", "d q"},
    {"CurrentWithoutRedundantRows", forked, "a b", "current", "b"},
};

INSTANTIATE_TEST_SUITE_P(Stamp, StampTest, testing::ValuesIn(stamps), case_name);

// `input`: steps, `+ID` up and `-ID` down; `expected`: the rows after each, with bars between.
using StepTest = GraphTest;

TEST_P(StepTest, Leave) {
  const Graph graph = graph_of(GetParam().graph);
  std::vector<RevisionIndex> rows = indices(graph, GetParam().rows);
  RowWalker walker(graph, rows);
  const auto walk = [&] {
    std::vector<std::string> after;
    for (const std::string& step : text::split(GetParam().input, ' ')) {
      const RevisionIndex revision = indices(graph, step.substr(1)).at(0);
      const Direction direction = step.front() == '+' ? Direction::up : Direction::down;
      rows = graph.rows_after(rows, revision, direction);
      walker.step(revision, direction);
      EXPECT_EQ(walker.rows(), rows);
      after.push_back(ids(graph, rows));
    }
    return text::join(after, "|");
  };
  EXPECT_EQ(outcome(ErrorCode::state, walk), GetParam().expected);
}

const std::vector<GraphCase> steps = {
    {"UpAChain", "a; b<a; c<b", "", "+a +b +c", "a|b|c"},
    {"DownAChain", "a; b<a; c<b", "c", "-c -b -a", "b|a|"},
    {"UpTheFirstBranchReplacesTheTrunk", forked, "b", "+c", "c"},
    {"UpTheSecondBranchAddsARow", forked, "c", "+p", "c p"},
    {"DownABranchLeavesTheOther", forked, "c p", "-c", "p"},
    {"DownTheLastBranchUncoversTheTrunk", forked, "c p", "-p -c", "c|b"},
    {"UpAMergeReplacesBothSides", "a; b<a; c<a; m<b,c", "b c", "+m", "m"},
    {"DownAMergeUncoversBothSides", "a; b<a; c<a; m<b,c", "m", "-m", "b c"},
    {"UpADependentReplacesWhatItDependsOn", "a; x dep:a", "a", "+x", "x"},
    {"DownADependentUncoversWhatItDependedOn", "a; x dep:a", "x", "-x", "a"},
    {"UpASecondDependentAddsARow", "a; x dep:a; y dep:a", "a", "+x +y", "x|x y"},
    {"UpADependentOfWhatIsCovered", needed, "c x", "+y", "c y"},
    {"DownADependentOfWhatIsCovered", needed, "c y", "-y", "c x"},
    {"DownWhatADependentCovers", needed, "c y", "-c", "y"},
    {"ADependencyOnAParentCountsOnce", "a; b<a dep:a", "a", "+b -b", "b|a"},
    {"ADependencyOnAnIndirectAncestor", "a; b<a; c<b dep:a", "b", "+c -c", "c|b"},
    {"AParentOfAMergeBelowTheOther", "a; b<a; m<a,b", "b", "+m -m", "m|b"},
    {"RedundantRowsAreDropped", "a; b<a; c<b", "a b", "+c", "c"},
    {"RedundantRowsAreDroppedGoingDown", "a; b<a; c<b", "a c", "-c", "b"},
    {"UpWhatIsApplied", "a; b<a", "b", "+a",
     R"(error: "a" cannot go up now: it is applied already.)"},
    {"UpBeforeAParent", "a; b<a", "", "+b",
     R"(error: "b" cannot go up now: it needs "a", which is not applied.)"},
    {"UpBeforeADependency", "a; b dep:a", "", "+b",
     R"(error: "b" cannot go up now: it needs "a", which is not applied.)"},
    {"DownWhatIsNotApplied", "a; b<a", "a", "-b",
     R"(error: "b" cannot go down now: it is not applied.)"},
    {"DownBeforeAChild", "a; b<a", "b", "-a",
     R"(error: "a" cannot go down now: "b" is applied and needs it.)"},
    {"DownBeforeADependent", "a; b; c<b dep:a", "c", "-a",
     R"(error: "a" cannot go down now: "c" is applied and needs it.)"},
};

INSTANTIATE_TEST_SUITE_P(Steps, StepTest, testing::ValuesIn(steps), case_name);

TEST(RowWalker, IsUnchangedByAStepThatItRefuses) {
  const Graph graph = graph_of("a; x; b<a dep:x");
  RowWalker walker(graph, indices(graph, "a"));
  EXPECT_THROW(walker.step(indices(graph, "b")[0], Direction::up), Error);
  EXPECT_EQ(ids(graph, walker.rows()), "a");
  walker.step(indices(graph, "x")[0], Direction::up);
  walker.step(indices(graph, "b")[0], Direction::up);
  EXPECT_EQ(ids(graph, walker.rows()), "b");
  EXPECT_TRUE(walker.is_applied(indices(graph, "x")[0]));
}

}  // namespace
}  // namespace migrate

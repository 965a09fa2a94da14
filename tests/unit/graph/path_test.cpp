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

// `input`: a target.
using UpgradeTest = GraphTest;

TEST_P(UpgradeTest, Runs) {
  const Graph graph = graph_of(GetParam().graph);
  const auto rows = indices(graph, GetParam().rows);
  EXPECT_EQ(outcome(ErrorCode::target,
                    [&] {
                      const Target target = graph.resolve_upgrade(GetParam().input, rows);
                      return ids(graph, graph.upgrade_path(target.revisions, rows));
                    }),
            GetParam().expected);
}

const std::vector<GraphCase> upgrades = {
    {"AllOfAChain", "a; b<a; c<b", "", "head", "a b c"},
    {"TheRestOfAChain", "a; b<a; c<b", "a", "head", "b c"},
    {"UpToTheTargetOnly", "a; b<a; c<b", "", "b", "a b"},
    {"NothingAtTheTarget", "a; b<a; c<b", "b", "b", ""},
    {"NothingPastTheTarget", "a; b<a; c<b", "c", "a", ""},
    {"NothingToTheBase", "a; b<a", "a", "base", ""},
    {"NothingToCurrent", forked, "d p", "current", ""},
    {"NothingOfAnEmptyGraph", "", "", "heads", ""},
    {"NeverASiblingBranch", forked, "", "left@head", "a b c d"},
    {"OneBranchAfterTheOther", forked, "", "heads", "a b c d p q"},
    {"ALateSideBranch", forked, "d", "heads", "p q"},
    {"ALateSideBranchBelowItsTip", forked, "d", "p", "p"},
    {"NothingInsertedBeneathARow", "a; new<a; b<new", "b", "heads", ""},
    {"AMergeBringsBothSides", "a; b<a; c<a; m<b,c", "b", "head", "c m"},
    {"ADependencyIsBrought", needed, "", "plugin@head", "a b x y z"},
    {"ADependencyIsNotBroughtFurtherThanNeeded", needed, "x", "plugin@head", "a b y z"},
    {"AnAppliedDependencyIsNotRunAgain", needed, "c", "plugin@head", "x y z"},
    {"ADependencyThatAnotherRowImplies", needed, "z", "heads", "c"},
    {"ADependentIsNotBrought", needed, "", "core@head", "a b c"},
    {"TwoGoesRunInTheOrderOfOne", needed, "x a", "heads", "b c y z"},
    {"StepsOnABranch", forked, "d", "right@+1", "p"},
    {"StepsFromNothing", forked, "", "+2", "a b"},
    {"RedundantRowsAreAccepted", "a; b<a; c<b; d<c", "a c b a", "head", "d"},
    {"SeveralBases", "a; b<a; x; m<b,x", "", "head", "a b x m"},
};

INSTANTIATE_TEST_SUITE_P(Upgrade, UpgradeTest, testing::ValuesIn(upgrades), case_name);

TEST(UpgradePath, TakesSeveralTargetsInAnyOrder) {
  const Graph graph = graph_of(forked);
  EXPECT_EQ(ids(graph, graph.upgrade_path(indices(graph, "p c p"), {})), "a b c p");
}

using DowngradeTest = GraphTest;

TEST_P(DowngradeTest, Undoes) {
  const Graph graph = graph_of(GetParam().graph);
  const auto rows = indices(graph, GetParam().rows);
  EXPECT_EQ(outcome(ErrorCode::target,
                    [&] {
                      const Target target = graph.resolve_downgrade(GetParam().input, rows);
                      return ids(graph, graph.downgrade_path(target, rows));
                    }),
            GetParam().expected);
}

const std::vector<GraphCase> downgrades = {
    {"WhatIsAboveTheTarget", "a; b<a; c<b", "c", "a", "c b"},
    {"NothingAboveARow", "a; b<a; c<b", "b", "b", ""},
    {"EverythingToTheBase", forked, "d q", "base", "q p d c b a"},
    {"NothingToTheBaseOfNothing", forked, "", "base", ""},
    {"NothingToCurrent", forked, "d q", "current", ""},
    {"NothingToHeadsThatAreApplied", forked, "d q", "heads", ""},
    {"NothingThatIsNotApplied", forked, "c", "b", "c"},
    {"ATargetThatIsNotApplied", "a; b<a; c<b", "b", "c",
     R"(error: "c" is not applied, and a downgrade goes to a revision that is. Current: "b".)"},
    {"SeveralTargetsThatAreNotApplied", forked, "b", "heads",
     R"(error: "d" and "q" are not applied, and a downgrade goes to a revision that is. )"
     R"(Current: "b".)"},
    {"ATargetWithoutRows", "a", "", "a",
     R"(error: "a" is not applied, and a downgrade goes to a revision that is. )"
     "Nothing is applied."},
    {"BothBranches", forked, "d q", "b", "q p d c"},
    {"OneBranch", forked, "d q", "left@b", "d c"},
    {"OneBranchByItsId", forked, "d q", "q@b", "q p"},
    {"OneBranchThatIsNotApplied", forked, "q", "left@b", ""},
    {"BothBranchesByALabelOfTheTrunk", "a +t; b<a; c<a", "b c", "t@a", "c b"},
    {"ALineageToItsBase", needed, "c z", "plugin@base", "z y x"},
    {"ALineageToItsBaseAndWhatDependsOnIt", needed, "c z", "core@base", "z y c b a"},
    {"ALineageToItsBaseTakesTheSiblingsOfTheTrunk", forked, "d q", "left@base", "q p d c b a"},
    {"ALineageThatIsNotApplied", needed, "c", "plugin@base", ""},
    {"WhatDependsOnTheUndone", needed, "c z", "a", "z y c b"},
    {"NotWhatDependsOnTheTargetItself", needed, "c z", "b", "c"},
    {"NothingOfATargetThatIsOnlyDependedOn", needed, "z", "b", ""},
    {"DependentsOfDependents", "a; b<a; x dep:b; y<x; s dep:y", "s", "a", "s y x b"},
    {"AMergeKeepsTheOtherSide", "a; b<a; c<a; m<b,c", "m", "b", "m"},
    {"AMergeToTheTrunk", "a; b<a; c<a; m<b,c", "m", "a", "m c b"},
    {"AMergeAndOneSide", "a; b<a; c<a; m<b,c", "m", "b@a", "m b"},
    {"RedundantRowsAreAccepted", "a; b<a; c<b", "c a b", "a", "c b"},
    {"OneStep", "a; b<a; c<b", "c", "-1", "c"},
    {"StepsToTheBase", "a; b<a", "b", "-2", "b a"},
    {"StepsToTheBaseOfTheirLineage", "a; x; y<x dep:a", "y", "-2", "y x"},
    {"StepsOnABranchKeepTheOther", forked, "d q", "left@-2", "d c"},
    {"StepsIntoTheTrunkTakeTheOtherBranch", forked, "d q", "left@-3", "q p d c b"},
    {"StepsKeepAnAppliedSiblingThatARowDependsOn", "a; b<a; c<a dep:b", "c", "-1", "c"},
    {"StepsOfALabelBelowTheBranchPointKeepTheSibling", "a +t; b<a; c<a dep:b", "c", "t@-1", "c"},
    {"StepsUndoWhatDependsOnThem", needed, "c z", "core@-2", "z y c b"},
    {"StepsFromASymbolAreATargetLikeAnother", forked, "d q", "c-1", "q p d c"},
    {"StepsFromASymbolOnABranch", forked, "d q", "left@c-1", "d c"},
    {"StepsFromASymbolToTheBaseKeepOtherLineages", needed, "c z", "x-1", "z y x"},
    {"AnInsertedRevisionCountsAsApplied", "a; new<a; b<new", "b", "a", "b new"},
};

INSTANTIATE_TEST_SUITE_P(Downgrade, DowngradeTest, testing::ValuesIn(downgrades), case_name);

TEST(DowngradePath, KeepsATargetThatIsAboveAnother) {
  const Graph graph = graph_of("a; b<a; c<b; d<a");
  const Target target{.revisions = indices(graph, "a b")};
  EXPECT_EQ(ids(graph, graph.downgrade_path(target, indices(graph, "c d"))), "d c");
}

TEST(DowngradePath, RefusesALineageThatIsUnknown) {
  const Graph graph = graph_of("a");
  EXPECT_EQ(
      outcome(
          ErrorCode::target,
          [&] { return ids(graph, graph.downgrade_path({.base = true, .lineage = "gone"}, {})); }),
      R"(error: there is no label or revision "gone", as "gone" has it.)");
}

// `input`: a range.
using RangeTest = GraphTest;

TEST_P(RangeTest, Spans) {
  const Graph graph = graph_of(GetParam().graph);
  const auto rows = indices(graph, GetParam().rows);
  EXPECT_EQ(
      outcome(ErrorCode::target, [&] { return ids(graph, graph.range(GetParam().input, rows)); }),
      GetParam().expected);
}

const std::vector<GraphCase> ranges = {
    {"EverythingNewestFirst", forked, "", ":", "q p d c b a"},
    {"BothEnds", "a; b<a; c<b; d<c", "", "b:c", "c b"},
    {"OneRevision", "a; b<a; c<b", "", "b:b", "b"},
    {"FromTheBase", "a; b<a; c<b", "", ":b", "b a"},
    {"FromTheBaseByName", "a; b<a; c<b", "", "base:b", "b a"},
    {"ToTheHeads", "a; b<a; c<b", "", "b:", "c b"},
    {"ToTheHeadsThatAreAboveIt", forked, "", "p:", "q p"},
    {"BlanksAroundTheEnds", "a; b<a; c<b", "", " a : b ", "b a"},
    {"Prefixes", "abc; bcd<abc; cde<bcd", "", "a:b", "bcd abc"},
    {"WithoutAColon", "a", "", "a", R"(error: "a" is no range. Write "A:B", "A:" or ":B".)"},
    {"WithTwoColons", "a", "", "a:a:a",
     R"(error: "a:a:a" is no range. Write "A:B", "A:" or ":B".)"},
    {"AnEmptyText", "a", "", "", R"(error: "" is no range. Write "A:B", "A:" or ":B".)"},
    {"OfAnEmptyGraph", "", "", ":", ""},
    {"BothSidesOfAMerge", "a; b<a; c<a; m<b,c", "", "a:m", "m c b a"},
    {"OneSideOfAMerge", "a; b<a; c<a; m<b,c", "", "b:m", "m b"},
    {"WhatTheUpperEndDependsOn", needed, "", ":y", "y x b a"},
    {"ByWayOfADependency", needed, "", "a:z", "z y b a"},
    {"EndsThatAreTurned", "a; b<a; c<b", "", "c:a",
     R"(error: "c" is not below "a", so that "c:a" spans nothing. Write the older end first.)"},
    {"EndsOnTwoBranches", forked, "", "c:q",
     R"(error: "c" is not below "q", so that "c:q" spans nothing.)"},
    {"AnEndAboveTheBase", "a", "", "a:base",
     R"(error: "a" is not below the base, so that "a:base" spans nothing.)"},
    {"FromCurrent", "a; b<a; c<b", "b", "current:", "c b"},
    {"FromCurrentOfSeveralRows", forked, "c p", "current:", "q p d c"},
    {"FromCurrentWithoutRows", "a; b<a", "", "current:", "b a"},
    {"ToCurrent", "a; b<a; c<b", "b", ":current", "b a"},
    {"ToCurrentWithoutRows", "a; b<a", "", ":current", ""},
    {"CurrentBeyondTheUpperEnd", "a; b<a; c<b", "c", "current:b",
     R"(error: "c" is not below "b", so that "current:b" spans nothing. Write the older end first.)"},
    {"TheLastFew", "a; b<a; c<b; d<c", "", "-2:", "d c b"},
    {"TheLastFewBelowCurrent", "a; b<a; c<b; d<c", "c", "-1:current", "c b"},
    {"TheLastFewBelowARevision", "a; b<a; c<b; d<c", "", "-1:b", "b a"},
    {"TheLastFewOfALineage", forked, "", "left@-1:", "d c"},
    {"TheLastFewThatReachTheBase", "a; b<a", "", "-2:", "b a"},
    {"TheLastFewBelowSeveralHeads", forked, "", "-1:",
     R"(error: "-1" counts from one revision, but there are 2: "d" and "q". Name one of them.)"},
    {"TheNextFewAboveARevision", "a; b<a; c<b; d<c", "", "b:+1", "c b"},
    {"TheNextFewAboveCurrent", "a; b<a; c<b; d<c", "b", "current:+2", "d c b"},
    {"TheNextFewAboveTheBase", "a; b<a; c<b; d<c", "", ":+2", "b a"},
    {"AroundCurrent", "a; b<a; c<b; d<c; e<d", "c", "-1:+1", "d c b"},
    {"UpFromAStepAboveCurrent", "a; b<a; c<b; d<c", "b", "+1:", "d c"},
    {"UpToAStepBelowCurrent", "a; b<a; c<b; d<c", "c", ":-1", "b a"},
    {"StepsTooFar", "a; b<a", "",
     "-5:", R"(error: "-5" goes too far: below "b" one can go -2, to the base.)"},
    {"StepsFromASymbol", "a; b<a; c<b; d<c", "", "d-2:d-1", "c b"},
    {"ALineage", needed, "", "plugin@base:plugin@head", "z y x"},
    {"ALineageToItsHeads", needed, "", "core@base:", "c b a"},
    {"ALineageWithItsTrunk", forked, "", "left@base:", "d c b a"},
    {"ALineageOfSeveralBases", "a; x; m<a,x +l", "", "l@base:m", "m x a"},
    {"ALineageOfSeveralBasesToOneOfThem", "a; x; m<a,x +l", "", "l@base:a", "a"},
    {"ALineageToAnotherLineage", needed, "", "plugin@base:c",
     R"(error: "x" is not below "c", so that "plugin@base:c" spans nothing.)"},
    {"ABranchFromARevision", forked, "", "left@b:", "d c b"},
    {"AnUnknownEnd", "abc", "", "xyz:", R"(error: there is no revision or label "xyz".)"},
};

INSTANTIATE_TEST_SUITE_P(Ranges, RangeTest, testing::ValuesIn(ranges), case_name);

}  // namespace
}  // namespace migrate

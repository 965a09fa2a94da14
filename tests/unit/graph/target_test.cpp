#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "migrate/error.hpp"
#include "migrate/graph.hpp"
#include "notation.hpp"

namespace migrate {
namespace {

std::string chain(const GraphCase& c,
                  Target (Graph::*resolve)(std::string_view, std::span<const RevisionIndex>)
                      const) {
  const Graph graph = graph_of(c.graph);
  return outcome(ErrorCode::target, [&] {
    return describe(graph, (graph.*resolve)(c.input, indices(graph, c.rows)));
  });
}

// Names, the same for every verb.
using NameTest = GraphTest;

TEST_P(NameTest, MeansForAnUpgrade) {
  EXPECT_EQ(chain(GetParam(), &Graph::resolve_upgrade), GetParam().expected);
}
TEST_P(NameTest, MeansForADowngrade) {
  EXPECT_EQ(chain(GetParam(), &Graph::resolve_downgrade), GetParam().expected);
}
TEST_P(NameTest, MeansForAStamp) {
  EXPECT_EQ(chain(GetParam(), &Graph::resolve_stamp), GetParam().expected);
}

const std::string forked = "a; b<a; c<b +left; d<c; p<b +right; q<p";
const std::string two_lineages = "a +core; b<a; c<b; x +plugin; y<x; z<y dep:b";

const std::vector<GraphCase> names = {
    {"AnExactId", "abc; abcd<abc", "", "abc", "abc"},
    {"AUniquePrefix", "abc; abd<abc; x<abd", "", "abd", "abd"},
    {"AUniquePrefixOfOneLetter", "abc; xyz<abc", "", "x", "xyz"},
    {"AnIdGoesBeforeALongerOne", "ab; abc<ab", "", "ab", "ab"},
    {"ALabelGoesBeforeAPrefix", "abc; x<abc +ab", "", "ab", "x"},
    {"ALabelNamesTheRevisionThatCarriesIt", forked, "", "left", "c"},
    {"APrefixOfALabelIsNothing", forked, "", "rig",
     R"(error: there is no revision or label "rig".)"},
    {"AnAmbiguousPrefixListsTheCandidates", "ab1; ab2<ab1; ab3<ab2; b<ab3", "", "ab",
     R"(error: "ab" is ambiguous: it may be "ab1", "ab2" and "ab3". Write more of it.)"},
    {"AnUnknownNameSuggestsTheNearestId", "ae1027; b<ae1027", "", "ae1072",
     R"(error: there is no revision or label "ae1072". Did you mean "ae1027"?)"},
    {"AnUnknownNameSuggestsTheNearestLabel", forked, "", "rght",
     R"(error: there is no revision or label "rght". Did you mean "right"?)"},
    {"AnUnknownNameSuggestsASymbol", forked, "", "hed",
     R"(error: there is no revision or label "hed". Did you mean "head"?)"},
    {"AnUnknownNameInAnEmptyGraph", "", "", "abc",
     R"(error: there is no revision or label "abc". There are no revisions yet.)"},
    {"AnEmptyText", "a", "", "",
     "error: an empty text names no revision. Write an id, a label, head or base."},
    {"Base", "a; b<a", "b", "base", "base"},
    {"HeadOfAChain", "a; b<a", "", "head", "b"},
    {"HeadOfNothing", "", "", "head", ""},
    {"HeadOfSeveral", "a; b<a; c<a", "", "head",
     R"(error: "head" is ambiguous: there are 2 heads, "b" and "c". Name one, write "heads" for )"
     R"(all of them, or join them with "migrate merge".)"},
    {"HeadCountsOneThatIsDependedOn", "a; x dep:a", "", "head",
     R"(error: "head" is ambiguous: there are 2 heads, "a" and "x". Name one, write "heads" for )"
     R"(all of them, or join them with "migrate merge".)"},
    {"HeadsOfSeveral", "a; c<a; b<a", "", "heads", "b c"},
    {"HeadsAreTheRealOnes", two_lineages, "", "heads", "c z"},
    {"HeadsLeaveOutOneThatIsDependedOn", "a; x dep:a", "", "heads", "x"},
    {"HeadsOfNothing", "", "", "heads", ""},
    {"Current", "a; b<a; c<b", "b", "current", "b"},
    {"CurrentOfSeveralRows", forked, "q d", "current", "d q"},
    {"CurrentLeavesOutRedundantRows", "a; b<a; c<b", "a b", "current", "b"},
    {"CurrentWithoutRowsIsTheBase", "a; b<a", "", "current", "base"},

    {"HeadOfALineage", forked, "", "left@head", "d in left"},
    {"HeadOfALineageBySomeIdOfIt", forked, "", "q@head", "q in q"},
    {"HeadOfALineageByAPrefix", "a1; bcd<a1; c2<a1", "", "bc@head", "bcd in bcd"},
    {"HeadOfALineageThatSplits", forked, "", "b@head",
     R"(error: "b@head" is ambiguous: there are 2 heads in the lineage of "b", "d" and "q". Name )"
     R"(one, write "b@heads" for all of them, or join them with "migrate merge".)"},
    {"HeadsOfALineage", forked, "", "b@heads", "d q in b"},
    {"HeadsOfALineageKeepOneThatIsDependedOn", "a +core; x dep:a", "", "core@heads", "a in core"},
    {"HeadsOfALineageDoNotFollowDependencies", two_lineages, "", "core@heads", "c in core"},
    {"BaseOfALineage", forked, "", "left@base", "base of left"},
    {"BaseOfALineageByAPrefixHasTheWholeId", "abc; x<abc", "", "ab@base", "base of abc"},
    {"ARevisionOfALineage", forked, "", "left@d", "d in left"},
    {"AnAncestorIsOfTheLineage", forked, "", "left@a", "a in left"},
    {"ALabelOfALineage", forked, "", "b@left", "c in b"},
    {"ARevisionOfAnotherLineage", forked, "", "left@q",
     R"(error: "q" is not in the lineage of "left", whose heads are "d". Leave out "left@", or )"
     "name a revision of that lineage."},
    {"ADependencyIsNotOfTheLineage", two_lineages, "", "plugin@b",
     R"(error: "b" is not in the lineage of "plugin", whose heads are "z". Leave out "plugin@", )"
     "or name a revision of that lineage."},
    {"ALineageDecidesAPrefix", "a; b1<a +left; b2<a +right", "", "right@b", "b2 in right"},
    {"ALineageThatLeavesAPrefixAmbiguous", "a +t; b1<a; b2<a", "", "t@b",
     R"(error: "b" is ambiguous: it may be "b1" and "b2". Write more of it.)"},
    {"AnUnknownLineage", forked, "", "lef@head",
     R"(error: there is no label or revision "lef", as "lef@head" has it. Did you mean "left"?)"},
    {"ASymbolIsNoLineage", forked, "d", "current@head",
     R"(error: there is no label or revision "current", as "current@head" has it.)"},
    {"AnAmbiguousLineage", "ab1; ab2<ab1", "", "ab@head",
     R"(error: "ab" is ambiguous: it may be "ab1" and "ab2". Write more of it.)"},
    {"NothingBeforeTheAt", "a", "", "@head",
     R"(error: "@head" is incomplete: write LABEL@SYMBOL, as in "LABEL@head".)"},
    {"NothingAfterTheAt", "a +x", "", "x@",
     R"(error: "x@" is incomplete: write LABEL@SYMBOL, as in "LABEL@head".)"},
    {"CurrentOfALineage", forked, "d q", "left@current", "d in left"},
    {"CurrentOfALineageThatEndsInTheTrunk", forked, "q", "left@current", "b in left"},
    {"CurrentOfALineageWithoutRows", forked, "", "left@current", "base of left"},

    {"StepsUpFromAnId", "a; b<a; c<b", "", "a+2", "c"},
    {"StepsDownFromAnId", "a; b<a; c<b", "", "c-1", "b"},
    {"StepsFromAPrefix", "abc; b<abc", "", "ab+1", "b"},
    {"StepsFromALabel", forked, "", "left+1", "d"},
    {"NoStepsFromAnId", "a; b<a", "", "b+0", "b"},
    {"NoStepsDownFromAnId", "a; b<a", "", "b-0", "b"},
    {"StepsDownFromHead", "a; b<a; c<b", "", "head-2", "a"},
    {"StepsUpFromBase", "a; b<a; c<b", "", "base+2", "b"},
    {"StepsUpFromCurrent", "a; b<a; c<b", "a", "current+1", "b"},
    {"StepsDownFromCurrent", "a; b<a; c<b", "b", "current-1", "a"},
    {"StepsUpFromCurrentWithoutRows", "a; b<a; c<b", "", "current+1", "a"},
    {"StepsDownToTheBaseAreTheBaseOfThatLineage", two_lineages, "", "b-2", "base of a"},
    {"StepsDownToTheBaseOfANamedLineage", two_lineages, "", "core@b-2", "base of core"},
    {"StepsUpAreDecidedByTheLineage", forked, "", "left@b+1", "c in left"},
    {"StepsUpWhereTheLineIsAmbiguous", forked, "", "a+2",
     R"(error: "a+2" is an ambiguous walk: above "b" are "c" and "p". Name the revision to go to, )"
     R"(or say by way of which, for example "c@a+2".)"},
    {"StepsUpByWayOfARevision", forked, "", "p@a+3", "q in p"},
    {"StepsUpWhereTheLineageItselfSplits", forked, "", "a@b+1",
     R"(error: "a@b+1" is an ambiguous walk: above "b" are "c" and "p". Name the revision to go )"
     R"(to, or say by way of which, for example "c@b+1".)"},
    {"StepsUpFromSeveralBases", "a; x", "", "base+1",
     R"(error: "base+1" is an ambiguous walk: above the base are "a" and "x". Name the revision )"
     R"(to go to, or say by way of which, for example "a@base+1".)"},
    {"StepsUpFromTheBaseOfALineage", two_lineages, "", "plugin@base+2", "y in plugin"},
    {"StepsDownThroughAMerge", "a; b; m<a,b", "", "m-1",
     R"(error: "m-1" is an ambiguous walk: below "m" are "a" and "b". Name the revision to go to, )"
     R"(or say by way of which, for example "a@m-1".)"},
    {"StepsDownThroughAMergeByWayOfOne", "a; b; m<a,b", "", "b@m-1", "b in b"},
    {"StepsDoNotFollowDependencies", "a; x dep:a", "", "x-1", "base of x"},
    {"StepsUpDoNotFollowDependents", "a; x dep:a", "", "a+1",
     R"(error: "a+1" goes too far: there is nothing above "a".)"},
    {"StepsTooFarUpSayHowFar", "a; b<a; c<b", "", "a+9",
     R"(error: "a+9" goes too far: above "a" one can go +2, to "c".)"},
    {"StepsTooFarDownSayHowFar", "a; b<a; c<b", "", "c-9",
     R"(error: "c-9" goes too far: below "c" one can go -3, to the base.)"},
    {"StepsTooFarFromTheBase", "a; b<a", "", "base+3",
     R"(error: "base+3" goes too far: above the base one can go +2, to "b".)"},
    {"StepsBelowTheBase", "a; b<a", "", "base-1",
     R"(error: "base-1" goes too far: there is nothing below the base.)"},
    {"StepsTooFarInALineage", forked, "", "left@a+9",
     R"(error: "left@a+9" goes too far: above "a" in the lineage of "left" one can go +3, to "d".)"},
    {"StepsWithoutEndDoNotOverflow", "a; b<a", "", "a+18446744073709551617",
     R"(error: "a+18446744073709551617" goes too far: above "a" one can go +1, to "b".)"},
    {"StepsFromSeveralRevisions", forked, "", "heads-1",
     R"(error: "heads-1" counts from one revision, but there are 2: "d" and "q". Name one of them.)"},
    {"StepsFromAnUnknownName", "abc", "", "xyz+1",
     R"(error: there is no revision or label "xyz".)"},
    {"ALabelThatLooksLikeStepsIsALabel", "a; b<a; c<b +a-1", "", "a-1", "c"},
    {"ALabelWithADash", "a; b<a +release-2; c<b", "", "release-2", "b"},
    {"StepsFromALabelWithADash", "a; b<a +release-2; c<b", "", "release-2+1", "c"},
    {"ALabelWithADashAsALineage", "a; b<a +release-2; c<b", "", "release-2@head", "c in release-2"},
    {"ASignWithoutANumberIsPartOfTheName", "abc", "", "abc+",
     R"(error: there is no revision or label "abc+". Did you mean "abc"?)"},
    {"NoStepsFromTheCurrentRow", "a", "a", "+0", R"(error: "+0" names no step. Count from 1.)"},
};

INSTANTIATE_TEST_SUITE_P(Names, NameTest, testing::ValuesIn(names), case_name);

// Numbers that count from the current row.
using UpgradeStepsTest = GraphTest;

TEST_P(UpgradeStepsTest, Mean) {
  EXPECT_EQ(chain(GetParam(), &Graph::resolve_upgrade), GetParam().expected);
}

const std::vector<GraphCase> upgrade_steps = {
    {"FromTheOneRow", "a; b<a; c<b", "a", "+2", "c"},
    {"FromTheBaseWithoutRows", "a; b<a; c<b", "", "+2", "b"},
    {"FromRedundantRows", "a; b<a; c<b", "a b", "+1", "c"},
    {"FromSeveralRows", forked, "c p", "+1",
     R"(error: "+1" counts from the current revision, but there are 2: "c" and "p". Say which, for )"
     R"(example "c@+1".)"},
    {"FromSeveralBases", "a; x", "", "+1",
     R"(error: "+1" is an ambiguous walk: above the base are "a" and "x". Name the revision to go )"
     R"(to, or say by way of which, for example "a@+1".)"},
    {"IntoABranchPoint", forked, "a", "+2",
     R"(error: "+2" is an ambiguous walk: above "b" are "c" and "p". Name the revision to go to, )"
     R"(or say by way of which, for example "c@+2".)"},
    {"TooFar", "a; b<a; c<b", "a", "+3",
     R"(error: "+3" goes too far: above "a" one can go +2, to "c".)"},
    {"AtTheHead", "a; b<a", "b", "+1", R"(error: "+1" goes too far: there is nothing above "b".)"},
    {"InAnEmptyGraph", "", "", "+1",
     R"(error: "+1" goes too far: there is nothing above the base.)"},
    {"Down", "a; b<a", "b", "-1",
     R"(error: "-1" goes down, and an upgrade goes up. Use a downgrade.)"},
    {"OfALineageFromItsRow", forked, "c p", "left@+1", "d in left"},
    {"OfALineageFromTheTrunk", forked, "a", "left@+2", "c in left"},
    {"OfALineageWhoseSiblingIsApplied", forked, "q", "left@+1", "c in left"},
    {"OfALineageWithoutRowsFromItsBase", two_lineages, "c", "plugin@+2", "y in plugin"},
    {"OfALineageThatARowDependsOn", two_lineages, "z", "core@+1", "c in core"},
    {"OfALineageWhoseTipsNeedEachOther", "a; b dep:a; x dep:b; m<a,b; n<m", "x", "n@+1", "m in n"},
    {"OfALineageWhoseTipsNeedEachOtherByWayOfAnother", "a; y dep:a; b dep:y; x dep:b; m<a,b", "x",
     "m@+1", "m in m"},
    {"OfALineageWithSeveralTips", "a; b; x dep:a,b; m<a,b", "x", "m@+1",
     R"(error: "m@+1" counts from the current revision of the lineage of "m", but there are 2: )"
     R"("a" and "b". Say which, for example "a@+1".)"},
    {"OfALineageWithSeveralRows", forked, "c p", "b@+1",
     R"(error: "b@+1" counts from the current revision of the lineage of "b", but there are 2: )"
     R"("c" and "p". Say which, for example "c@+1".)"},
    {"OfALineageTooFar", forked, "c", "left@+2",
     R"(error: "left@+2" goes too far: above "c" in the lineage of "left" one can go +1, to "d".)"},
    {"OfALineageDown", forked, "c", "left@-1",
     R"(error: "left@-1" goes down, and an upgrade goes up. Use a downgrade.)"},
    {"OfTheExampleThatAnErrorGives", forked, "c p", "c@+1", "d in c"},
};

INSTANTIATE_TEST_SUITE_P(UpgradeSteps, UpgradeStepsTest, testing::ValuesIn(upgrade_steps),
                         case_name);

using DowngradeStepsTest = GraphTest;

TEST_P(DowngradeStepsTest, Mean) {
  EXPECT_EQ(chain(GetParam(), &Graph::resolve_downgrade), GetParam().expected);
}

const std::vector<GraphCase> downgrade_steps = {
    {"FromTheOneRow", "a; b<a; c<b", "c", "-1", "b in c"},
    {"NameTheLastThatIsWalkedOver", "a; b<a; c<b", "c", "-2", "a in b"},
    {"ToTheBase", "a; b<a; c<b", "c", "-3", "base of a"},
    {"FromRedundantRows", "a; b<a; c<b", "a c", "-1", "b in c"},
    {"TooFar", "a; b<a; c<b", "c", "-4",
     R"(error: "-4" goes too far: below "c" one can go -3, to the base.)"},
    {"FromNothing", "a; b<a", "", "-1",
     R"(error: "-1" has nothing to count from: nothing is applied.)"},
    {"FromSeveralRows", forked, "d q", "-1",
     R"(error: "-1" counts from the current revision, but there are 2: "d" and "q". Say which, for )"
     R"(example "d@-1".)"},
    {"ThroughAMerge", "a; b; m<a,b", "m", "-1",
     R"(error: "-1" is an ambiguous walk: below "m" are "a" and "b". Name the revision to go to, )"
     R"(or say by way of which, for example "a@-1".)"},
    {"ThroughAMergeByWayOfOne", "a; b; m<a,b", "m", "a@-1", "a in m"},
    {"Up", "a; b<a", "a", "+1",
     R"(error: "+1" goes up, and a downgrade goes down. Use an upgrade.)"},
    {"OfALineage", forked, "d q", "left@-1", "c in d"},
    {"OfALineageIntoTheTrunk", forked, "d q", "left@-2", "b in c"},
    {"OfALineageToTheBase", two_lineages, "c z", "plugin@-3", "base of x"},
    {"OfALineageThatARowDependsOn", two_lineages, "z", "core@-1", "a in b"},
    {"OfALineageWhoseTipsNeedEachOther", "a; b<a; c dep:b; x dep:c; m<b,c", "x", "m@-1",
     "base of c"},
    {"OfALineageThatIsNotApplied", forked, "q", "left@-1",
     R"(error: "left@-1" has nothing to count from: nothing of the lineage of "left" is applied.)"},
    {"OfALineageWhoseTrunkIsTheRow", forked, "b", "left@-1", "a in b"},
    {"OfALineageWithSeveralRows", forked, "d q", "a@-1",
     R"(error: "a@-1" counts from the current revision of the lineage of "a", but there are 2: )"
     R"("d" and "q". Say which, for example "d@-1".)"},
    {"OfALineageUp", forked, "d", "left@+1",
     R"(error: "left@+1" goes up, and a downgrade goes down. Use an upgrade.)"},
};

INSTANTIATE_TEST_SUITE_P(DowngradeSteps, DowngradeStepsTest, testing::ValuesIn(downgrade_steps),
                         case_name);

TEST(StampSteps, GoBothWays) {
  const Graph graph = graph_of("a; b<a; c<b");
  const auto rows = indices(graph, "b");
  EXPECT_EQ(describe(graph, graph.resolve_stamp("+1", rows)), "c");
  EXPECT_EQ(describe(graph, graph.resolve_stamp("-1", rows)), "a");
  EXPECT_EQ(describe(graph, graph.resolve_stamp("-2", rows)), "base of a");
}

TEST(Resolve, GivesRevisionsWithoutTheRulesOfAVerb) {
  const Graph graph = graph_of("a; b<a; c<b");
  const auto rows = indices(graph, "b");
  EXPECT_EQ(ids(graph, graph.resolve("+1", rows)), "c");
  EXPECT_EQ(ids(graph, graph.resolve("-1", rows)), "a");
  EXPECT_EQ(ids(graph, graph.resolve("current", rows)), "b");
  EXPECT_EQ(ids(graph, graph.resolve("heads", rows)), "c");
  EXPECT_EQ(ids(graph, graph.resolve("base", rows)), "");
  EXPECT_EQ(ids(graph, graph.resolve("head-2", rows)), "a");
}

TEST(Resolve, ListsNoMoreThanTenCandidates) {
  std::vector<RevisionNode> nodes;
  for (int i = 10; i < 20; ++i) nodes.push_back({.id = "a" + std::to_string(i)});
  const auto message = [&] {
    const Graph graph(nodes);
    return outcome(ErrorCode::target, [&] { return ids(graph, graph.resolve("a", {})); });
  };
  EXPECT_EQ(
      message(),
      R"(error: "a" is ambiguous: it may be "a10", "a11", "a12", "a13", "a14", "a15", "a16", )"
      R"("a17", "a18" and "a19". Write more of it.)");
  for (int i = 20; i < 23; ++i) nodes.push_back({.id = "a" + std::to_string(i)});
  EXPECT_EQ(
      message(),
      R"(error: "a" is ambiguous: it may be "a10", "a11", "a12", "a13", "a14", "a15", "a16", )"
      R"("a17", "a18", "a19" and 3 more. Write more of it.)");
}

}  // namespace
}  // namespace migrate

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/text.hpp"
#include "migrate/graph.hpp"
#include "notation.hpp"

namespace migrate {
namespace {

RevisionIndex at(const Graph& graph, std::string_view id) { return indices(graph, id).at(0); }

std::string ids_of(const Graph& graph, std::span<const RevisionIndex> revisions) {
  return ids(graph, std::vector<RevisionIndex>(revisions.begin(), revisions.end()));
}

TEST(Graph, KeepsItsNodesSortedById) {
  const Graph graph = graph_of("c<b; a; b<a");
  EXPECT_EQ(graph.size(), 3U);
  EXPECT_EQ(graph[0].id, "a");
  EXPECT_EQ(graph[2].id, "c");
  EXPECT_EQ(graph[2].revises, std::vector<std::string>{"b"});
  EXPECT_EQ(graph[2].source, "c.sql");
}

TEST(Graph, WithoutRevisionsAnswersEverythingWithNothing) {
  const Graph graph;
  EXPECT_EQ(graph.size(), 0U);
  EXPECT_TRUE(graph.heads().empty());
  EXPECT_TRUE(graph.bases().empty());
  EXPECT_TRUE(graph.topological_order().empty());
  EXPECT_TRUE(graph.rows({}).empty());
  EXPECT_TRUE(graph.upgrade_path({}, {}).empty());
  EXPECT_TRUE(graph.downgrade_path({.base = true}, {}).empty());
  EXPECT_TRUE(graph.stamp_rows({}, {}).empty());
  EXPECT_TRUE(graph.range(":", {}).empty());
  EXPECT_TRUE(graph.resolve("head", {}).empty());
  EXPECT_TRUE(graph.resolve("heads", {}).empty());
}

TEST(Graph, FindsExactIdsOnly) {
  const Graph graph = graph_of("abc; abd<abc +label");
  RevisionIndex index = 7;
  EXPECT_TRUE(graph.find("abd", index));
  EXPECT_EQ(index, 1U);
  EXPECT_FALSE(graph.find("ab", index));
  EXPECT_FALSE(graph.find("abz", index));
  EXPECT_FALSE(graph.find("label", index));
  EXPECT_FALSE(graph.find("", index));
  EXPECT_EQ(index, 1U);
}

TEST(Graph, FindsWhoCarriesALabel) {
  const Graph graph = graph_of("a +x; b<a +y");
  RevisionIndex index = 0;
  EXPECT_TRUE(graph.find_label("y", index));
  EXPECT_EQ(graph[index].id, "b");
  EXPECT_FALSE(graph.find_label("b", index));
  EXPECT_FALSE(graph.find_label("z", index));
}

TEST(Graph, ListsNeighboursSortedById) {
  const Graph graph = graph_of("a +core; c<a; b<a; m<c,b; z dep:m,core; y dep:a");
  EXPECT_EQ(ids_of(graph, graph.children(at(graph, "a"))), "b c");
  EXPECT_EQ(ids_of(graph, graph.parents(at(graph, "m"))), "b c");
  EXPECT_EQ(ids_of(graph, graph.dependencies(at(graph, "z"))), "a m");
  EXPECT_EQ(ids_of(graph, graph.dependents(at(graph, "a"))), "y z");
  EXPECT_EQ(ids_of(graph, graph.children(at(graph, "m"))), "");
  EXPECT_EQ(ids_of(graph, graph.parents(at(graph, "z"))), "");
}

TEST(Graph, TellsHeadsFromRealHeads) {
  const Graph graph = graph_of("a; b<a; x; y<x dep:b");
  EXPECT_EQ(ids(graph, graph.heads()), "b y");
  EXPECT_EQ(ids(graph, graph.real_heads()), "y");
  EXPECT_EQ(ids(graph, graph.bases()), "a x");
  EXPECT_TRUE(graph.is_head(at(graph, "b")));
  EXPECT_FALSE(graph.is_real_head(at(graph, "b")));
  EXPECT_TRUE(graph.is_real_head(at(graph, "y")));
  EXPECT_FALSE(graph.is_real_head(at(graph, "a")));
}

TEST(Graph, TellsBasesBranchAndMergePoints) {
  const Graph graph = graph_of("a; b<a; c<a; m<b,c; z<m dep:a");
  EXPECT_TRUE(graph.is_base(at(graph, "a")));
  EXPECT_FALSE(graph.is_base(at(graph, "m")));
  EXPECT_TRUE(graph.is_branch_point(at(graph, "a")));
  EXPECT_FALSE(graph.is_branch_point(at(graph, "m")));
  EXPECT_TRUE(graph.is_merge_point(at(graph, "m")));
  EXPECT_FALSE(graph.is_merge_point(at(graph, "z")));
}

TEST(Graph, CanBeCopied) {
  Graph copy;
  {
    const Graph graph = graph_of("a +core; b<a");
    copy = graph;
  }
  EXPECT_EQ(ids(copy, copy.heads()), "b");
  EXPECT_EQ(copy.labels(1), std::vector<std::string>{"core"});
}

// `graph` and, as `expected`, the order of everything.
using OrderTest = GraphTest;

TEST_P(OrderTest, Is) {
  const Graph graph = graph_of(GetParam().graph);
  EXPECT_EQ(ids(graph, graph.topological_order()), GetParam().expected);
}

const std::vector<GraphCase> orders = {
    {"AChainRunsFromItsBase", "c<b; b<a; a", "", "", "a b c"},
    {"AChainRunsFromItsBaseWhateverItsIds", "z; y<z; x<y", "", "", "z y x"},
    {"BasesGoById", "c; a; b", "", "", "a b c"},
    {"ABranchIsFinishedBeforeTheNext", "a; b<a; c<a; d<b; e<c", "", "", "a b d c e"},
    {"ALineageIsFinishedBeforeTheNext", "a; b; c<a; d<b; e<c; f<d", "", "", "a c e b d f"},
    {"BranchesOfOneBranchPointStayTogether", "t; b<t; c<t; p<b; r<b; q<c", "", "", "t b p r c q"},
    {"ADeepBranchIsFinishedBeforeTheNext", "a; b<a; z<a; c<b; d<c; y<c", "", "", "a b c d y z"},
    {"AMergeComesAfterAllItsParents", "a; b<a; c<a; m<c,b; n<m", "", "", "a b c m n"},
    {"AMergeOfTwoBasesBringsBoth", "a; x; y<x; m<a,y", "", "", "a x y m"},
    {"ParentsOfAMergeGoById", "t; f<t; g<f; u<t; m<u,g; v<m", "", "", "t f g u m v"},
    {"ADependencyRunsWhenItIsNeeded", "a; b<a dep:x; c<b; x; y<x; z<y", "", "", "a x b c y z"},
    {"ADependencyBringsWhatItNeeds", "a; b<a dep:z; x; y<x; z<y", "", "", "a x y z b"},
    {"ParentsGoBeforeDependencies", "a; c; b<c dep:a", "", "", "a c b"},
    {"ADependencyByLabelCounts", "a dep:core; x; y<x +core; z<y", "", "", "x y a z"},
    {"ADependencyIntoOnesOwnLineageIsHarmless", "a; b<a; c<b dep:a", "", "", "a b c"},
    {"BranchesThatNeedEachOtherTakeTurns", "a; b<a dep:y; c<b; x dep:a; y<x; z<y dep:c", "", "",
     "a x y b c z"},
};

INSTANTIATE_TEST_SUITE_P(TopologicalOrder, OrderTest, testing::ValuesIn(orders), case_name);

// `graph`, the revision as `input`, and its labels.
using LabelTest = GraphTest;

TEST_P(LabelTest, Are) {
  const Graph graph = graph_of(GetParam().graph);
  EXPECT_EQ(text::join(graph.labels(at(graph, GetParam().input)), " "), GetParam().expected);
}

const std::vector<GraphCase> labels = {
    {"OfARevisionThatCarriesThem", "a +x +w", "", "a", "w x"},
    {"NoneWhereThereAreNone", "a; b<a", "", "a", ""},
    {"GoUpToAllDescendants", "a +x; b<a; c<b", "", "c", "x"},
    {"GoUpBeyondABranchPoint", "a +x; b<a; c<b; d<b", "", "d", "x"},
    {"GoDownAPlainLine", "a; b<a; c<b +x", "", "a", "x"},
    {"StopAtABranchPointBelow", "a; b<a; c<b +x; d<b", "", "b", ""},
    {"StopAtABranchPointBelowAndGoNoFurther", "a; b<a; c<b +x; d<b", "", "a", ""},
    {"DoNotGoToTheSiblingBranch", "a; b<a; c<b +x; d<b", "", "d", ""},
    {"StopAtAMergePointBelow", "a; b; m<a,b; n<m +x", "", "m", ""},
    {"OnAMergePointGoToNoAncestor", "a; b; m<a,b +x; n<m", "", "a", ""},
    {"OnAMergePointGoUp", "a; b; m<a,b +x; n<m", "", "n", "x"},
    {"OnABranchPointGoToNoAncestor", "a; b<a +x; c<b; d<b", "", "a", ""},
    {"OnABranchPointGoToBothBranches", "a; b<a +x; c<b; d<b", "", "d", "x"},
    {"GoDownThoughTheBranchSplitsAbove", "a; b<a +x; c<b; d<c; e<c", "", "a", "x"},
    {"OfBothParentsMeetInAMerge", "a +x; b +y; m<a,b", "", "m", "x y"},
    {"AreSortedWhereSeveralMeet", "a +z; b<a +y; c<b +x", "", "c", "x y z"},
    {"ComeOnceByTwoWays", "a +x; b<a; c<a; m<b,c", "", "m", "x"},
    {"OfABranchAboveATrunkWithItsOwn", "a +t; b<a; c<b +x; d<b; e<c", "", "e", "t x"},
    {"DoNotFollowDependencies", "a +x; b dep:a", "", "b", ""},
    {"ADependentIsNoBranch", "a; b<a; c<b +x; z dep:b", "", "a", "x"},
};

INSTANTIATE_TEST_SUITE_P(Labels, LabelTest, testing::ValuesIn(labels), case_name);

}  // namespace
}  // namespace migrate

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "migrate/error.hpp"
#include "migrate/graph.hpp"

// Sizes at which an operation that is not linear, or that uses the call stack, would be felt.
namespace migrate {
namespace {

std::string number(std::size_t i) {
  std::string digits = std::to_string(i);
  return std::string(7 - digits.size(), '0') + digits;
}

std::vector<RevisionNode> chain(std::size_t size) {
  std::vector<RevisionNode> nodes;
  for (std::size_t i = 0; i < size; ++i) {
    nodes.push_back({.id = number(i), .source = number(i) + ".sql"});
    if (i != 0) nodes.back().revises = {number(i - 1)};
  }
  return nodes;
}

// Branches, merges, dependencies and labels all over.
std::vector<RevisionNode> thicket(std::size_t size) {
  std::mt19937 random(1);
  std::vector<RevisionNode> nodes;
  for (std::size_t i = 0; i < size; ++i) {
    RevisionNode node{.id = number(i), .source = number(i) + ".sql"};
    const auto earlier = [&] { return number(i - 1 - random() % std::min<std::size_t>(i, 50)); };
    if (i != 0 && random() % 100 != 0) node.revises.push_back(earlier());
    if (i != 0 && random() % 4 == 0) node.revises.push_back(earlier());
    if (i != 0 && random() % 8 == 0) node.depends_on.push_back(earlier());
    if (random() % 100 == 0) node.labels.push_back("label" + number(i));
    nodes.push_back(node);
  }
  return nodes;
}

class LargeTest : public testing::TestWithParam<std::size_t> {};

TEST_P(LargeTest, AChainGoesUpAndDown) {
  const std::size_t size = GetParam();
  const Graph graph(chain(size));
  const std::vector<RevisionIndex> heads = graph.heads();
  ASSERT_EQ(heads.size(), 1U);
  const auto up = graph.upgrade_path(heads, {});
  ASSERT_EQ(up.size(), size);
  RowWalker walker(graph, {});
  for (const RevisionIndex step : up) walker.step(step, Direction::up);
  EXPECT_EQ(walker.rows(), heads);
  for (const RevisionIndex step : graph.downgrade_path({.base = true}, heads)) {
    walker.step(step, Direction::down);
  }
  EXPECT_TRUE(walker.rows().empty());
  EXPECT_EQ(graph.resolve("base+" + std::to_string(size), {}), heads);
  EXPECT_EQ(graph.range(":", {}).size(), size);
}

TEST_P(LargeTest, AThicketGoesUpAndDown) {
  const Graph graph(thicket(GetParam()));
  RowWalker walker(graph, {});
  for (const RevisionIndex step : graph.upgrade_path(graph.real_heads(), {})) {
    walker.step(step, Direction::up);
  }
  EXPECT_EQ(walker.rows(), graph.real_heads());
  for (const RevisionIndex step : graph.downgrade_path({.base = true}, walker.rows())) {
    walker.step(step, Direction::down);
  }
  EXPECT_TRUE(walker.rows().empty());
}

TEST_P(LargeTest, AFanGoesUpAndDown) {
  std::vector<RevisionNode> nodes = {{.id = "trunk"}};
  RevisionNode merge{.id = "z"};
  for (std::size_t i = 0; i < GetParam(); ++i) {
    nodes.push_back({.id = number(i), .revises = {"trunk"}});
    merge.revises.push_back(number(i));
  }
  nodes.push_back(merge);
  const Graph graph(nodes);
  const auto order = graph.topological_order();
  EXPECT_EQ(graph[order.front()].id, "trunk");
  EXPECT_EQ(graph[order.back()].id, "z");
  const auto rows = graph.rows_after({{order.back()}}, order.back(), Direction::down);
  EXPECT_EQ(rows.size(), GetParam());
}

TEST_P(LargeTest, LabelsOnEveryRevisionOfAChainDoNotGrowWithoutBound) {
  std::vector<RevisionNode> nodes = chain(GetParam());
  for (RevisionNode& node : nodes) node.labels = {"label" + node.id};
  const Graph graph(nodes);
  EXPECT_EQ(graph.labels(0).size(), GetParam());
}

TEST_P(LargeTest, ACycleOfEverythingIsOneFault) {
  std::vector<RevisionNode> nodes = chain(GetParam());
  nodes.front().revises = {nodes.back().id};
  EXPECT_EQ(Graph::check(nodes).size(), 1U);
}

TEST_P(LargeTest, EveryParentMissingIsAFaultForEach) {
  std::vector<RevisionNode> nodes;
  for (std::size_t i = 0; i < GetParam(); ++i) {
    nodes.push_back({.id = number(i), .revises = {"x" + number(i)}, .source = number(i) + ".sql"});
  }
  EXPECT_EQ(Graph::check(nodes).size(), GetParam());
}

INSTANTIATE_TEST_SUITE_P(Revisions, LargeTest, testing::Values(10'000, 100'000),
                         [](const auto& c) { return std::to_string(c.param); });

}  // namespace
}  // namespace migrate

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "migrate/graph.hpp"
#include "notation.hpp"

// Random small graphs, each result held against what its definition says, computed the slow way.
namespace migrate {
namespace {

using Matrix = std::vector<std::vector<bool>>;
using Set = std::vector<bool>;

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : engine_() % bound; }
  bool one_in(std::size_t n) { return below(n) == 0; }
  template <typename T>
  void shuffle(std::vector<T>& items) {
    std::shuffle(items.begin(), items.end(), engine_);
  }

 private:
  std::mt19937 engine_;
};

// Ids say nothing about where in the graph a revision is.
std::vector<RevisionNode> random_nodes(Random& random) {
  std::vector<std::string> ids;
  const std::size_t size = 1 + random.below(12);
  while (ids.size() < size) {
    const std::string id = {"abc"[random.below(3)], "0123456789"[random.below(10)],
                            "xyz"[random.below(3)]};
    if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
  }
  std::vector<RevisionNode> nodes;
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < size; ++i) {
    RevisionNode node{.id = ids[i], .source = ids[i] + ".sql"};
    const std::size_t parents = random.one_in(5) ? 0 : random.one_in(4) ? 2 : 1;
    for (std::size_t k = 0; k < parents && i != 0; ++k) {
      node.revises.push_back(ids[random.one_in(2) ? i - 1 : random.below(i)]);
    }
    while (i != 0 && random.one_in(4)) {
      const bool by_label = !labels.empty() && random.one_in(3);
      node.depends_on.push_back(by_label ? labels[random.below(labels.size())]
                                         : ids[random.below(i)]);
    }
    if (random.one_in(4)) {
      node.labels.push_back("label" + std::to_string(i));
      labels.push_back(node.labels.back());
    }
    nodes.push_back(node);
  }
  random.shuffle(nodes);
  return nodes;
}

Matrix closure(Matrix edges) {
  const std::size_t size = edges.size();
  for (std::size_t via = 0; via < size; ++via) {
    for (std::size_t a = 0; a < size; ++a) {
      for (std::size_t b = 0; b < size; ++b) {
        if (edges[a][via] && edges[via][b]) edges[a][b] = true;
      }
    }
  }
  return edges;
}

// A random graph, and who is below whom: below[a][b] = b is below a.
struct Sample {
  explicit Sample(unsigned seed) : random(seed), nodes(random_nodes(random)), graph(nodes) {
    const std::size_t size = graph.size();
    Matrix parent_edges(size, Set(size));
    Matrix edges(size, Set(size));
    for (RevisionIndex i = 0; i < size; ++i) {
      for (const std::string& name : graph[i].revises) {
        parent_edges[i][at(name)] = edges[i][at(name)] = true;
      }
      for (const std::string& name : graph[i].depends_on) edges[i][at(name)] = true;
    }
    parents = parent_edges;
    needs = edges;
    below_by_parents = closure(parent_edges);
    below = closure(edges);
  }

  [[nodiscard]] std::size_t at(const std::string& name) const {
    for (std::size_t i = 0; i < graph.size(); ++i) {
      if (graph.nodes()[i].id == name) return i;
      const auto& labels = graph.nodes()[i].labels;
      if (std::ranges::find(labels, name) != labels.end()) return i;
    }
    throw std::logic_error("the sample has no " + name);
  }

  std::vector<RevisionIndex> some(std::size_t most) {
    std::vector<RevisionIndex> out;
    for (std::size_t k = random.below(most + 1); k != 0; --k) {
      out.push_back(static_cast<RevisionIndex>(random.below(graph.size())));
    }
    return out;
  }

  [[nodiscard]] Set down(const std::vector<RevisionIndex>& from) const {
    Set out(graph.size());
    for (const RevisionIndex a : from) {
      out[a] = true;
      for (std::size_t b = 0; b < graph.size(); ++b) out[b] = out[b] || below[a][b];
    }
    return out;
  }
  [[nodiscard]] Set up(const std::vector<RevisionIndex>& from) const {
    Set out(graph.size());
    for (const RevisionIndex a : from) {
      out[a] = true;
      for (std::size_t b = 0; b < graph.size(); ++b) out[b] = out[b] || below[b][a];
    }
    return out;
  }
  [[nodiscard]] std::vector<RevisionIndex> maximal_of(const Set& set) const {
    std::vector<RevisionIndex> out;
    for (RevisionIndex a = 0; a < graph.size(); ++a) {
      bool is_maximal = set[a];
      for (std::size_t b = 0; b < graph.size(); ++b) {
        if (set[b] && below[b][a]) is_maximal = false;
      }
      if (is_maximal) out.push_back(a);
    }
    return out;
  }

  // Every member after all members that it needs.
  void expect_legal(const std::vector<RevisionIndex>& path) const {
    for (std::size_t i = 0; i < path.size(); ++i) {
      for (std::size_t k = i + 1; k < path.size(); ++k) {
        EXPECT_NE(path[i], path[k]);
        EXPECT_FALSE(below[path[i]][path[k]])
            << graph[path[i]].id << " before " << graph[path[k]].id;
      }
    }
  }

  Random random;
  std::vector<RevisionNode> nodes;
  Graph graph;
  Matrix parents, needs, below_by_parents, below;
};

Set set_of(const std::vector<RevisionIndex>& revisions, std::size_t size) {
  Set out(size);
  for (const RevisionIndex i : revisions) out[i] = true;
  return out;
}

class PropertyTest : public testing::Test {
 protected:
  template <typename Check>
  static void for_each_sample(Check check) {
    for (unsigned seed = 1; seed <= 500; ++seed) {
      SCOPED_TRACE("seed " + std::to_string(seed));
      Sample sample(seed);
      check(sample);
      if (HasFailure()) return;
    }
  }
};

TEST_F(PropertyTest, TheOrderHoldsEveryRevisionOnceAndAfterItsNeeds) {
  for_each_sample([](Sample& s) {
    EXPECT_EQ(s.graph.topological_order().size(), s.graph.size());
    s.expect_legal(s.graph.topological_order());
  });
}

TEST_F(PropertyTest, AppliedIsWhatTheRowsNeed) {
  for_each_sample([](Sample& s) {
    const auto rows = s.some(4);
    EXPECT_EQ(s.graph.applied(rows), s.down(rows));
  });
}

TEST_F(PropertyTest, MaximalRowsAreThoseThatNothingAppliedNeeds) {
  for_each_sample([](Sample& s) {
    const auto rows = s.some(5);
    EXPECT_EQ(s.graph.maximal(rows), s.maximal_of(s.down(rows)));
  });
}

TEST_F(PropertyTest, MaximalRowsImplyTheSame) {
  for_each_sample([](Sample& s) {
    const auto rows = s.some(5);
    EXPECT_EQ(s.graph.applied(s.graph.maximal(rows)), s.graph.applied(rows));
  });
}

TEST_F(PropertyTest, AnUpgradeRunsWhatIsMissingInALegalOrder) {
  for_each_sample([](Sample& s) {
    const auto rows = s.some(3);
    const auto targets = s.some(3);
    const auto path = s.graph.upgrade_path(targets, rows);
    Set wanted = s.down(targets);
    const Set applied = s.down(rows);
    for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i] = wanted[i] && !applied[i];
    EXPECT_EQ(set_of(path, s.graph.size()), wanted);
    s.expect_legal(path);
  });
}

TEST_F(PropertyTest, AnUpgradeInTwoGoesIsAnUpgradeInOne) {
  for_each_sample([](Sample& s) {
    const auto rows = s.some(2);
    const auto targets = s.some(3);
    const auto path = s.graph.upgrade_path(targets, rows);
    const std::size_t stop = s.random.below(path.size() + 1);
    RowWalker walker(s.graph, rows);
    for (std::size_t i = 0; i < stop; ++i) walker.step(path[i], Direction::up);
    const std::vector<RevisionIndex> rest(path.begin() + static_cast<std::ptrdiff_t>(stop),
                                          path.end());
    EXPECT_EQ(s.graph.upgrade_path(targets, walker.rows()), rest);
  });
}

TEST_F(PropertyTest, ADowngradeUndoesWhatIsAboveAndWhatNeedsThat) {
  for_each_sample([](Sample& s) {
    const auto rows = s.some(4);
    const Set applied = s.down(rows);
    std::vector<RevisionIndex> candidates;
    for (RevisionIndex i = 0; i < s.graph.size(); ++i) {
      if (applied[i]) candidates.push_back(i);
    }
    if (candidates.empty()) return;
    const RevisionIndex target = candidates[s.random.below(candidates.size())];
    std::vector<RevisionIndex> above;
    for (RevisionIndex i = 0; i < s.graph.size(); ++i) {
      if (s.below_by_parents[i][target]) above.push_back(i);
    }
    Set undone = s.up(above);
    for (std::size_t i = 0; i < undone.size(); ++i) undone[i] = undone[i] && applied[i];

    auto path = s.graph.downgrade_path({.revisions = {target}}, rows);
    EXPECT_EQ(set_of(path, s.graph.size()), undone);
    std::ranges::reverse(path);
    s.expect_legal(path);
  });
}

TEST_F(PropertyTest, ADowngradeOnABranchUndoesOnlyChildrenOfThatLineageAndWhatNeedsThem) {
  for_each_sample([](Sample& s) {
    const auto rows = s.some(4);
    const Set applied = s.down(rows);
    const auto carrier = static_cast<RevisionIndex>(s.random.below(s.graph.size()));
    const auto target = static_cast<RevisionIndex>(s.random.below(s.graph.size()));
    const auto shares = [&](RevisionIndex i) {
      return i == carrier || s.below_by_parents[i][carrier] || s.below_by_parents[carrier][i];
    };
    if (!applied[target] || !shares(target)) return;
    const bool to_base = s.random.one_in(3);
    std::vector<RevisionIndex> roots;
    for (RevisionIndex i = 0; i < s.graph.size(); ++i) {
      const bool is_root = to_base ? s.graph[i].revises.empty() : s.parents[i][target];
      if (is_root && shares(i)) roots.push_back(i);
    }
    Set undone = s.up(roots);
    for (std::size_t i = 0; i < undone.size(); ++i) undone[i] = undone[i] && applied[i];

    Target wanted{.base = to_base, .lineage = s.graph[carrier].id};
    if (!to_base) wanted.revisions = {target};
    EXPECT_EQ(set_of(s.graph.downgrade_path(wanted, rows), s.graph.size()), undone);
  });
}

TEST_F(PropertyTest, ADowngradeToTheBaseUndoesEverything) {
  for_each_sample([](Sample& s) {
    const auto rows = s.some(4);
    EXPECT_EQ(set_of(s.graph.downgrade_path({.base = true}, rows), s.graph.size()), s.down(rows));
  });
}

TEST_F(PropertyTest, ADowngradeByStepsUndoesTheLastOneWalkedAndWhatNeedsIt) {
  for_each_sample([](Sample& s) {
    std::vector<RevisionIndex> rows = {static_cast<RevisionIndex>(s.random.below(s.graph.size()))};
    std::vector<RevisionIndex> walked = rows;
    while (s.graph.parents(walked.back()).size() == 1 && !s.random.one_in(3)) {
      walked.push_back(s.graph.parents(walked.back())[0]);
    }
    const RevisionIndex last = walked.back();
    if (s.graph.is_merge_point(last)) return;
    Set undone = s.up({last});
    const Set applied = s.down(rows);
    for (std::size_t i = 0; i < undone.size(); ++i) undone[i] = undone[i] && applied[i];

    const std::string text = "-" + std::to_string(walked.size());
    const Target target = s.graph.resolve_downgrade(text, rows);
    EXPECT_EQ(set_of(s.graph.downgrade_path(target, rows), s.graph.size()), undone);
  });
}

TEST_F(PropertyTest, RowsAreMaximalAfterEveryStepUpAndDown) {
  for_each_sample([](Sample& s) {
    std::vector<RevisionIndex> rows = s.graph.maximal(s.some(3));
    Set applied = s.down(rows);
    RowWalker walker(s.graph, rows);
    for (int turn = 0; turn < 6; ++turn) {
      const auto target = static_cast<RevisionIndex>(s.random.below(s.graph.size()));
      const Direction direction = applied[target] ? Direction::down : Direction::up;
      const auto path = direction == Direction::up
                            ? s.graph.upgrade_path({{target}}, rows)
                            : s.graph.downgrade_path({.revisions = {target}}, rows);
      for (const RevisionIndex step : path) {
        rows = s.graph.rows_after(rows, step, direction);
        walker.step(step, direction);
        applied[step] = direction == Direction::up;
        EXPECT_EQ(rows, s.maximal_of(applied));
        EXPECT_EQ(walker.rows(), rows);
        EXPECT_EQ(s.graph.applied(rows), applied);
        if (HasFailure()) return;
      }
    }
  });
}

TEST_F(PropertyTest, AStampKeepsUnrelatedRowsAndAddsItsTargets) {
  for_each_sample([](Sample& s) {
    const auto rows = s.some(4);
    const auto targets = s.some(3);
    std::vector<RevisionIndex> kept = targets;
    for (const RevisionIndex row : rows) {
      const bool related = std::ranges::any_of(
          targets, [&](RevisionIndex t) { return t == row || s.below[t][row] || s.below[row][t]; });
      if (!related) kept.push_back(row);
    }
    std::vector<Target> stamped;
    for (const RevisionIndex t : targets) stamped.push_back({.revisions = {t}});
    EXPECT_EQ(s.graph.stamp_rows(stamped, rows), s.maximal_of(set_of(kept, s.graph.size())));
  });
}

TEST_F(PropertyTest, ARangeHoldsWhatTheUpperEndNeedsAndWhatNeedsTheLower) {
  for_each_sample([](Sample& s) {
    const auto a = static_cast<RevisionIndex>(s.random.below(s.graph.size()));
    const auto b = static_cast<RevisionIndex>(s.random.below(s.graph.size()));
    const std::string text = s.graph[a].id + ":" + s.graph[b].id;
    if (a != b && !s.below[b][a]) {
      EXPECT_THROW((void)s.graph.range(text, {}), Error);
      return;
    }
    Set between = s.down({b});
    const Set above = s.up({a});
    for (std::size_t i = 0; i < between.size(); ++i) between[i] = between[i] && above[i];
    auto range = s.graph.range(text, {});
    EXPECT_EQ(set_of(range, s.graph.size()), between);
    EXPECT_EQ(range.front(), b);
    EXPECT_EQ(range.back(), a);
    std::ranges::reverse(range);
    s.expect_legal(range);
  });
}

TEST_F(PropertyTest, APrefixNamesARevisionWhenItIsTheOnlyOne) {
  for_each_sample([](Sample& s) {
    const RevisionNode& node = s.nodes[s.random.below(s.nodes.size())];
    const std::string prefix = node.id.substr(0, 1 + s.random.below(node.id.size()));
    const auto matches = std::ranges::count_if(
        s.nodes, [&](const RevisionNode& n) { return n.id.starts_with(prefix); });
    if (matches == 1) {
      EXPECT_EQ(ids(s.graph, s.graph.resolve(prefix, {})), node.id);
    } else {
      EXPECT_THROW((void)s.graph.resolve(prefix, {}), Error);
    }
  });
}

TEST_F(PropertyTest, LabelsAreThoseOfTheDefinition) {
  for_each_sample([](Sample& s) {
    for (RevisionIndex i = 0; i < s.graph.size(); ++i) {
      std::vector<std::string> expected;
      for (RevisionIndex carrier = 0; carrier < s.graph.size(); ++carrier) {
        Set has(s.graph.size());
        for (RevisionIndex at = carrier;;) {
          has[at] = true;
          if (s.graph.is_branch_point(at) || s.graph.parents(at).size() != 1) break;
          at = s.graph.parents(at)[0];
          if (s.graph.is_branch_point(at) || s.graph.is_merge_point(at)) break;
        }
        const bool reached = has[i] || s.below_by_parents[i][carrier];
        if (!reached) continue;
        expected.insert(expected.end(), s.graph[carrier].labels.begin(),
                        s.graph[carrier].labels.end());
      }
      std::ranges::sort(expected);
      EXPECT_EQ(s.graph.labels(i), expected) << s.graph[i].id;
    }
  });
}

TEST_F(PropertyTest, NothingDependsOnTheOrderOfTheNodes) {
  for_each_sample([](Sample& s) {
    auto shuffled = s.nodes;
    s.random.shuffle(shuffled);
    for (RevisionNode& node : shuffled) {
      s.random.shuffle(node.revises);
      s.random.shuffle(node.depends_on);
    }
    const Graph other(shuffled);
    EXPECT_EQ(other.topological_order(), s.graph.topological_order());
    EXPECT_EQ(other.heads(), s.graph.heads());
    EXPECT_EQ(other.real_heads(), s.graph.real_heads());
    for (RevisionIndex i = 0; i < s.graph.size(); ++i) {
      EXPECT_EQ(other[i].id, s.graph[i].id);
      EXPECT_EQ(other.labels(i), s.graph.labels(i));
      EXPECT_THAT(other.children(i), testing::ElementsAreArray(s.graph.children(i)));
      EXPECT_THAT(other.dependents(i), testing::ElementsAreArray(s.graph.dependents(i)));
    }
  });
}

TEST_F(PropertyTest, ACycleIsFoundWhereThereIsOneAndIsOne) {
  for_each_sample([](Sample& s) {
    // Some edges more, in any direction; names that exist, so that only cycles can be at fault.
    std::vector<RevisionNode> nodes = s.nodes;
    for (std::size_t k = s.random.below(4); k != 0; --k) {
      RevisionNode& node = nodes[s.random.below(nodes.size())];
      const std::string& other = nodes[s.random.below(nodes.size())].id;
      if (other != node.id) node.depends_on.push_back(other);
    }
    const std::size_t size = nodes.size();
    Matrix edges(size, Set(size));
    std::vector<std::string> names;
    for (const RevisionNode& node : nodes) {
      for (const std::string& name : node.revises) edges[s.at(node.id)][s.at(name)] = true;
      for (const std::string& name : node.depends_on) edges[s.at(node.id)][s.at(name)] = true;
    }
    const Matrix paths = closure(edges);
    std::size_t components = 0;
    for (std::size_t a = 0; a < size; ++a) {
      bool first = paths[a][a];
      for (std::size_t b = 0; b < a; ++b) first = first && !(paths[a][b] && paths[b][a]);
      if (first) ++components;
    }
    const std::vector<Fault> faults = Graph::check(nodes);
    EXPECT_EQ(faults.size(), components);
    for (const Fault& fault : faults) EXPECT_THAT(fault.message, testing::HasSubstr("a cycle: "));
    s.random.shuffle(nodes);
    EXPECT_EQ(Graph::check(nodes), faults);
  });
}

TEST_F(PropertyTest, FaultsDoNotDependOnTheOrderOfTheNodes) {
  for_each_sample([](Sample& s) {
    std::vector<RevisionNode> nodes = s.nodes;
    for (int k = 0; k < 3; ++k) {
      RevisionNode& node = nodes[s.random.below(nodes.size())];
      switch (s.random.below(4)) {
        case 0:
          node.id = nodes[s.random.below(nodes.size())].id;
          break;
        case 1:
          node.revises.push_back("gone");
          break;
        case 2:
          node.labels.push_back("same");
          break;
        default:
          node.depends_on.push_back(node.id);
      }
    }
    const std::vector<Fault> faults = Graph::check(nodes);
    s.random.shuffle(nodes);
    EXPECT_EQ(Graph::check(nodes), faults);
  });
}

}  // namespace
}  // namespace migrate

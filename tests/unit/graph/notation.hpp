#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/error.hpp"
#include "migrate/graph.hpp"

namespace migrate {

/// The nodes of a graph in a line of text: `a +trunk; b<a; m<b,c dep:x` = a revision `a` with the
/// label `trunk`, `b` that revises it, and `m` that revises `b` and `c` and depends on `x`. Each
/// has the source `ID.sql`, unless it says `src:NAME`.
std::vector<RevisionNode> nodes_of(std::string_view text);
Graph graph_of(std::string_view text);

/// Indices of ids, given with blanks between them.
std::vector<RevisionIndex> indices(const Graph& graph, std::string_view ids);

/// Ids with blanks between them.
std::string ids(const Graph& graph, const std::vector<RevisionIndex>& revisions);

/// `base`, `base of L`, or ids; with a lineage ` in L` after them.
std::string describe(const Graph& graph, const Target& target);

/// What `call` returns, or `error: ` and the message. An error of another code than `code` fails
/// the test.
std::string outcome(ErrorCode code, const std::function<std::string()>& call);

/// A row of a table of tests: on `graph`, with these `rows` applied, `input` gives `expected`.
struct GraphCase {
  std::string name;
  std::string graph;
  std::string rows;
  std::string input;
  std::string expected;
};

using GraphTest = testing::TestWithParam<GraphCase>;

inline std::string case_name(const testing::TestParamInfo<GraphCase>& info) {
  return info.param.name;
}
inline void PrintTo(const GraphCase& c, std::ostream* out) {
  *out << c.graph << " rows " << c.rows << ": " << c.input;
}

}  // namespace migrate

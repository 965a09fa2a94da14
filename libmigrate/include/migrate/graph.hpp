#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace migrate {

/// What the graph needs to know of a revision. `source` names its file in error messages.
struct RevisionNode {
  std::string id;
  std::vector<std::string> revises = {};  ///< parents: none = a base, two or more = a merge point
  std::vector<std::string> depends_on = {};  ///< ids or labels that must be applied first
  std::vector<std::string> labels = {};
  std::string source = {};
};

/// One fault of a directory of revisions. All faults are found, not only the first.
struct Fault {
  std::string source;   ///< the file (or files, joined by " and ") that is at fault
  std::string message;  ///< what is wrong and what to do, without the file's name
  bool operator==(const Fault&) const = default;
};

/// Index of a revision in Graph::nodes().
using RevisionIndex = std::uint32_t;

/// A step of a plan: one revision, up or down.
enum class Direction { up, down };

/// What a target names, once resolved: revisions by index, or the base of everything (`base`) or
/// of one lineage (`label@base`: `base` with `lineage` set).
struct Target {
  bool base = false;
  std::vector<RevisionIndex> revisions = {};  ///< empty when `base`; `heads` may give several

  /// The label or whole id before `@`; empty = none. Restricts a downgrade to that branch. A
  /// downgrade by `-N` or `label@-N` puts the last revision that was walked over here, so that
  /// those N revisions and what depends on them are undone, and no sibling.
  std::string lineage = {};
  bool operator==(const Target&) const = default;
};

/// For each revision a list of others, all in one block.
struct Adjacency {
  std::vector<std::uint32_t> ends = {};  ///< ends[i] = one past the last item of revision i
  std::vector<RevisionIndex> items = {};

  [[nodiscard]] std::span<const RevisionIndex> operator[](RevisionIndex index) const {
    const std::size_t begin = index == 0 ? 0 : ends[index - 1];
    return std::span(items).subspan(begin, ends[index] - begin);
  }
};

/// The revisions of a project as a directed acyclic graph, checked whole when it is made. Knows no
/// files and no database. Every operation is linear in revisions + edges, every result is
/// deterministic: it depends on the nodes' contents, never on the order they came in.
///
/// Words: *heads* have no child by parent edges; *real heads* are heads that nobody depends on;
/// *applied* = the version rows and all their ancestors by parents and dependencies; two revisions
/// *share a lineage* when one is the other, or its ancestor by parent edges.
///
/// `rows` may always be unsorted, repeated or redundant, as a database has them.
///
/// Errors are Error{ErrorCode::target} unless a declaration says otherwise; the texts are part of
/// the contract and are tested.
class Graph {
 public:
  Graph() = default;

  /// Builds the graph. Throws Error{ErrorCode::revision} listing every fault (check()'s), one a
  /// line, when there are any.
  explicit Graph(std::vector<RevisionNode> nodes);

  /// The same, but hands the faults over; the graph is empty when there are any.
  static Graph build(std::vector<RevisionNode> nodes, std::vector<Fault>& faults);

  /// Every fault of `nodes`, sorted by source: duplicate id (both files named), missing parent,
  /// missing dependency (with the nearest known id or label), self-loop, cycle by parents and
  /// dependencies together (members in order; of cycles that have a revision in common, one),
  /// duplicate label, label equal to an id, name that a target could not say. Empty = sound.
  /// A node without a source goes by `revision "ID"`.
  static std::vector<Fault> check(const std::vector<RevisionNode>& nodes);

  /// Sorted by id.
  [[nodiscard]] const std::vector<RevisionNode>& nodes() const { return nodes_; }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  [[nodiscard]] const RevisionNode& operator[](RevisionIndex index) const { return nodes_[index]; }

  /// The revision with exactly this id; false when there is none.
  bool find(std::string_view id, RevisionIndex& out) const;

  /// The revision that carries exactly this label; false when there is none.
  bool find_label(std::string_view label, RevisionIndex& out) const;

  /// By index into nodes(): parents, children by parent edges, dependencies (labels resolved),
  /// the revisions that depend on it. Each sorted by id.
  [[nodiscard]] std::span<const RevisionIndex> parents(RevisionIndex index) const {
    return parents_[index];
  }
  [[nodiscard]] std::span<const RevisionIndex> children(RevisionIndex index) const {
    return children_[index];
  }
  [[nodiscard]] std::span<const RevisionIndex> dependencies(RevisionIndex index) const {
    return dependencies_[index];
  }
  [[nodiscard]] std::span<const RevisionIndex> dependents(RevisionIndex index) const {
    return dependents_[index];
  }

  /// A revision's own labels and those it has from its lineage: a label belongs to its revision, to
  /// all descendants by parent edges, and to ancestors back to a branch or merge point, which has
  /// it no more; a label on such a point goes to no ancestor. Sorted.
  [[nodiscard]] std::vector<std::string> labels(RevisionIndex index) const;

  [[nodiscard]] bool is_head(RevisionIndex index) const;          ///< no child by parent edges
  [[nodiscard]] bool is_real_head(RevisionIndex index) const;     ///< and nobody depends on it
  [[nodiscard]] bool is_base(RevisionIndex index) const;          ///< no parent
  [[nodiscard]] bool is_branch_point(RevisionIndex index) const;  ///< two or more children
  [[nodiscard]] bool is_merge_point(RevisionIndex index) const;   ///< two or more parents

  /// Sorted by id.
  [[nodiscard]] std::vector<RevisionIndex> heads() const;
  [[nodiscard]] std::vector<RevisionIndex> real_heads() const;
  [[nodiscard]] std::vector<RevisionIndex> bases() const;

  /// Every revision, each after its parents and dependencies. The heads' branches run one after the
  /// other, in the order in which a walk up from the bases meets the heads, smaller ids first; each
  /// brings in what it needs when it needs it: parents by id, then dependencies by id. So a branch
  /// is finished before another is begun, and is interrupted only by what it needs of another.
  ///
  /// It is the one order of the graph: an upgrade runs a part of it, a downgrade and a history show
  /// a part of it backwards. So an upgrade in two goes runs in the order that one go would have
  /// had.
  [[nodiscard]] const std::vector<RevisionIndex>& topological_order() const { return order_; }

  /// The rows of a version table as indices, sorted, each once. Throws Error{ErrorCode::state} that
  /// names every id that no file has.
  [[nodiscard]] std::vector<RevisionIndex> rows(std::span<const std::string> ids) const;

  /// By index: does it count as applied under these rows?
  [[nodiscard]] std::vector<bool> applied(std::span<const RevisionIndex> rows) const;

  /// The maximal elements (by parents and dependencies) of the set that `rows` imply, sorted by
  /// id: what the version table must hold.
  [[nodiscard]] std::vector<RevisionIndex> maximal(std::span<const RevisionIndex> rows) const;

  /// Resolves a target of an upgrade, downgrade or stamp under the current rows:
  ///
  ///     target := [lineage '@'] [symbol] ('+' | '-') digits  |  [lineage '@'] symbol
  ///     symbol := id | unique id prefix | label | head | heads | base | current
  ///     lineage := label | id | unique id prefix
  ///
  /// | form          | upgrade                                    | downgrade |
  /// |---------------|--------------------------------------------|--------------------------------|
  /// | `+N`          | N up from the one row; none: from the base | error | | `-N`          | error
  /// | N down from the one row        | | `label@+N`    | from the lineage's applied tip, else base
  /// | error                          | | `label@-N`    | error | from the lineage's applied tip |
  /// | `sym±N`       | N from sym                                 | N from sym |
  ///
  /// A stamp takes both signs. Exact ids go before labels, labels before prefixes; a text that is a
  /// label as a whole is never taken apart. Walks follow parent edges only; a lineage, where given,
  /// chooses among them. `current` = the maximal rows; without rows, the base.
  [[nodiscard]] Target resolve_upgrade(std::string_view target,
                                       std::span<const RevisionIndex> rows) const;
  [[nodiscard]] Target resolve_downgrade(std::string_view target,
                                         std::span<const RevisionIndex> rows) const;
  [[nodiscard]] Target resolve_stamp(std::string_view target,
                                     std::span<const RevisionIndex> rows) const;

  /// Resolves a symbol (id, prefix, label, head, heads, base, current, `label@symbol`, symbol±N, and
  /// ±N from the current row) to revisions, without the rules of a verb; for show, edit, history,
  /// revision --head, merge. `base` gives an empty list. Sorted by id.
  [[nodiscard]] std::vector<RevisionIndex> resolve(std::string_view symbol,
                                                   std::span<const RevisionIndex> rows) const;

  /// What an upgrade to these targets runs, in order: ancestors of the targets and the targets,
  /// minus applied. Empty when all are applied already.
  [[nodiscard]] std::vector<RevisionIndex> upgrade_path(std::span<const RevisionIndex> targets,
                                                        std::span<const RevisionIndex> rows) const;

  /// What a downgrade to `target` undoes, in order (children and dependents first): the applied
  /// descendants of the target by parent edges, and whatever depends on them. The target's
  /// revisions must be applied. With `lineage`, only that branch and whatever depends on it.
  [[nodiscard]] std::vector<RevisionIndex> downgrade_path(
      const Target& target, std::span<const RevisionIndex> rows) const;

  /// The version rows after a stamp: rows unrelated to every target (by parents and dependencies)
  /// stay, plus the targets; `base` clears, `label@base` clears the rows related to that label's
  /// revision. Sorted by id, maximal.
  [[nodiscard]] std::vector<RevisionIndex> stamp_rows(std::span<const Target> targets,
                                                      std::span<const RevisionIndex> rows) const;

  /// The version rows after one step from `rows`. Sorted by id, maximal. For the steps of a plan
  /// one after the other use RowWalker: this looks at the whole graph each time. Throws
  /// Error{ErrorCode::state} when the step cannot come next.
  [[nodiscard]] std::vector<RevisionIndex> rows_after(std::span<const RevisionIndex> rows,
                                                      RevisionIndex step,
                                                      Direction direction) const;

  /// `history -r a:b`: the revisions between a and b (both included), newest first: those that b
  /// needs and that need a, by parents and dependencies. Either side may be empty (base, heads;
  /// with a lineage in a, its heads). `-N:b` counts down from b, `a:+N` up from a, any other bare
  /// number from the current row. Without a colon the text is an error, and so is an a that b does
  /// not need.
  [[nodiscard]] std::vector<RevisionIndex> range(std::string_view text,
                                                 std::span<const RevisionIndex> rows) const;

 private:
  /// The labels of a revision as a set that shares its parts: a revision without labels of its own
  /// has its parent's.
  struct LabelSet {
    std::vector<std::uint32_t> own = {};    ///< indices into labels_
    std::vector<std::uint32_t> parts = {};  ///< indices into label_sets_, smaller than its own
  };
  void make_label_sets();

  /// The revision that Target::lineage names.
  [[nodiscard]] RevisionIndex lineage_of(std::string_view name) const;

  std::vector<RevisionNode> nodes_;
  Adjacency parents_;
  Adjacency children_;
  Adjacency dependencies_;
  Adjacency dependents_;
  std::vector<RevisionIndex> order_;
  std::vector<std::pair<std::string, RevisionIndex>> labels_;  ///< with who carries it, sorted
  std::vector<LabelSet> label_sets_;                           ///< [0] is the empty set
  std::vector<std::uint32_t> label_set_of_;                    ///< by revision
};

/// The version rows along a plan, kept up to date at a cost of rows + edges of the revision a step.
/// Invariant: rows() are the maximal elements of what is applied, sorted by id. The graph must
/// outlive it.
class RowWalker {
 public:
  RowWalker(const Graph& graph, std::span<const RevisionIndex> rows);

  /// Throws Error{ErrorCode::state}, and changes nothing, when the step cannot come next: up needs
  /// the revision not applied and its parents and dependencies applied, down needs it applied and
  /// nothing that is applied to need it.
  void step(RevisionIndex revision, Direction direction);

  [[nodiscard]] const std::vector<RevisionIndex>& rows() const { return rows_; }
  [[nodiscard]] bool is_applied(RevisionIndex revision) const { return applied_[revision]; }

 private:
  void up(RevisionIndex revision);
  void down(RevisionIndex revision);

  const Graph* graph_;
  std::vector<bool> applied_;
  std::vector<std::uint32_t> applied_above_;  ///< edges from applied children and dependents
  std::vector<RevisionIndex> rows_;
};

}  // namespace migrate

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace migrate {

/// What the graph needs to know of a revision. `source` names its file in error messages.
struct RevisionNode {
  std::string id;
  std::vector<std::string> revises = {};     ///< parents: none = a base, two or more = a merge point
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
  std::string lineage = {};                   ///< label (or id) before `@`; restricts a downgrade
  bool operator==(const Target&) const = default;
};

/// The revisions of a project as a directed acyclic graph, checked whole when it is made. Knows no
/// files and no database. Every operation is linear in revisions + edges, every result is
/// deterministic: it depends on the nodes' contents, never on the order they came in.
///
/// Words: *heads* have no child by parent edges; *real heads* are heads that nobody depends on;
/// *applied* = the version rows and all their ancestors by parents and dependencies.
///
/// Errors are Error{ErrorCode::target} unless a declaration says otherwise; the texts are part of
/// the contract and are tested.
class Graph {
 public:
  Graph() = default;

  /// Builds the graph. Throws Error{ErrorCode::revision} listing every fault (check()'s), one a
  /// line, when there are any.
  explicit Graph(std::vector<RevisionNode> nodes);

  /// Every fault of `nodes`, sorted by source: duplicate id (both files named), missing parent,
  /// missing dependency (with the nearest known id or label), self-loop, cycle by parents and
  /// dependencies together (members in order), duplicate label, label equal to an id. Empty = sound.
  static std::vector<Fault> check(const std::vector<RevisionNode>& nodes);

  /// Sorted by id.
  [[nodiscard]] const std::vector<RevisionNode>& nodes() const { return nodes_; }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  [[nodiscard]] const RevisionNode& operator[](RevisionIndex index) const { return nodes_[index]; }

  /// The revision with exactly this id; false when there is none.
  bool find(std::string_view id, RevisionIndex& out) const;

  /// By index into nodes(): parents, children by parent edges, dependencies (labels resolved),
  /// the revisions that depend on it. Each sorted by id.
  [[nodiscard]] std::span<const RevisionIndex> parents(RevisionIndex index) const;
  [[nodiscard]] std::span<const RevisionIndex> children(RevisionIndex index) const;
  [[nodiscard]] std::span<const RevisionIndex> dependencies(RevisionIndex index) const;
  [[nodiscard]] std::span<const RevisionIndex> dependents(RevisionIndex index) const;

  /// A revision's own labels and those it has from its lineage (semantics.md: a label belongs to
  /// its revision, to all descendants by parent edges, and to ancestors back to a branch or merge
  /// point). Sorted.
  [[nodiscard]] std::vector<std::string> labels(RevisionIndex index) const;

  [[nodiscard]] bool is_head(RevisionIndex index) const;         ///< no child by parent edges
  [[nodiscard]] bool is_real_head(RevisionIndex index) const;    ///< and nobody depends on it
  [[nodiscard]] bool is_base(RevisionIndex index) const;         ///< no parent
  [[nodiscard]] bool is_branch_point(RevisionIndex index) const; ///< two or more children
  [[nodiscard]] bool is_merge_point(RevisionIndex index) const;  ///< two or more parents

  /// Sorted by id.
  [[nodiscard]] std::vector<RevisionIndex> heads() const;
  [[nodiscard]] std::vector<RevisionIndex> real_heads() const;
  [[nodiscard]] std::vector<RevisionIndex> bases() const;

  /// Every revision, each after its parents and dependencies; a branch is finished before another
  /// is begun; ties by id. The order in which an upgrade of everything would run.
  [[nodiscard]] std::vector<RevisionIndex> topological_order() const;

  /// The rows of a version table as indices. Throws Error{ErrorCode::state} for an id that no file
  /// has. Duplicates are dropped.
  [[nodiscard]] std::vector<RevisionIndex> rows(std::span<const std::string> ids) const;

  /// By index: does it count as applied under these rows?
  [[nodiscard]] std::vector<bool> applied(std::span<const RevisionIndex> rows) const;

  /// The maximal elements (by parents and dependencies) of the set that `rows` imply, sorted by
  /// id: what the version table must hold.
  [[nodiscard]] std::vector<RevisionIndex> maximal(std::span<const RevisionIndex> rows) const;

  /// Resolves a target of an upgrade, downgrade or stamp under the current rows, by the grammar and
  /// tables of semantics.md. `current` is allowed wherever a symbol is.
  [[nodiscard]] Target resolve_upgrade(std::string_view target,
                                       std::span<const RevisionIndex> rows) const;
  [[nodiscard]] Target resolve_downgrade(std::string_view target,
                                         std::span<const RevisionIndex> rows) const;
  [[nodiscard]] Target resolve_stamp(std::string_view target,
                                     std::span<const RevisionIndex> rows) const;

  /// Resolves a symbol (id, prefix, label, head, heads, base, current, label@symbol, symbol±N) to
  /// revisions, without the rules of a verb; for show, edit, history, revision --head, merge.
  /// `base` gives an empty list.
  [[nodiscard]] std::vector<RevisionIndex> resolve(std::string_view symbol,
                                                   std::span<const RevisionIndex> rows) const;

  /// What an upgrade to these targets runs, in order: ancestors of the targets and the targets,
  /// minus applied. Empty when all are applied already.
  [[nodiscard]] std::vector<RevisionIndex> upgrade_path(std::span<const RevisionIndex> targets,
                                                        std::span<const RevisionIndex> rows) const;

  /// What a downgrade to `target` undoes, in order (children and dependents first). The target's
  /// revisions must be applied. With `lineage`, only that branch and whatever depends on it.
  [[nodiscard]] std::vector<RevisionIndex> downgrade_path(
      const Target& target, std::span<const RevisionIndex> rows) const;

  /// The version rows after a stamp: rows unrelated to every target stay, plus the targets; `base`
  /// clears, `label@base` clears that lineage. Sorted by id, maximal.
  [[nodiscard]] std::vector<RevisionIndex> stamp_rows(std::span<const Target> targets,
                                                      std::span<const RevisionIndex> rows) const;

  /// The version rows after one step from `rows` (which must be maximal). Sorted by id.
  [[nodiscard]] std::vector<RevisionIndex> rows_after(std::span<const RevisionIndex> rows,
                                                      RevisionIndex step, Direction direction) const;

  /// `history -r a:b`: the revisions between a and b (both included), newest first. Either side may
  /// be empty (base, heads). Without a colon the text is an error.
  [[nodiscard]] std::vector<RevisionIndex> range(std::string_view text,
                                                 std::span<const RevisionIndex> rows) const;

 private:
  std::vector<RevisionNode> nodes_;
};

}  // namespace migrate

#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/graph.hpp"

namespace migrate {

/// What a target is for: which signs a bare number may have.
enum class Verb { upgrade, downgrade, stamp, show };

/// A target taken apart, with nothing looked up yet but whether the symbol is a name as a whole.
struct TargetWords {
  std::string_view text;     ///< all of it
  std::string_view lineage;  ///< before `@`; empty = none
  std::string_view symbol;   ///< empty = count from the current row
  char sign = 0;             ///< `+`, `-`, or 0 = no number
  std::size_t steps = 0;

  [[nodiscard]] bool counts_from_current() const { return sign != 0 && symbol.empty(); }
};

/// Turns the text of targets into revisions. Throws Error{ErrorCode::target}.
class Resolver {
 public:
  Resolver(const Graph& graph, std::span<const RevisionIndex> rows)
      : graph_(graph), rows_(graph.maximal(rows)) {}

  [[nodiscard]] TargetWords split(std::string_view text) const;
  [[nodiscard]] Target resolve(const TargetWords& words, Verb verb) const;

  /// `words` with its number counted from `start` instead of the current row.
  [[nodiscard]] Target resolve_from(const TargetWords& words, const Target& start) const;

  /// The revision that a text before `@` names.
  [[nodiscard]] RevisionIndex find_lineage(std::string_view name, std::string_view text) const;

 private:
  /// A lineage to which a target is restricted.
  struct Branch {
    std::string name = {};           ///< label or whole id; empty = no restriction
    std::vector<bool> members = {};  ///< by index
    [[nodiscard]] bool holds(RevisionIndex i) const { return name.empty() || members[i]; }
  };

  /// Where a walk stands: at a revision, or at the base, below all.
  using Place = std::optional<RevisionIndex>;

  struct Walk {
    Place end;
    Place last;  ///< down: the last revision that was walked over
  };

  [[nodiscard]] Branch branch(const TargetWords& words) const;
  [[nodiscard]] std::vector<RevisionIndex> prefixed(std::string_view prefix) const;

  [[nodiscard]] Target absolute(const TargetWords& words, const Branch& branch) const;
  [[nodiscard]] RevisionIndex find_one(const TargetWords& words, const Branch& branch) const;
  [[nodiscard]] RevisionIndex the_head(const TargetWords& words, const Branch& branch) const;
  [[nodiscard]] std::vector<RevisionIndex> heads(const Branch& branch) const;

  [[nodiscard]] std::vector<RevisionIndex> current(const Branch& branch, char sign) const;
  [[nodiscard]] Place current_place(const TargetWords& words, const Branch& branch) const;
  [[nodiscard]] Place one_place(const TargetWords& words, const Target& start) const;

  [[nodiscard]] Target relative(const TargetWords& words, const Branch& branch, Place start,
                                bool undo_walked) const;
  [[nodiscard]] Walk walk(const TargetWords& words, const Branch& branch, Place start) const;
  [[nodiscard]] std::vector<RevisionIndex> next(const TargetWords& words, const Branch& branch,
                                                Place at) const;
  [[noreturn]] void too_far(const TargetWords& words, const Branch& branch, Place start, Place end,
                            std::size_t steps) const;
  [[noreturn]] void ambiguous(const TargetWords& words, Place at,
                              std::span<const RevisionIndex> candidates) const;

  [[nodiscard]] std::string describe(Place place) const;

  /// The nearest of the known names, and of `symbols`.
  [[nodiscard]] std::string suggestion(std::string_view word,
                                       std::vector<std::string> symbols) const;

  const Graph& graph_;
  std::vector<RevisionIndex> rows_;  ///< maximal
};

}  // namespace migrate

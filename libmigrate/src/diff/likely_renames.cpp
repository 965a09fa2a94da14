#include "diff/comparison.hpp"

namespace migrate {
namespace {

/// The same columns under the same names.
bool alike(const Table& a, const Table& b, const Terms& terms) {
  if (a.schema != b.schema || a.columns.size() != b.columns.size()) return false;
  return std::ranges::all_of(a.columns, [&](const Column& column) {
    return std::ranges::any_of(
        b.columns, [&](const Column& other) { return terms.same_but(column, other, {"comment"}); });
  });
}

std::size_t place(const Table& table, const Column& column) {
  return static_cast<std::size_t>(&column - table.columns.data());
}

class Search {
 public:
  explicit Search(const Comparison& comparison) : terms_(comparison.terms()) {
    tables(comparison);
    for (const TableDiff& table : comparison.tables()) columns(table);
  }
  std::vector<RenameCandidate> found = {};

 private:
  void tables(const Comparison& comparison) {
    std::set<const Table*> used;
    for (const Table* table : comparison.created()) {
      for (const Table* old : comparison.dropped()) {
        if (used.contains(old) || !alike(*old, *table, terms_)) continue;
        used.insert(old);
        found.push_back({{table->schema, table->name}, "", old->name});
        break;
      }
    }
  }

  void columns(const TableDiff& table) {
    std::set<const Column*> used;
    for (const Pair<Column>& added : table.columns()) {
      if (added.old != nullptr) continue;
      for (const Pair<Column>& removed : table.columns()) {
        if (removed.to != nullptr || used.contains(removed.now)) continue;
        const bool same = terms_.same_but(*removed.now, *added.to, {"name", "comment"});
        const bool in_place =
            terms_.same(removed.now->type, added.to->type) &&
            place(table.before(), *removed.now) == place(table.wanted(), *added.to);
        if (!same && !in_place) continue;
        used.insert(removed.now);
        found.push_back({table.name(), added.to->name, removed.now->name});
        break;
      }
    }
  }

  const Terms& terms_;
};

}  // namespace

std::vector<RenameCandidate> likely_renames(const Schema& from, const Schema& to,
                                            const DiffOptions& options) {
  const Comparison comparison(from, to, options);
  return Search(comparison).found;
}

}  // namespace migrate

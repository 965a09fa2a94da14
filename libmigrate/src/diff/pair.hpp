#pragma once

#include <set>
#include <string>
#include <vector>

#include "diff/terms.hpp"

namespace migrate {

/// A part of a table (column, constraint, index) on both sides. What goes is told as the database
/// calls it before any rename (`old`), what comes as it is wanted.
template <class Part>
struct Pair {
  const Part* old = nullptr;
  const Part* now = nullptr;  ///< `old` with the renames done
  const Part* to = nullptr;
  bool same = false;
  bool renamed = false;  ///< its name is all that differs, and can be changed
  bool remade = false;   ///< what it needs is made anew, so it has to go and come back

  [[nodiscard]] bool goes() const { return old != nullptr && (to == nullptr || replaced()); }
  [[nodiscard]] bool comes() const { return to != nullptr && (old == nullptr || replaced()); }

 private:
  [[nodiscard]] bool replaced() const { return remade || (!same && !renamed); }
};

/// Pairs the parts of a table: by name, those without one by what they are, and at last those that
/// differ by name alone, where a name can be changed. `old` and `now` go in step.
template <class Part>
std::vector<Pair<Part>> pairs(const std::vector<Part>& old, const std::vector<Part>& now,
                              const std::vector<Part>& to, const Terms& terms,
                              bool can_rename = false) {
  std::vector<Pair<Part>> result;
  std::vector<bool> used(now.size(), false);
  const auto take = [&](const Part& wanted, auto&& fits) {
    for (std::size_t i = 0; i < now.size(); ++i) {
      if (used[i] || !fits(now[i])) continue;
      used[i] = true;
      result.push_back({.old = &old[i],
                        .now = &now[i],
                        .to = &wanted,
                        .same = terms.same(now[i], wanted),
                        .renamed = can_rename && now[i].name != wanted.name});
      return true;
    }
    return false;
  };
  std::vector<const Part*> unmatched;
  for (const Part& part : to) {
    const bool found = take(part, [&](const Part& before) {
      return terms.same_name(part.name, before.name) &&
             (!part.name.empty() || terms.same(before, part));
    });
    if (!found) unmatched.push_back(&part);
  }
  for (const Part* part : unmatched) {
    const bool found = can_rename && !part->name.empty() && take(*part, [&](const Part& before) {
                         return !before.name.empty() && terms.same_but(before, *part, {"name"});
                       });
    if (!found) result.push_back({.to = part});
  }
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (!used[i]) result.push_back({.old = &old[i], .now = &now[i]});
  }
  return result;
}

using Words = std::set<std::string, std::less<>>;

/// Every word of SQL texts, whether it is quoted, in a string, or bare, and every name in double
/// quotes as a whole: enough to tell what a text may be about. For putting things in order, where
/// one word too many does no harm.
void add_words(std::string_view text, Words& words);

}  // namespace migrate

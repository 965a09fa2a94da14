#include "graph/resolver.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>

#include "base/text.hpp"
#include "graph/reach.hpp"
#include "graph/wording.hpp"
#include "migrate/error.hpp"

namespace migrate {
namespace {

using wording::list;
using wording::quote;

[[noreturn]] void fail(std::string message) { throw Error(ErrorCode::target, std::move(message)); }

// What does not fit is further than any walk can go.
std::size_t number(std::string_view digits) {
  constexpr std::size_t most = std::numeric_limits<std::uint32_t>::max();
  std::size_t value = 0;
  for (const char c : digits)
    value = std::min(most, value * 10 + static_cast<std::size_t>(c - '0'));
  return value;
}

// The same target on the branch of `revision`: what to write instead of an ambiguous one.
std::string on_branch_of(const RevisionNode& revision, const TargetWords& words) {
  const std::size_t at = words.lineage.empty() ? 0 : words.lineage.size() + 1;
  return quote(revision.id + "@" + std::string(words.text.substr(at)));
}

}  // namespace

TargetWords Resolver::split(std::string_view text) const {
  TargetWords words{.text = text, .lineage = {}, .symbol = text};
  if (text.empty()) fail("an empty text names no revision. Write an id, a label, head or base.");
  if (const auto at = text.find('@'); at != std::string_view::npos) {
    words.lineage = text.substr(0, at);
    words.symbol = text.substr(at + 1);
    if (words.lineage.empty() || words.symbol.empty()) {
      fail(fmt::format("{} is incomplete: write LABEL@SYMBOL, as in \"LABEL@head\".", quote(text)));
    }
  }
  RevisionIndex ignored = 0;
  if (graph_.find(words.symbol, ignored) || graph_.find_label(words.symbol, ignored)) return words;

  const auto last = words.symbol.find_last_not_of("0123456789");
  if (last == std::string_view::npos || last + 1 == words.symbol.size()) return words;
  if (words.symbol[last] != '+' && words.symbol[last] != '-') return words;
  words.sign = words.symbol[last];
  words.steps = number(words.symbol.substr(last + 1));
  words.symbol = words.symbol.substr(0, last);
  if (words.counts_from_current() && words.steps == 0) {
    fail(fmt::format("{} names no step. Count from 1.", quote(text)));
  }
  return words;
}

Target Resolver::resolve(const TargetWords& words, Verb verb) const {
  const Branch on = branch(words);
  if (words.sign == 0) return absolute(words, on);
  if (!words.symbol.empty()) {
    return relative(words, on, one_place(words, absolute(words, on)), false);
  }
  if (verb == Verb::upgrade && words.sign == '-') {
    fail(fmt::format("{} goes down, and an upgrade goes up. Use a downgrade.", quote(words.text)));
  }
  if (verb == Verb::downgrade && words.sign == '+') {
    fail(fmt::format("{} goes up, and a downgrade goes down. Use an upgrade.", quote(words.text)));
  }
  return relative(words, on, current_place(words, on), verb == Verb::downgrade);
}

Target Resolver::resolve_from(const TargetWords& words, const Target& start) const {
  return relative(words, branch(words), one_place(words, start), false);
}

Resolver::Branch Resolver::branch(const TargetWords& words) const {
  if (words.lineage.empty()) return {};
  const RevisionIndex carrier = find_lineage(words.lineage, words.text);
  RevisionIndex ignored = 0;
  const bool is_label = graph_.find_label(words.lineage, ignored);
  return {is_label ? std::string(words.lineage) : graph_[carrier].id, lineage(graph_, carrier)};
}

RevisionIndex Resolver::find_lineage(std::string_view name, std::string_view text) const {
  RevisionIndex index = 0;
  if (graph_.find(name, index) || graph_.find_label(name, index)) return index;
  const std::vector<RevisionIndex> matches = prefixed(name);
  if (matches.size() == 1) return matches.front();
  if (matches.empty()) {
    fail(fmt::format("there is no label or revision {}, as {} has it.{}", quote(name), quote(text),
                     suggestion(name, {})));
  }
  fail(fmt::format("{} is ambiguous: it may be {}. Write more of it.", quote(name),
                   list(graph_, matches)));
}

std::vector<RevisionIndex> Resolver::prefixed(std::string_view prefix) const {
  const auto& nodes = graph_.nodes();
  std::vector<RevisionIndex> matches;
  auto at = std::ranges::lower_bound(nodes, prefix, {}, &RevisionNode::id);
  for (; at != nodes.end() && at->id.starts_with(prefix); ++at) {
    matches.push_back(static_cast<RevisionIndex>(at - nodes.begin()));
  }
  return matches;
}

Target Resolver::absolute(const TargetWords& words, const Branch& branch) const {
  Target target{.lineage = branch.name};
  if (words.symbol == "base") {
    target.base = true;
  } else if (words.symbol == "head") {
    if (graph_.size() != 0) target.revisions = {the_head(words, branch)};
  } else if (words.symbol == "heads") {
    target.revisions = heads(branch);
  } else if (words.symbol == "current") {
    target.revisions = current(branch, '+');
    target.base = target.revisions.empty();
  } else {
    target.revisions = {find_one(words, branch)};
  }
  return target;
}

RevisionIndex Resolver::find_one(const TargetWords& words, const Branch& branch) const {
  const std::string_view name = words.symbol;
  std::vector<RevisionIndex> matches;
  if (RevisionIndex index = 0; graph_.find(name, index) || graph_.find_label(name, index)) {
    matches = {index};
  } else {
    matches = prefixed(name);
  }
  if (matches.empty()) {
    fail(fmt::format("there is no revision or label {}.{}", quote(name),
                     suggestion(name, {"head", "heads", "base", "current"})));
  }
  std::vector<RevisionIndex> members = matches;
  std::erase_if(members, [&](RevisionIndex i) { return !branch.holds(i); });
  if (members.empty()) {
    fail(
        fmt::format("{} {} not in the lineage of {}, whose heads are {}. Leave out {}, or name a "
                    "revision of that lineage.",
                    list(graph_, matches), matches.size() == 1 ? "is" : "are", quote(branch.name),
                    list(graph_, heads(branch)), quote(std::string(words.lineage) + "@")));
  }
  if (members.size() > 1) {
    fail(fmt::format("{} is ambiguous: it may be {}. Write more of it.", quote(name),
                     list(graph_, members)));
  }
  return members.front();
}

RevisionIndex Resolver::the_head(const TargetWords& words, const Branch& branch) const {
  std::vector<RevisionIndex> all = graph_.heads();
  std::erase_if(all, [&](RevisionIndex i) { return !branch.holds(i); });
  if (all.size() == 1) return all.front();
  const std::string where = branch.name.empty() ? "" : " in the lineage of " + quote(branch.name);
  const std::string every = branch.name.empty() ? "heads" : branch.name + "@heads";
  fail(
      fmt::format("{} is ambiguous: there are {} heads{}, {}. Name one, write {} for all of them, "
                  "or join them with \"migrate merge\".",
                  quote(words.text), all.size(), where, list(graph_, all), quote(every)));
}

std::vector<RevisionIndex> Resolver::heads(const Branch& branch) const {
  if (branch.name.empty()) return graph_.real_heads();
  std::vector<RevisionIndex> all = graph_.heads();
  std::erase_if(all, [&](RevisionIndex i) { return !branch.holds(i); });
  return all;
}

// The rows of the branch. Where it has none, a row of another lineage may need what is applied of
// it, or may have grown from the same trunk: then what its rows would be if nothing but it were
// applied. From a trunk that others have grown from one can go up the branch, but not down: that
// would undo them, too.
std::vector<RevisionIndex> Resolver::current(const Branch& branch, char sign) const {
  std::vector<RevisionIndex> tips = rows_;
  std::erase_if(tips, [&](RevisionIndex i) { return !branch.holds(i); });
  if (!tips.empty() || branch.name.empty()) return tips;
  const std::vector<bool> applied = graph_.applied(rows_);
  for (RevisionIndex i = 0; i < graph_.size(); ++i) {
    if (applied[i] && branch.holds(i)) tips.push_back(i);
  }
  tips = graph_.maximal(tips);
  if (sign == '-') {
    std::erase_if(tips, [&](RevisionIndex i) {
      return std::ranges::any_of(graph_.children(i), [&](RevisionIndex c) { return applied[c]; });
    });
  }
  return tips;
}

Resolver::Place Resolver::current_place(const TargetWords& words, const Branch& branch) const {
  const std::vector<RevisionIndex> tips = current(branch, words.sign);
  if (tips.size() > 1) {
    fail(fmt::format(
        "{} counts from the current revision{}, but there are {}: {}. Say which, for "
        "example {}.",
        quote(words.text), branch.name.empty() ? "" : " of the lineage of " + quote(branch.name),
        tips.size(), list(graph_, tips), on_branch_of(graph_[tips[0]], words)));
  }
  if (!tips.empty()) return tips.front();
  if (words.sign == '-') {
    fail(fmt::format("{} has nothing to count from: nothing{} is applied.", quote(words.text),
                     branch.name.empty() ? "" : " of the lineage of " + quote(branch.name)));
  }
  return std::nullopt;
}

Resolver::Place Resolver::one_place(const TargetWords& words, const Target& start) const {
  if (start.revisions.size() > 1) {
    fail(fmt::format("{} counts from one revision, but there are {}: {}. Name one of them.",
                     quote(words.text), start.revisions.size(), list(graph_, start.revisions)));
  }
  return start.revisions.empty() ? Place() : start.revisions.front();
}

Target Resolver::relative(const TargetWords& words, const Branch& branch, Place start,
                          bool undo_walked) const {
  const Walk walked = walk(words, branch, start);
  Target target{.base = !walked.end, .lineage = branch.name};
  if (walked.end) target.revisions = {*walked.end};
  // The base by way of one revision is the base of its lineage, not of everything.
  if (walked.last && (undo_walked || (target.base && branch.name.empty()))) {
    target.lineage = graph_[*walked.last].id;
  }
  return target;
}

Resolver::Walk Resolver::walk(const TargetWords& words, const Branch& branch, Place start) const {
  Walk walked{start, std::nullopt};
  for (std::size_t step = 0; step < words.steps; ++step) {
    const Place at = walked.end;
    const std::vector<RevisionIndex> candidates = next(words, branch, at);
    if (candidates.size() > 1) ambiguous(words, at, candidates);
    if (words.sign == '-') {
      if (!at) too_far(words, branch, start, at, step);
      walked = {candidates.empty() ? Place() : candidates.front(), at};
    } else {
      if (candidates.empty()) too_far(words, branch, start, at, step);
      walked.end = candidates.front();
    }
  }
  return walked;
}

std::vector<RevisionIndex> Resolver::next(const TargetWords& words, const Branch& branch,
                                          Place at) const {
  std::vector<RevisionIndex> candidates;
  if (at) {
    const auto all = words.sign == '-' ? graph_.parents(*at) : graph_.children(*at);
    candidates.assign(all.begin(), all.end());
  } else if (words.sign == '+') {
    candidates = graph_.bases();
  }
  std::erase_if(candidates, [&](RevisionIndex i) { return !branch.holds(i); });
  return candidates;
}

void Resolver::too_far(const TargetWords& words, const Branch& branch, Place start, Place end,
                       std::size_t steps) const {
  const std::string where = branch.name.empty() ? "" : " in the lineage of " + quote(branch.name);
  const char* way = words.sign == '-' ? "below" : "above";
  if (steps == 0) {
    fail(fmt::format("{} goes too far: there is nothing {} {}{}.", quote(words.text), way,
                     describe(start), where));
  }
  fail(fmt::format("{} goes too far: {} {}{} one can go {}{}, to {}.", quote(words.text), way,
                   describe(start), where, words.sign, steps, describe(end)));
}

void Resolver::ambiguous(const TargetWords& words, Place at,
                         std::span<const RevisionIndex> candidates) const {
  fail(
      fmt::format("{} is an ambiguous walk: {} {} are {}. Name the revision to go to, or say by "
                  "way of which, for example {}.",
                  quote(words.text), words.sign == '-' ? "below" : "above", describe(at),
                  list(graph_, candidates), on_branch_of(graph_[candidates[0]], words)));
}

std::string Resolver::describe(Place place) const {
  return place ? quote(graph_[*place].id) : "the base";
}

std::string Resolver::suggestion(std::string_view word, std::vector<std::string> symbols) const {
  if (graph_.size() == 0) return " There are no revisions yet.";
  for (const RevisionNode& node : graph_.nodes()) {
    symbols.push_back(node.id);
    symbols.insert(symbols.end(), node.labels.begin(), node.labels.end());
  }
  return text::did_you_mean(word, symbols);
}

}  // namespace migrate

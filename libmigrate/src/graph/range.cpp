#include <fmt/core.h>

#include <algorithm>
#include <functional>

#include "base/text.hpp"
#include "graph/reach.hpp"
#include "graph/resolver.hpp"
#include "graph/wording.hpp"
#include "migrate/error.hpp"

namespace migrate {
namespace {

using wording::list;
using wording::quote;

class Range {
 public:
  Range(const Graph& graph, std::string_view text, std::span<const RevisionIndex> rows)
      : graph_(graph), text_(text), resolver_(graph, rows) {}

  std::vector<RevisionIndex> revisions() {
    resolve_ends();
    std::vector<bool> inside = reach(graph_, to_.revisions, Way::needs);
    if (!from_.base || !from_.lineage.empty()) keep_above_from(inside);
    std::vector<RevisionIndex> out;
    const auto& order = graph_.topological_order();
    std::copy_if(order.rbegin(), order.rend(), std::back_inserter(out),
                 [&](RevisionIndex i) { return inside[i]; });
    return out;
  }

 private:
  void resolve_ends() {
    const auto colon = text_.find(':');
    if (colon == std::string_view::npos || text_.find(':', colon + 1) != std::string_view::npos) {
      throw Error(ErrorCode::target,
                  fmt::format("{} is no range. Write \"A:B\", \"A:\" or \":B\".", quote(text_)));
    }
    const std::string_view left = text::trim(text_.substr(0, colon));
    const std::string_view right = text::trim(text_.substr(colon + 1));
    const TargetWords from = resolver_.split(left.empty() ? "base" : left);
    const std::string heads = from.lineage.empty() ? "heads" : std::string(from.lineage) + "@heads";
    const TargetWords to = resolver_.split(right.empty() ? heads : right);

    // A bare number that points to the other end is counted from there.
    const bool down_from_right = from.counts_from_current() && from.sign == '-';
    const bool up_from_left = to.counts_from_current() && to.sign == '+';
    if (up_from_left && !down_from_right) {
      from_ = resolver_.resolve(from, Verb::show);
      to_ = resolver_.resolve_from(to, from_);
    } else {
      to_ = resolver_.resolve(to, Verb::show);
      from_ = down_from_right && !up_from_left ? resolver_.resolve_from(from, to_)
                                               : resolver_.resolve(from, Verb::show);
    }
  }

  void keep_above_from(std::vector<bool>& inside) const {
    std::vector<RevisionIndex> starts = from_.revisions;
    if (from_.base) {
      const std::vector<bool> members =
          lineage(graph_, resolver_.find_lineage(from_.lineage, text_));
      starts = graph_.bases();
      std::erase_if(starts, [&](RevisionIndex i) { return !members[i]; });
      // Of a lineage that begins in several places, those that lead to the upper end.
      const auto is_inside = [&](RevisionIndex i) { return inside[i]; };
      if (std::ranges::any_of(starts, is_inside)) std::erase_if(starts, std::not_fn(is_inside));
    }
    std::vector<RevisionIndex> outside = starts;
    std::erase_if(outside, [&](RevisionIndex i) { return inside[i]; });
    if (!outside.empty()) refuse(outside);
    const std::vector<bool> above = reach(graph_, starts, Way::needed_by);
    for (std::size_t i = 0; i < inside.size(); ++i) inside[i] = inside[i] && above[i];
  }

  [[noreturn]] void refuse(const std::vector<RevisionIndex>& outside) const {
    const std::vector<bool> below = reach(graph_, outside, Way::needs);
    const bool turned = !to_.revisions.empty() &&
                        std::ranges::all_of(to_.revisions, [&](auto i) { return below[i]; });
    throw Error(ErrorCode::target,
                fmt::format("{} {} not below {}, so that {} spans nothing.{}",
                            list(graph_, outside), outside.size() == 1 ? "is" : "are",
                            to_.base ? "the base" : list(graph_, to_.revisions), quote(text_),
                            turned ? " Write the older end first." : ""));
  }

  const Graph& graph_;
  std::string_view text_;
  Resolver resolver_;
  Target from_;
  Target to_;
};

}  // namespace

std::vector<RevisionIndex> Graph::range(std::string_view text,
                                        std::span<const RevisionIndex> rows) const {
  return Range(*this, text, rows).revisions();
}

}  // namespace migrate

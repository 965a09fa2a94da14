#include "graph/check.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "base/text.hpp"
#include "graph/cycles.hpp"
#include "graph/wording.hpp"
#include "migrate/error.hpp"

namespace migrate {
namespace {

using wording::quote;

class Checker {
 public:
  explicit Checker(const std::vector<RevisionNode>& nodes) : nodes_(nodes) {}

  CheckedNodes check() {
    sort();
    check_ids();
    check_labels();
    resolve_edges();
    report_cycles();
    std::ranges::sort(out_.faults, {},
                      [](const Fault& fault) { return std::tie(fault.source, fault.message); });
    return std::move(out_);
  }

 private:
  [[nodiscard]] const RevisionNode& node(RevisionIndex i) const { return nodes_[out_.order[i]]; }
  [[nodiscard]] RevisionIndex size() const { return static_cast<RevisionIndex>(out_.order.size()); }
  [[nodiscard]] std::string source(RevisionIndex i) const {
    return node(i).source.empty() ? "revision " + quote(node(i).id) : node(i).source;
  }
  void fault(std::string where, std::string message) {
    out_.faults.push_back({std::move(where), std::move(message)});
  }

  void sort();
  void check_ids();
  void check_labels();
  void check_name(RevisionIndex i, std::string_view kind, std::string_view name,
                  std::string_view forbidden);
  void resolve_edges();
  void resolve_parent(RevisionIndex i, const std::string& name);
  void resolve_dependency(RevisionIndex i, const std::string& name);
  void report_cycles();
  [[nodiscard]] std::string describe(const std::vector<RevisionIndex>& cycle) const;
  std::string suggestion(std::string_view name, bool with_labels);
  [[nodiscard]] std::string sources(const std::vector<RevisionIndex>& revisions) const;

  const std::vector<RevisionNode>& nodes_;
  CheckedNodes out_;
  std::unordered_map<std::string_view, RevisionIndex> ids_;
  std::unordered_map<std::string_view, RevisionIndex> carriers_;
  std::vector<RevisionIndex> parents_of_one_, dependencies_of_one_;
  std::vector<std::string> known_ids_, known_names_;
  int suggestions_left_ = 20;  // each looks at every name
};

// By contents, so that faults come out the same whatever order the nodes are in.
void Checker::sort() {
  out_.order.resize(nodes_.size());
  std::iota(out_.order.begin(), out_.order.end(), 0U);
  const auto before = [&](RevisionIndex a, RevisionIndex b) {
    const int ids = nodes_[a].id.compare(nodes_[b].id);
    if (ids != 0) return ids < 0;
    const auto rest = [](const RevisionNode& n) {
      return std::tie(n.source, n.revises, n.depends_on, n.labels);
    };
    return rest(nodes_[a]) < rest(nodes_[b]);
  };
  if (!std::ranges::is_sorted(out_.order, before)) std::ranges::sort(out_.order, before);
}

void Checker::check_ids() {
  ids_.reserve(size());
  for (RevisionIndex i = 0; i < size();) {
    check_name(i, "id", node(i).id, "@:+-, ");
    RevisionIndex end = i + 1;
    while (end < size() && node(end).id == node(i).id) ++end;
    ids_.emplace(node(i).id, i);
    if (end - i > 1) {
      std::vector<RevisionIndex> same(end - i);
      std::iota(same.begin(), same.end(), i);
      fault(sources(same), fmt::format("{} have the revision id {}. Give each an id of its own.",
                                       same.size() == 2 ? "both" : "all", quote(node(i).id)));
    }
    i = end;
  }
}

void Checker::check_labels() {
  auto& labels = out_.labels;
  for (RevisionIndex i = 0; i < size(); ++i) {
    for (const std::string& label : node(i).labels) labels.emplace_back(label, i);
  }
  std::ranges::sort(labels);
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
  for (std::size_t at = 0; at < labels.size();) {
    const std::string& label = labels[at].first;
    std::vector<RevisionIndex> carriers;
    while (at < labels.size() && labels[at].first == label) {
      carriers.push_back(labels[at++].second);
      check_name(carriers.back(), "label", label, "@:, ");
      if (const auto id = ids_.find(label); id != ids_.end()) {
        fault(source(carriers.back()),
              fmt::format("the label {} is also the id of a revision ({}). Choose another label.",
                          quote(label), source(id->second)));
      }
    }
    if (carriers.size() > 1) {
      fault(sources(carriers),
            fmt::format("{} carry the label {}. A label belongs to one revision.",
                        carriers.size() == 2 ? "both" : "all", quote(label)));
    }
    carriers_.emplace(label, carriers.front());
  }
}

void Checker::check_name(RevisionIndex i, std::string_view kind, std::string_view name,
                         std::string_view forbidden) {
  constexpr std::array<std::string_view, 4> reserved = {"head", "heads", "base", "current"};
  if (name.empty()) {
    fault(source(i), fmt::format("a revision's {} cannot be empty.", kind));
  } else if (std::ranges::find(reserved, name) != reserved.end()) {
    fault(source(i), fmt::format("{} cannot be a revision's {}: it has a meaning of its own, as "
                                 "head, heads, base and current have. Choose another.",
                                 quote(name), kind));
  } else if (const auto at = name.find_first_of(forbidden); at != std::string_view::npos) {
    fault(source(i), fmt::format("the {} {} holds {}, which has a meaning of its own where "
                                 "revisions are named. Choose another.",
                                 kind, quote(name), quote(name.substr(at, 1))));
  }
}

void Checker::resolve_edges() {
  const auto append = [](Adjacency& lists, std::vector<RevisionIndex>& one) {
    std::ranges::sort(one);
    one.erase(std::unique(one.begin(), one.end()), one.end());
    lists.items.insert(lists.items.end(), one.begin(), one.end());
    lists.ends.push_back(static_cast<std::uint32_t>(lists.items.size()));
    one.clear();
  };
  out_.parents.ends.reserve(size());
  out_.dependencies.ends.reserve(size());
  for (RevisionIndex i = 0; i < size(); ++i) {
    for (const std::string& name : node(i).revises) resolve_parent(i, name);
    for (const std::string& name : node(i).depends_on) resolve_dependency(i, name);
    append(out_.parents, parents_of_one_);
    append(out_.dependencies, dependencies_of_one_);
  }
}

void Checker::resolve_parent(RevisionIndex i, const std::string& name) {
  if (const auto id = ids_.find(name); id != ids_.end()) {
    if (name == node(i).id) {
      fault(source(i),
            fmt::format("{} revises itself. Name the revision before it, or none.", quote(name)));
    } else {
      parents_of_one_.push_back(id->second);
    }
  } else if (const auto carrier = carriers_.find(name); carrier != carriers_.end()) {
    fault(source(i), fmt::format("revises {}, which is a label. Name the revision itself, {}.",
                                 quote(name), quote(node(carrier->second).id)));
  } else {
    fault(source(i), fmt::format("revises {}, but no file has that revision.{}", quote(name),
                                 suggestion(name, false)));
  }
}

void Checker::resolve_dependency(RevisionIndex i, const std::string& name) {
  RevisionIndex needed = 0;
  if (const auto id = ids_.find(name); id != ids_.end()) {
    needed = id->second;
  } else if (const auto carrier = carriers_.find(name); carrier != carriers_.end()) {
    needed = carrier->second;
  } else {
    fault(source(i), fmt::format("depends on {}, but no file has that revision or label.{}",
                                 quote(name), suggestion(name, true)));
    return;
  }
  if (node(needed).id != node(i).id) {
    dependencies_of_one_.push_back(needed);
  } else if (name == node(i).id) {
    fault(source(i), fmt::format("{} depends on itself. Take that out.", quote(name)));
  } else {
    fault(source(i), fmt::format("{} depends on itself by its own label {}. Take that out.",
                                 quote(node(i).id), quote(name)));
  }
}

void Checker::report_cycles() {
  for (const auto& cycle : find_cycles(out_.parents, out_.dependencies)) {
    fault(sources(cycle), describe(cycle));
  }
}

std::string Checker::describe(const std::vector<RevisionIndex>& cycle) const {
  constexpr std::size_t most = 20;
  const std::size_t shown = cycle.size() > most ? most / 2 : cycle.size();
  std::string out = "a cycle: " + quote(node(cycle[0]).id);
  for (std::size_t i = 0; i < shown; ++i) {
    const RevisionIndex next = cycle[(i + 1) % cycle.size()];
    const bool parent = std::ranges::binary_search(out_.parents[cycle[i]], next);
    if (i != 0) out += ", which";
    out += (parent ? " revises " : " depends on ") + quote(node(next).id);
  }
  if (shown < cycle.size()) {
    out += fmt::format(", and so on over {} revisions back to {}", cycle.size(),
                       quote(node(cycle[0]).id));
  }
  return out + ". Take one of these links out.";
}

std::string Checker::suggestion(std::string_view name, bool with_labels) {
  if (suggestions_left_-- <= 0) return "";
  if (known_ids_.empty()) {
    for (RevisionIndex i = 0; i < size(); ++i) known_ids_.push_back(node(i).id);
    known_names_ = known_ids_;
    for (const auto& label : out_.labels) known_names_.push_back(label.first);
  }
  return text::did_you_mean(name, with_labels ? known_names_ : known_ids_);
}

std::string Checker::sources(const std::vector<RevisionIndex>& revisions) const {
  constexpr std::size_t most = 10;
  std::vector<std::string> names;
  for (const RevisionIndex i : revisions) {
    if (names.size() == most) {
      names.push_back(fmt::format("{} more", revisions.size() - most));
      break;
    }
    names.push_back(source(i));
  }
  return text::join(names, " and ");
}

}  // namespace

CheckedNodes check_nodes(const std::vector<RevisionNode>& nodes) { return Checker(nodes).check(); }

std::vector<Fault> Graph::check(const std::vector<RevisionNode>& nodes) {
  return check_nodes(nodes).faults;
}

Adjacency reversed(const Adjacency& lists) {
  const std::size_t size = lists.ends.size();
  Adjacency out{std::vector<std::uint32_t>(size), std::vector<RevisionIndex>(lists.items.size())};
  for (const RevisionIndex to : lists.items) ++out.ends[to];
  // From counts to where each list begins; filling then moves that to where it ends.
  std::exclusive_scan(out.ends.begin(), out.ends.end(), out.ends.begin(), 0U);
  for (RevisionIndex from = 0; from < size; ++from) {
    for (const RevisionIndex to : lists[from]) out.items[out.ends[to]++] = from;
  }
  return out;
}

}  // namespace migrate

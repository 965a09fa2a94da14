#include "diff/order.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace migrate {

std::vector<std::size_t> ordered(const std::vector<Task>& tasks) {
  std::vector<std::vector<std::size_t>> followers(tasks.size());
  std::vector<std::size_t> waits(tasks.size(), 0);
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    std::vector<std::size_t> after = tasks[i].after;
    std::ranges::sort(after);
    after.erase(std::unique(after.begin(), after.end()), after.end());
    for (const std::size_t before : after) {
      if (before == i) continue;
      followers[before].push_back(i);
      ++waits[i];
    }
  }
  const auto earlier = [&](std::size_t a, std::size_t b) {
    return std::tie(tasks[a].rank, tasks[a].key, a) < std::tie(tasks[b].rank, tasks[b].key, b);
  };
  std::set<std::size_t, decltype(earlier)> ready(earlier);
  std::set<std::size_t, decltype(earlier)> waiting(earlier);
  for (std::size_t i = 0; i < tasks.size(); ++i) (waits[i] == 0 ? ready : waiting).insert(i);
  std::vector<std::size_t> result;
  while (!ready.empty() || !waiting.empty()) {
    auto& from = ready.empty() ? waiting : ready;
    const std::size_t next = *from.begin();
    from.erase(from.begin());
    result.push_back(next);
    for (const std::size_t follower : followers[next]) {
      if (waits[follower] == 0 || --waits[follower] != 0) continue;
      if (waiting.erase(follower) != 0) ready.insert(follower);
    }
  }
  return result;
}

}  // namespace migrate

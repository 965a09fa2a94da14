#pragma once

#include <cstddef>
#include <future>
#include <span>
#include <vector>

namespace migrate {

/// `work` on the first half of the items, and on the second in another thread; on all at once where
/// they are fewer than twice what is worth a thread. The results in the order of the items. Of two
/// exceptions the first half's is thrown. For what waits for the system most of its time.
template <class Item, class Work>
auto in_halves(std::span<const Item> items, std::size_t worth_a_thread, Work work) {
  std::vector<decltype(work(items))> results;
  if (items.size() < 2 * worth_a_thread) {
    results.push_back(work(items));
    return results;
  }
  const std::size_t half = items.size() / 2;
  auto later = std::async(std::launch::async, [&] { return work(items.subspan(half)); });
  results.push_back(work(items.first(half)));
  results.push_back(later.get());
  return results;
}

}  // namespace migrate

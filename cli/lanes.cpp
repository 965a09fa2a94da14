#include "lanes.hpp"

#include <algorithm>

namespace migrate::cli {
namespace {

/// A row of `width` lanes, two columns each, blanks at the end cut.
class Row {
 public:
  explicit Row(std::size_t lanes) : text_(2 * lanes + 2, ' ') {}
  void put(std::size_t column, char c) { text_[column] = c; }
  [[nodiscard]] std::string text() const {
    return text_.substr(0, text_.find_last_not_of(' ') + 1);
  }

 private:
  std::string text_;
};

/// Lane `from` runs into lane `into`, left of it; lanes right of `from` move up.
std::string joining(std::size_t lanes, std::size_t into, std::size_t from) {
  Row row(lanes);
  for (std::size_t k = 0; k < from; ++k) row.put(2 * k, '|');
  for (std::size_t k = into + 1; k < from; ++k) row.put(2 * k - 1, '_');
  for (std::size_t k = from; k < lanes; ++k) row.put(2 * k - 1, '/');
  return row.text();
}

/// A lane begins right of `at`; lanes right of it make room.
std::string splitting(std::size_t lanes, std::size_t at) {
  Row row(lanes + 1);
  for (std::size_t k = 0; k <= at; ++k) row.put(2 * k, '|');
  for (std::size_t k = at; k < lanes; ++k) row.put(2 * k + 1, '\\');
  return row.text();
}

/// Lane `at` ended; lanes right of it move up.
std::string closing(std::size_t lanes, std::size_t at) {
  Row row(lanes);
  for (std::size_t k = 0; k < at; ++k) row.put(2 * k, '|');
  for (std::size_t k = at + 1; k < lanes; ++k) row.put(2 * k - 1, '/');
  return row.text();
}

}  // namespace

std::vector<std::string> Lanes::add(const std::string& id,
                                    const std::vector<std::string>& parents) {
  std::vector<std::string> rows;
  auto lane = static_cast<std::size_t>(std::ranges::find(waiting_, id) - waiting_.begin());
  if (lane == waiting_.size()) waiting_.push_back(id);
  for (std::size_t other = waiting_.size() - 1; other > lane; --other) {
    if (waiting_[other] != id) continue;
    rows.push_back(joining(waiting_.size(), lane, other));
    waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(other));
  }
  Row node(waiting_.size());
  for (std::size_t k = 0; k < waiting_.size(); ++k) node.put(2 * k, k == lane ? '*' : '|');
  rows.push_back(node.text());
  if (parents.empty()) {
    if (lane + 1 < waiting_.size()) rows.push_back(closing(waiting_.size(), lane));
    waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(lane));
    return rows;
  }
  waiting_[lane] = parents.front();
  for (std::size_t i = 1; i < parents.size(); ++i) {
    rows.push_back(splitting(waiting_.size(), lane + i - 1));
    waiting_.insert(waiting_.begin() + static_cast<std::ptrdiff_t>(lane + i), parents[i]);
  }
  return rows;
}

}  // namespace migrate::cli

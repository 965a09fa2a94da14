#include "sql/window.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/text.hpp"

namespace migrate::sql {
namespace {

constexpr std::size_t npos = std::string_view::npos;

/// In a form that compilers turn into vector instructions: the sums of a lane fit into a byte.
std::size_t count_newlines(std::string_view bytes) {
  constexpr std::size_t lanes = 32;
  constexpr std::size_t few = 8 * lanes;
  std::size_t count = 0;
  if (bytes.size() < few) {
    for (std::size_t at = bytes.find('\n'); at != npos; at = bytes.find('\n', at + 1)) ++count;
    return count;
  }
  while (bytes.size() >= lanes) {
    const std::size_t rounds = std::min<std::size_t>(bytes.size() / lanes, 255);
    std::array<std::uint8_t, lanes> sums = {};
    for (std::size_t round = 0; round < rounds; ++round) {
      const char* const row = bytes.data() + round * lanes;
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        sums[lane] = static_cast<std::uint8_t>(sums[lane] + (row[lane] == '\n' ? 1 : 0));
      }
    }
    for (const std::uint8_t sum : sums) count += sum;
    bytes.remove_prefix(rounds * lanes);
  }
  return count + static_cast<std::size_t>(std::ranges::count(bytes, '\n'));
}

}  // namespace

void advance(Position& position, std::string_view bytes) {
  position.offset += bytes.size();
  const std::size_t last = bytes.rfind('\n');
  if (last != npos) {
    position.line += 1 + count_newlines(bytes.substr(0, last));
    position.column = 1;
    bytes.remove_prefix(last + 1);
  }
  position.column += text::characters(bytes);
}

void Window::append(std::string_view bytes, std::uint64_t keep) {
  if (bytes.empty()) return;
  if (capacity_ - size_ < bytes.size() + slack) make_room(bytes.size() + slack, keep);
  std::memcpy(data_.get() + size_, bytes.data(), bytes.size());
  if (!stops_at_nul()) end_ += std::min(bytes.find('\0'), bytes.size());
  size_ += bytes.size();
  has_cr_ = has_cr_ || bytes.find('\r') != npos;
}

/// Moves what is kept to the front; a larger buffer, if that would free less than half of this one,
/// keeps the bytes that are moved in proportion to those that come.
void Window::make_room(std::size_t more, std::uint64_t keep) {
  const auto dropped = static_cast<std::size_t>(keep - base_);
  const std::size_t kept = size_ - dropped;
  if (kept + more <= capacity_ && kept <= capacity_ / 2) {
    std::memmove(data_.get(), data_.get() + dropped, kept);
  } else {
    const std::size_t capacity = std::max(2 * capacity_, kept + more);
    // Not make_unique, which would write zeros over what is about to be written.
    std::unique_ptr<char[]> data(new char[capacity]);
    if (kept != 0) std::memcpy(data.get(), data_.get() + dropped, kept);
    data_ = std::move(data);
    capacity_ = capacity;
  }
  base_ = keep;
  size_ = kept;
}

}  // namespace migrate::sql

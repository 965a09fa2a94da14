#include "sql/copy_data.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace migrate::sql {
namespace {

constexpr std::string_view marker = "\n\\.";

/// Whether the marker begins in one of the first `count` bytes; two more can be read. In a form
/// that compilers turn into vector instructions, for data that is full of backslashes and newlines.
bool may_have_marker(const char* at, std::size_t count) {
  const auto is = [&](std::size_t i, std::size_t of_marker) -> unsigned {
    return at[i + of_marker] == marker[of_marker] ? 1 : 0;
  };
  std::uint8_t found = 0;
  for (std::size_t i = 0; i < count; ++i) {
    found = static_cast<std::uint8_t>(found | (is(i, 0) & is(i, 1) & is(i, 2)));
  }
  return found != 0;
}

}  // namespace

bool is_end_of_copy(std::string_view line) { return line == "\\." || line == "\\.\r"; }

std::string_view lines_before_marker(std::string_view lines) {
  constexpr std::size_t block = 4096;
  for (std::size_t at = 0; at + marker.size() <= lines.size(); at += block) {
    const std::size_t count = std::min(block, lines.size() - marker.size() + 1 - at);
    if (!may_have_marker(lines.data() + at, count)) continue;
    return lines.substr(0, lines.find(marker, at) + 1);
  }
  return lines;
}

}  // namespace migrate::sql

#include <algorithm>

#include "base/text.hpp"
#include "migrate/db.hpp"

namespace migrate {

std::string excerpt(std::string_view statement) {
  constexpr std::size_t length = 80;
  constexpr char erase = '\x7f';
  std::string out(statement.substr(0, length));
  while (!text::is_utf8(out)) out.pop_back();
  // Whatever could steer a terminal.
  std::ranges::replace_if(
      out, [](char c) { return (c >= '\0' && c < ' ') || c == erase; }, ' ');
  if (statement.size() > length) out += " …";
  return out;
}

}  // namespace migrate

#include "diff/pair.hpp"

#include "base/text.hpp"

namespace migrate {
namespace {

bool in_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || text::is_digit(c) || c == '_' ||
         c == '$' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

/// What stands from a double quote on, as a name: `""` is a quote in it.
std::string quoted_name(std::string_view text) {
  std::string name;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"' && text.substr(at + 1, 1) != "\"") return name;
    if (text[at] == '"') ++at;
    name += text[at];
  }
  return {};
}

}  // namespace

void add_words(std::string_view text, Words& words) {
  // A quote may also close a name, or stand in a string: that is one of the words too many.
  for (std::size_t at = text.find('"'); at != std::string_view::npos; at = text.find('"', at + 1)) {
    if (std::string name = quoted_name(text.substr(at + 1)); !name.empty()) {
      words.insert(std::move(name));
    }
  }
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && in_word(text[end])) ++end;
    if (end > at) words.emplace(text.substr(at, end - at));
    at = end + 1;
  }
}

}  // namespace migrate

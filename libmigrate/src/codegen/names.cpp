#include "codegen/names.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace migrate::generator {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_word(char c) { return is_upper(c) || is_lower(c) || text::is_digit(c); }

/// The code point that begins at `at`, which goes behind it. A byte that is not UTF-8 is itself.
unsigned code_point(std::string_view name, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(name[at++]);
  if (lead < 0xC0U) return lead;
  unsigned point = lead >= 0xF0U ? lead & 7U : lead >= 0xE0U ? lead & 15U : lead & 31U;
  while (at < name.size() && text::is_continuation_byte(name[at])) {
    point = point << 6U | (static_cast<unsigned char>(name[at++]) & 63U);
  }
  return point;
}

/// Letters, digits and `_`, and whether that took a change.
struct Spelling {
  std::string text = {};
  bool changed = false;
};

Spelling spelled(std::string_view name) {
  Spelling result;
  for (std::size_t at = 0; at < name.size();) {
    const char c = name[at];
    if (is_word(c) || c == '_') {
      result.text += c;
      ++at;
      continue;
    }
    result.changed = true;
    const unsigned point = code_point(name, at);
    result.text += point < 0x80U ? "_" : fmt::format("u{:04x}", point);
  }
  return result;
}

/// What every identifier must be rid of: two underscores in a row, and one before a capital.
void free_reserved_forms(Spelling& name) {
  for (std::size_t at; (at = name.text.find("__")) != std::string::npos; name.changed = true) {
    name.text.erase(at, 1);
  }
  if (name.text.size() > 1 && name.text[0] == '_' && is_upper(name.text[1])) {
    name.text.erase(0, 1);
    name.changed = true;
  }
}

std::string finished(Spelling name, std::string_view unnamed, char before_digit) {
  free_reserved_forms(name);
  if (name.text.empty() || name.text == "_") name = {std::string(unnamed), true};
  if (text::is_digit(name.text[0])) {
    name.text.insert(0, 1, before_digit);
    name.changed = true;
  }
  name.changed = name.changed || is_reserved(name.text);
  if (name.changed && name.text.back() != '_') name.text += '_';
  return name.text;
}

}  // namespace

std::string Scope::take(std::string name) {
  if (taken_.insert(name).second) return name;
  if (name.back() != '_') name += '_';
  if (taken_.insert(name).second) return name;
  for (int number = 2;; ++number) {
    std::string numbered = name + std::to_string(number);
    if (taken_.insert(numbered).second) return numbered;
  }
}

std::string identifier(std::string_view name) { return finished(spelled(name), "unnamed", 'n'); }

std::string class_name(std::string_view name) {
  Spelling plain;
  const bool shouted = std::none_of(name.begin(), name.end(), is_lower);
  bool begin = true;
  for (std::size_t at = 0; at < name.size();) {
    const char c = name[at];
    if (is_word(c)) {
      const bool raise = begin && is_lower(c);
      const bool lower = !begin && shouted && is_upper(c);
      plain.text += raise ? static_cast<char>(c - 32) : lower ? static_cast<char>(c + 32) : c;
      begin = false;
      ++at;
      continue;
    }
    const unsigned point = code_point(name, at);
    if (point < 0x80U) {
      begin = true;
      continue;
    }
    plain.text += fmt::format("{}{:04x}", begin ? 'U' : 'u', point);
    plain.changed = true;
    begin = false;
  }
  return finished(std::move(plain), "Unnamed", 'N');
}

std::vector<std::string> member_names(const std::vector<std::string>& columns,
                                      std::string_view class_name) {
  Scope scope;
  scope.reserve(std::string(class_name));
  std::vector<std::string> names(columns.size());
  for (const bool unchanged : {true, false}) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::string name = identifier(columns[i]);
      if ((name == columns[i]) == unchanged) names[i] = scope.take(name);
    }
  }
  return names;
}

bool is_namespace(std::string_view text) {
  while (true) {
    const std::size_t colons = text.find("::");
    const std::string_view part = text.substr(0, colons);
    if (part.empty() || identifier(part) != part) return false;
    if (colons == std::string_view::npos) return true;
    text.remove_prefix(colons + 2);
  }
}

}  // namespace migrate::generator

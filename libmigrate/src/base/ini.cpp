#include "base/ini.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "migrate/error.hpp"

namespace migrate {
namespace {

/// The line itself is not shown: it may hold a password.
[[noreturn]] void fail(const Ini& ini, std::size_t line, std::string what) {
  throw Error(ErrorInfo{.code = ErrorCode::configuration,
                        .message = std::move(what),
                        .file = ini.file,
                        .line = line});
}

void read_section(Ini& ini, std::size_t line, std::string_view text) {
  const std::string_view trimmed = text::trim(text);
  if (trimmed.back() != ']' || trimmed.size() < 3) {
    fail(ini, line, "a section is written [name]");
  }
  const std::string_view name = text::trim(trimmed.substr(1, trimmed.size() - 2));
  if (const Ini::Section* first = ini.find(name)) {
    fail(ini, line,
         "section [" + std::string(name) + "] stands twice; the first is on line " +
             std::to_string(first->line));
  }
  ini.sections.push_back({.name = std::string(name), .line = line});
}

void read_entry(Ini& ini, std::size_t line, std::string_view text) {
  const std::size_t sign = text.find_first_of("=:");
  if (sign == std::string_view::npos || text::trim(text.substr(0, sign)).empty()) {
    fail(ini, line, "expected `key = value`, a [section], or a comment that begins with #");
  }
  if (ini.sections.empty()) {
    fail(ini, line, "a key stands before the first section; begin the file with [migrate]");
  }
  Ini::Section& section = ini.sections.back();
  const std::string key = text::lower(text::trim(text.substr(0, sign)));
  if (const Ini::Entry* first = section.find(key)) {
    fail(ini, line,
         "key \"" + key + "\" stands twice in [" + section.name + "]; the first is on line " +
             std::to_string(first->line));
  }
  section.entries.push_back(
      {.key = key, .value = std::string(text::trim(text.substr(sign + 1))), .line = line});
}

}  // namespace

const Ini::Entry* Ini::Section::find(std::string_view key) const {
  const auto found = std::ranges::find(entries, key, &Entry::key);
  return found == entries.end() ? nullptr : &*found;
}

const Ini::Section* Ini::find(std::string_view section) const {
  const auto found = std::ranges::find(sections, section, &Section::name);
  return found == sections.end() ? nullptr : &*found;
}

Ini parse_ini(std::string_view text, std::string file) {
  Ini ini{.file = std::move(file)};
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  bool continues = false;  // may an indented line belong to the value above?
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::size_t end = text.find('\n');
    std::string_view here = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (here.ends_with('\r')) here.remove_suffix(1);
    const std::string_view trimmed = text::trim(here);
    if (trimmed.empty() || trimmed.front() == '#' || trimmed.front() == ';') continue;
    if (text::is_space(here.front()) && continues) {
      std::string& value = ini.sections.back().entries.back().value;
      if (!value.empty()) value += '\n';
      value += trimmed;
    } else if (trimmed.front() == '[') {
      read_section(ini, line, here);
      continues = false;
    } else {
      read_entry(ini, line, here);
      continues = true;
    }
  }
  return ini;
}

}  // namespace migrate

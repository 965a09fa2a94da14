#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace migrate {

/// An ini file as it stands: sections, keys and values with their lines. Grammar, that of Python's
/// configparser as Alembic's files use it: `[section]`; `key = value` or `key: value`; keys in any
/// case (kept in lower case); a line that begins with blank space continues the value above, joined
/// by a newline; whole-line comments begin with `#` or `;`. There are no comments behind a value.
struct Ini {
  struct Entry {
    std::string key = {};
    std::string value = {};
    std::size_t line = 0;
  };
  struct Section {
    std::string name = {};
    std::size_t line = 0;
    std::vector<Entry> entries = {};

    [[nodiscard]] const Entry* find(std::string_view key) const;
  };

  std::string file = {};
  std::vector<Section> sections = {};

  [[nodiscard]] const Section* find(std::string_view section) const;
};

/// Reads `text`; `file` is for messages. Throws Error{ErrorCode::configuration} with file, line and
/// column for a line that is none of the above, and for a section or key that stands twice, naming
/// both lines.
Ini parse_ini(std::string_view text, std::string file);

}  // namespace migrate

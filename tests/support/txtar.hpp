#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace migrate::test {

/// A text archive: a comment, then files, each below a line `-- path --`. The format is that of
/// Go's tools: no escapes, every part ends with a newline, so a test reads and diffs as plain text.
struct Txtar {
  struct File {
    std::string path;
    std::string data;

    bool operator==(const File&) const = default;
  };

  std::string comment = {};
  std::vector<File> files = {};

  /// The file at `path`, or nullptr.
  [[nodiscard]] const File* find(std::string_view path) const;

  bool operator==(const Txtar&) const = default;
};

/// Never fails: a text without a `-- path --` line is a comment and no files.
Txtar parse_txtar(std::string_view text);

/// The inverse of parse_txtar for parts that end with a newline.
std::string format_txtar(const Txtar& archive);

/// Is this line, without its newline, a `-- path --`?
bool is_txtar_marker(std::string_view line);

}  // namespace migrate::test

#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace migrate::test {

/// What a command printed and how it ended.
struct Outcome {
  std::string out = {};
  std::string err = {};
  int status = 0;
};

/// One `$ command` of a transcript with the output that is written below it.
struct Command {
  std::size_t line = 0;                  ///< of the `$`, from 1
  std::string text = {};                 ///< what bash gets
  std::vector<std::string> marks = {};   ///< `[sqlite]` above it is the mark "sqlite"
  std::vector<std::string> source = {};  ///< all lines from the last output to this `$`, as written
  std::vector<std::string> expected = {};  ///< the lines below it, as written

  [[nodiscard]] bool has_mark(std::string_view mark) const;
};

/// A transcript as tests/scripts/README.md describes it.
struct Transcript {
  std::map<std::string, std::string> directives = {};  ///< `backends: sqlite` and so on
  std::vector<Command> commands = {};
  std::vector<std::string> tail = {};  ///< what follows the last output

  /// The text again, with each command's `expected` as it is now.
  [[nodiscard]] std::string format() const;
};

/// Throws std::runtime_error with `line N: …` where the text is no transcript. `first_line` is the
/// number of the text's first line in its file.
Transcript parse_transcript(std::string_view text, std::size_t first_line = 1);

/// An output held against what a command expects.
struct Comparison {
  bool equal = false;
  std::string diff = {};  ///< every line behind ' ', '-' (expected) or '+' (printed)

  /// The expected lines that would have been right: what was printed, where the transcript has no
  /// pattern (`~`, `...`, `N ms`) that fits it.
  std::vector<std::string> rewritten = {};
};

/// Throws std::regex_error for a `~` line that is no regular expression.
Comparison compare(const std::vector<std::string>& expected, const Outcome& outcome);

}  // namespace migrate::test

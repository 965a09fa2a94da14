#include "transcript.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <regex>
#include <stdexcept>
#include <utility>

#include "txtar.hpp"

namespace migrate::test {
namespace {

constexpr std::string_view no_newline = "\\ no newline";
constexpr std::string_view duration = "N ms";

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) {
      lines.emplace_back(no_newline);
      break;
    }
    text.remove_prefix(end + 1);
  }
  return lines;
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t") == line.npos; }
bool is_prose(std::string_view line) { return line == "#" || line.starts_with("# "); }
bool is_command(std::string_view line) { return line.starts_with("$ "); }

/// `[a word or two]` and nothing else.
bool is_mark(std::string_view line) {
  return line.size() > 2 && line.starts_with('[') && line.ends_with(']') &&
         std::ranges::all_of(line.substr(1, line.size() - 2),
                             [](char c) { return (c >= 'a' && c <= 'z') || c == ' '; });
}

bool ends_output(std::string_view line) {
  return is_prose(line) || is_command(line) || is_mark(line);
}

/// Would this line of stdout be read as something else if it stood in a transcript as it is?
bool needs_escape(std::string_view line) {
  return ends_output(line) || is_txtar_marker(line) || line == "|" || line == "..." ||
         line.starts_with("| ") || line.starts_with("> ") || line.starts_with("2>") ||
         line.starts_with("? ") || line.starts_with("~ ") || line.starts_with("```");
}

enum class Stream { out, err, status };

/// One expected or printed line, freed of the transcript's punctuation.
struct Line {
  Stream stream = Stream::out;
  std::string text = {};
  std::string written = {};
  std::optional<std::regex> pattern = {};  ///< of a `~` line, or one with `N ms`
  bool any_lines = false;                  ///< `...`: any number of lines of the stream
};

/// Matches `text` with a duration in the place of each `N ms`.
std::regex duration_pattern(const std::string& text) {
  static const std::regex special(R"([.*+?^${}()|[\]\\])");
  static const std::string number = R"([0-9]+(\.[0-9]+)? (us|ms|s|min))";
  auto pattern = std::regex_replace(text, special, R"(\$&)");
  for (auto at = pattern.find(duration); at != std::string::npos;
       at = pattern.find(duration, at + number.size())) {
    pattern.replace(at, duration.size(), number);
  }
  return std::regex(pattern);
}

Line parse_expected(const std::string& written) {
  Line line{.written = written};
  std::string_view rest = written;
  const auto after = [&written](std::size_t count) {
    return std::string_view(written).substr(std::min(count, written.size()));
  };
  if (rest.starts_with("? ")) {
    line.stream = Stream::status;
    line.text = after(2);
    return line;
  }
  if (rest == "|" || rest.starts_with("| ")) {
    line.text = after(2);
    return line;
  }
  if (rest == "2>" || rest.starts_with("2> ")) {
    line.stream = Stream::err;
    rest = after(3);
  }
  line.text = rest;
  if (rest == "...") {
    line.any_lines = true;
  } else if (rest.starts_with("~ ")) {
    line.pattern.emplace(line.text.substr(2));
  } else if (rest.find(duration) != rest.npos) {
    line.pattern = duration_pattern(line.text);
  }
  return line;
}

std::vector<Line> printed_lines(const Outcome& outcome) {
  std::vector<Line> lines;
  for (auto& text : lines_of(outcome.out)) {
    auto written = needs_escape(text) ? "| " + text : text;
    lines.push_back({Stream::out, std::move(text), std::move(written)});
  }
  for (auto& text : lines_of(outcome.err)) {
    auto written = text.empty() ? "2>" : "2> " + text;
    lines.push_back({Stream::err, std::move(text), std::move(written)});
  }
  if (outcome.status != 0) {
    auto text = fmt::format("{}", outcome.status);
    lines.push_back({Stream::status, text, "? " + text});
  }
  // A blank line at either end would be taken for the space between two commands.
  if (!lines.empty()) {
    for (auto* line : {&lines.front(), &lines.back()}) {
      if (is_blank(line->written)) {
        line->written = line->text.empty() ? "|" : "| " + line->text;
      }
    }
  }
  return lines;
}

bool matches(const Line& expected, const Line& printed) {
  if (expected.stream != printed.stream) {
    return false;
  }
  return expected.any_lines || expected.text == printed.text ||
         (expected.pattern && std::regex_match(printed.text, *expected.pattern));
}

/// The cheapest way to turn the expected lines into the printed ones, by dynamic programming from
/// the end; `cost(i, j)` is that of expected[i..] against printed[j..].
class Alignment {
 public:
  Alignment(const std::vector<Line>& expected, const std::vector<Line>& printed)
      : expected_(expected),
        printed_(printed),
        width_(printed.size() + 1),
        costs_((expected.size() + 1) * width_),
        matches_(costs_.size()) {
    for (auto i = expected.size() + 1; i-- > 0;) {
      for (auto j = printed.size() + 1; j-- > 0;) {
        const bool pair = i < expected.size() && j < printed.size();
        matches_[i * width_ + j] = pair && matches(expected[i], printed[j]);
        costs_[i * width_ + j] = cheapest(i, j);
      }
    }
  }

  Comparison trace() const {
    Comparison result{.equal = costs_[0] == 0};
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < expected_.size() || j < printed_.size()) {
      const auto now = cost(i, j);
      if (swallows(i) && keeps(i, j) && now == cost(i, j + 1)) {
        ++j;
      } else if (swallows(i) && now == cost(i + 1, j)) {
        keep(result, expected_[i].written, expected_[i].written);
        ++i;
      } else if (!swallows(i) && keeps(i, j) && now == cost(i + 1, j + 1)) {
        // A literal is written as it would be recorded today; a pattern stays a pattern.
        keep(result, expected_[i].written,
             expected_[i].pattern ? expected_[i].written : printed_[j].written);
        ++i;
        ++j;
      } else if (i < expected_.size() && now == cost(i + 1, j) + 1) {
        result.diff += fmt::format("-{}\n", expected_[i++].written);
      } else {
        result.diff += fmt::format("+{}\n", printed_[j].written);
        result.rewritten.push_back(printed_[j++].written);
      }
    }
    return result;
  }

 private:
  [[nodiscard]] std::size_t cost(std::size_t i, std::size_t j) const {
    return costs_[i * width_ + j];
  }
  [[nodiscard]] bool keeps(std::size_t i, std::size_t j) const { return matches_[i * width_ + j]; }
  [[nodiscard]] bool swallows(std::size_t i) const {
    return i < expected_.size() && expected_[i].any_lines;
  }

  [[nodiscard]] std::size_t cheapest(std::size_t i, std::size_t j) const {
    if (i == expected_.size()) {
      return printed_.size() - j;
    }
    auto best = cost(i + 1, j) + (swallows(i) ? 0 : 1);
    if (j < printed_.size()) {
      best = std::min(best, cost(i, j + 1) + (swallows(i) && keeps(i, j) ? 0 : 1));
      if (keeps(i, j)) {
        best = std::min(best, cost(i + 1, j + 1));
      }
    }
    return best;
  }

  static void keep(Comparison& result, const std::string& shown, const std::string& written) {
    result.diff += fmt::format(" {}\n", shown);
    result.rewritten.push_back(written);
  }

  const std::vector<Line>& expected_;
  const std::vector<Line>& printed_;
  std::size_t width_;
  std::vector<std::size_t> costs_;
  std::vector<bool> matches_;
};

/// Reads a transcript line by line.
class Parser {
 public:
  Parser(std::vector<std::string> lines, std::size_t first_line)
      : lines_(std::move(lines)), first_line_(first_line) {}

  Transcript parse() {
    directives();
    while (at_ < lines_.size()) {
      const auto& line = lines_[at_];
      if (is_command(line)) {
        command();
      } else if (is_mark(line)) {
        marks_.push_back(line.substr(1, line.size() - 2));
        take();
      } else if (is_prose(line) || is_blank(line)) {
        take();
      } else {
        fail("neither `# prose`, nor `$ command`, nor the output of one");
      }
    }
    if (!marks_.empty()) {
      fail("a [mark] without a command below it");
    }
    result_.tail = std::move(source_);
    return std::move(result_);
  }

 private:
  [[noreturn]] void fail(std::string_view message) const {
    throw std::runtime_error(fmt::format("line {}: {}", first_line_ + at_, message));
  }

  void take() { source_.push_back(lines_[at_++]); }

  void directives() {
    while (at_ < lines_.size()) {
      const auto& line = lines_[at_];
      const auto colon = line.find(": ");
      if (colon == std::string::npos || ends_output(line)) {
        return;
      }
      const auto key = line.substr(0, colon);
      if (key != "backends" && key != "needs") {
        fail("unknown directive: " + key);
      }
      result_.directives[key] = line.substr(colon + 2);
      take();
    }
  }

  void command() {
    Command command{.line = first_line_ + at_, .text = lines_[at_].substr(2)};
    take();
    while (at_ < lines_.size()) {
      const auto& line = lines_[at_];
      if (line == ">" || line.starts_with("> ")) {
        command.text += '\n' + line.substr(std::min<std::size_t>(2, line.size()));
      } else if (command.text.ends_with('\\')) {
        command.text += '\n' + line;
      } else {
        break;
      }
      take();
    }
    command.marks = std::exchange(marks_, {});
    command.source = std::exchange(source_, {});
    while (at_ < lines_.size() && !ends_output(lines_[at_])) {
      command.expected.push_back(lines_[at_++]);
    }
    while (!command.expected.empty() && is_blank(command.expected.back())) {
      source_.insert(source_.begin(), command.expected.back());
      command.expected.pop_back();
    }
    result_.commands.push_back(std::move(command));
  }

  std::vector<std::string> lines_;
  std::size_t first_line_;
  std::size_t at_ = 0;
  std::vector<std::string> source_ = {};
  std::vector<std::string> marks_ = {};
  Transcript result_ = {};
};

}  // namespace

bool Command::has_mark(std::string_view mark) const {
  return std::ranges::find(marks, mark) != marks.end();
}

std::string Transcript::format() const {
  std::string text;
  const auto append = [&text](const std::vector<std::string>& lines) {
    for (const auto& line : lines) {
      text += line + '\n';
    }
  };
  for (const auto& command : commands) {
    append(command.source);
    append(command.expected);
  }
  append(tail);
  return text;
}

Transcript parse_transcript(std::string_view text, std::size_t first_line) {
  auto lines = lines_of(text);
  if (!text.empty() && !text.ends_with('\n')) {
    lines.pop_back();
  }
  return Parser(std::move(lines), first_line).parse();
}

Comparison compare(const std::vector<std::string>& expected, const Outcome& outcome) {
  std::vector<Line> wanted;
  std::ranges::transform(expected, std::back_inserter(wanted), parse_expected);
  const auto printed = printed_lines(outcome);
  return Alignment(wanted, printed).trace();
}

}  // namespace migrate::test

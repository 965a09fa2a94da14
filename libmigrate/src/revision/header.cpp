#include <algorithm>
#include <array>
#include <span>

#include "base/text.hpp"
#include "migrate/revision.hpp"
#include "revision/input.hpp"
#include "revision/json_revision.hpp"
#include "revision/marker.hpp"

namespace migrate {
namespace {

constexpr std::size_t header_window = 4096;      // nearly every header is shorter
constexpr std::size_t longest_header = 1 << 20;  // what is longer is not a revision file

struct Line {
  std::string_view text;  // without `--` and blanks around it
  std::size_t number = 0;
  std::size_t paragraph = 0;  // from 0
};

/// What is wrong with one file's header.
struct Problem {
  std::size_t line = 0;
  std::string source_line = {};
  std::string message = {};
};

[[noreturn]] void fail(const std::filesystem::path& file, Problem problem) {
  throw Error(ErrorInfo{.code = ErrorCode::revision,
                        .message = std::move(problem.message),
                        .file = file.string(),
                        .line = problem.line,
                        .source_line = std::move(problem.source_line)});
}

/// The lines with words of the leading comment. `complete` tells whether a marker (or any other
/// end) was seen; without it a longer window is needed.
struct Comment {
  std::vector<Line> lines = {};
  bool complete = false;
};

Comment read_comment(std::string_view text, bool at_end, const std::filesystem::path& file) {
  Comment comment;
  comment.lines.reserve(16);
  std::size_t paragraph = 0;
  bool in_paragraph = false;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t newline = text.find('\n');
    if (newline == std::string_view::npos && !at_end) return comment;
    std::string_view line = text.substr(0, newline);
    text = newline == std::string_view::npos ? std::string_view() : text.substr(newline + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (marker_text(line)) {
      comment.complete = true;
      break;
    }
    const std::string_view trimmed = text::trim(line);
    if (!trimmed.empty() && !trimmed.starts_with("--")) {
      fail(file, {.line = number,
                  .source_line = std::string(line),
                  .message = "text stands before the first `-- migrate:up`; a revision file begins "
                             "with its header, a block of -- comments"});
    }
    const std::string_view content = trimmed.empty() ? trimmed : text::trim(trimmed.substr(2));
    if (!content.empty()) {
      comment.lines.push_back({.text = content, .number = number, .paragraph = paragraph});
    } else if (in_paragraph) {
      ++paragraph;
    }
    in_paragraph = !content.empty();
  }
  comment.complete = comment.complete || at_end;
  return comment;
}

/// `Word: value`, `Two Words: value`.
bool looks_like_key(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 24) return false;
  if (colon + 1 < line.size() && !text::is_space(line[colon + 1])) return false;
  return std::ranges::all_of(line.substr(0, colon), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' || c == '-' || c == '_';
  });
}

/// The ids or labels of a value, none of them empty.
std::vector<std::string> names(std::string_view value, const Line& line,
                               const std::filesystem::path& file) {
  std::vector<std::string> parts = text::split(value, ',');
  for (const std::string& part : parts) {
    const bool word = std::ranges::none_of(part, text::is_space);
    if (part.empty() || !word) {
      fail(file, {.line = line.number,
                  .source_line = "-- " + std::string(line.text),
                  .message = part.empty() ? "an empty name between commas"
                                          : "\"" + part +
                                                "\" is not one name; several are "
                                                "separated by commas"});
    }
  }
  return parts;
}

enum Key : std::size_t { revision_id, revises, branch_labels, depends_on, create_date, replaces };
constexpr std::array<std::string_view, 6> keys = {"Revision ID", "Revises",     "Branch Labels",
                                                  "Depends On",  "Create Date", "Replaces"};

/// `seen` has a place for each key.
void read_key(Revision& revision, const Line& line, std::array<bool, keys.size()>& seen) {
  const std::size_t colon = line.text.find(':');
  const auto problem = [&](std::string message) {
    fail(revision.file, {.line = line.number,
                         .source_line = "-- " + std::string(line.text),
                         .message = std::move(message)});
  };
  if (colon == std::string_view::npos) problem("expected `Key: value` in the header's keys");
  const std::string_view written = text::trim(line.text.substr(0, colon));
  const std::string_view value = text::trim(line.text.substr(colon + 1));
  const auto key = static_cast<std::size_t>(
      std::ranges::find_if(
          keys,
          [&](std::string_view known) { return text::equals_ignoring_case(known, written); }) -
      keys.begin());
  if (key == keys.size()) {
    const std::vector<std::string> known(keys.begin(), keys.begin() + replaces);
    problem("unknown key \"" + std::string(written) + "\"; there are " + text::join(known, ", ") +
            '.' + text::did_you_mean(written, known));
  }
  if (seen[key]) problem("key \"" + std::string(written) + "\" stands twice");
  seen[key] = true;
  switch (key) {
    case revision_id:
      revision.id = value;
      try {
        check_revision_id(value);
      } catch (const Error& error) {
        problem(error.info().message);
      }
      return;
    case revises:
      revision.revises = names(value, line, revision.file);
      return;
    case branch_labels:
      revision.labels = names(value, line, revision.file);
      return;
    case depends_on:
      revision.depends_on = names(value, line, revision.file);
      return;
    case create_date:
      revision.create_date = value;
      return;
    default:
      problem("the key \"Replaces\" is reserved for later; this version cannot run the file");
  }
}

/// Message and description: the paragraphs before the keys.
void read_prose(Revision& revision, std::span<const Line> lines) {
  for (const Line& line : lines) {
    const bool first = line.paragraph == 0;
    std::string& text = first ? revision.message : revision.description;
    const bool continues = &line != lines.data() && (&line)[-1].paragraph == line.paragraph;
    if (!text.empty()) text += first ? " " : continues ? "\n" : "\n\n";
    text += line.text;
  }
}

Revision parse_header(const Comment& comment, std::filesystem::path file) {
  Revision revision{.file = std::move(file)};
  const std::vector<Line>& lines = comment.lines;
  const std::span<const Line> last =
      std::span(lines).last(lines.empty() ? 0
                                          : static_cast<std::size_t>(std::ranges::count(
                                                lines, lines.back().paragraph, &Line::paragraph)));
  if (std::ranges::none_of(last, [](const Line& line) { return looks_like_key(line.text); })) {
    fail(revision.file, {.line = 1,
                         .message = "has no header; a revision file begins with comments that end "
                                    "in `-- Revision ID: …` and `-- Revises: …`"});
  }
  std::array<bool, keys.size()> seen = {};
  for (const Line& line : last) read_key(revision, line, seen);
  for (const auto& [key, written] : {std::pair(revision_id, "-- Revision ID: …"),
                                     std::pair(revises, "-- Revises: … (nothing for a base)")}) {
    if (!seen[key]) {
      fail(revision.file, {.line = last.front().number,
                           .message = std::string("the header has no line `") + written + '`'});
    }
  }
  read_prose(revision, std::span(lines).first(lines.size() - last.size()));
  return revision;
}

Revision read_sql_header(const RevisionText& text) {
  InputFile input(text);
  // Not at its end, even where it is: to know that would take a second call of the system a file.
  std::array<char, header_window> start;
  if (const Comment comment = read_comment(input.read_some(0, start), false, text.file);
      comment.complete) {
    return parse_header(comment, text.file);
  }
  std::string buffer;
  for (std::size_t window = header_window;; window *= 8) {
    const std::string_view read = input.read(0, window, buffer);
    const Comment comment = read_comment(read, read.size() < window, text.file);
    if (comment.complete) return parse_header(comment, text.file);
    if (window > longest_header) {
      fail(text.file, {.line = 1, .message = "has no `-- migrate:up` within its first megabyte"});
    }
  }
}

}  // namespace

Revision read_header(const RevisionText& text) {
  Revision revision = is_json(text.file) ? read_json_header(text) : read_sql_header(text);
  revision.embedded = text.embedded;
  return revision;
}

void check_revision_id(std::string_view id) {
  const bool letters = std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || text::is_digit(c) || c == '_' ||
           c == '.';
  });
  if (id.empty() || id.size() > 32 || !letters) {
    throw Error(ErrorCode::usage,
                "\"" + std::string(id) +
                    "\" cannot be a revision id: 1 to 32 of the characters A-Z a-z 0-9 _ .");
  }
  for (const std::string_view word : {"head", "heads", "base", "current"}) {
    if (id == word) {
      throw Error(ErrorCode::usage, "\"" + std::string(id) +
                                        "\" cannot be a revision id: the word has a meaning of its "
                                        "own");
    }
  }
}

}  // namespace migrate

#include "page.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace migrate::test {
namespace {

constexpr std::string_view fence = "```";

/// The value of `<!-- key: value -->`, or nothing.
std::string_view directive(std::string_view line, std::string_view key) {
  const auto open = fmt::format("<!-- {}: ", key);
  constexpr std::string_view close = " -->";
  if (!line.starts_with(open) || !line.ends_with(close)) {
    return {};
  }
  return line.substr(open.size(), line.size() - open.size() - close.size());
}

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  Page read() {
    while (!rest_.empty()) {
      const auto line = next();
      if (line.starts_with(fence)) {
        block(line.substr(fence.size()));
        continue;
      }
      if (const auto path = directive(line, "file"); !path.empty()) {
        path_ = path;
      } else if (!path_.empty()) {
        fail("no block below <!-- file: " + path_ + " -->");
      } else if (const auto backend = directive(line, "backend"); !backend.empty()) {
        page_.backend = backend;
      } else if (const auto ids = directive(line, "ids"); !ids.empty()) {
        page_.ids = ids;
      }
    }
    if (!path_.empty()) {
      fail("no block below <!-- file: " + path_ + " -->");
    }
    flush();
    return std::move(page_);
  }

 private:
  [[noreturn]] void fail(const std::string& message) const {
    throw std::runtime_error(fmt::format("line {}: {}", line_, message));
  }

  /// The next line, which becomes part of the text that is left alone.
  std::string_view next() {
    const auto end = std::min(rest_.find('\n'), rest_.size() - 1) + 1;
    auto line = rest_.substr(0, end);
    rest_.remove_prefix(end);
    text_ += line;
    ++line_;
    if (line.ends_with('\n')) {
      line.remove_suffix(1);
    }
    return line;
  }

  void flush() { page_.parts.emplace_back(PageText{std::exchange(text_, {})}); }

  void block(std::string_view language) {
    const auto first_line = line_ + 1;
    const bool console = language == "console" && path_.empty();
    if (console) {
      flush();
    }
    std::string body;
    while (true) {
      if (rest_.empty()) {
        fail("this block is not closed");
      }
      const auto before = text_.size();
      const auto line = next();
      if (line == fence) {
        if (console) {
          const auto closing = text_.substr(before);
          page_.parts.emplace_back(PageTranscript{body, first_line});
          text_ = closing;
        } else if (!path_.empty()) {
          flush();
          page_.parts.emplace_back(PageFile{std::exchange(path_, {}), body});
        }
        return;
      }
      body.append(line).push_back('\n');
    }
  }

  std::string_view rest_;
  std::size_t line_ = 0;
  std::string text_ = {};
  std::string path_ = {};
  Page page_ = {};
};

}  // namespace

std::string Page::format() const {
  std::string text;
  for (const auto& part : parts) {
    if (const auto* kept = std::get_if<PageText>(&part)) {
      text += kept->text;
    } else if (const auto* transcript = std::get_if<PageTranscript>(&part)) {
      text += transcript->text;
    }
  }
  return text;
}

Page parse_page(std::string_view text) { return Reader(text).read(); }

}  // namespace migrate::test

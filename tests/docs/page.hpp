#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace migrate::test {

/// Lines of a page that are left alone.
struct PageText {
  std::string text;
};

/// A ```console block: a transcript. `line` is that of its first line.
struct PageTranscript {
  std::string text;
  std::size_t line = 0;
};

/// A block below `<!-- file: path -->`.
struct PageFile {
  std::string path;
  std::string data;
};

/// A page of the documentation, in order. `backend` is what `<!-- backend: postgresql -->` says,
/// `ids` what `<!-- ids: a b -->` gives to the revisions that the page makes.
struct Page {
  std::vector<std::variant<PageText, PageTranscript, PageFile>> parts = {};
  std::string backend = "sqlite";
  std::string ids = {};

  [[nodiscard]] std::string format() const;
};

/// Throws std::runtime_error for a fence that nothing closes and for a `<!-- file: -->` without a
/// block below it.
Page parse_page(std::string_view text);

}  // namespace migrate::test

#include "txtar.hpp"

#include <algorithm>

namespace migrate::test {
namespace {

constexpr std::string_view open = "-- ";
constexpr std::string_view close = " --";

}  // namespace

bool is_txtar_marker(std::string_view line) {
  return line.size() > open.size() + close.size() && line.starts_with(open) &&
         line.ends_with(close);
}

const Txtar::File* Txtar::find(std::string_view path) const {
  const auto at = std::ranges::find(files, path, &File::path);
  return at == files.end() ? nullptr : &*at;
}

Txtar parse_txtar(std::string_view text) {
  Txtar archive;
  std::string* part = &archive.comment;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (is_txtar_marker(line)) {
      const auto path = line.substr(open.size(), line.size() - open.size() - close.size());
      archive.files.push_back({std::string(path), {}});
      part = &archive.files.back().data;
    } else {
      part->append(line).push_back('\n');
    }
  }
  return archive;
}

std::string format_txtar(const Txtar& archive) {
  std::string text = archive.comment;
  for (const auto& file : archive.files) {
    text.append(open).append(file.path).append(close).append("\n").append(file.data);
  }
  return text;
}

}  // namespace migrate::test

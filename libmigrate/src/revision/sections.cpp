#include <cstring>

#include "base/text.hpp"
#include "migrate/revision.hpp"
#include "revision/input.hpp"
#include "revision/json_revision.hpp"
#include "revision/marker.hpp"

namespace migrate {
namespace {

constexpr std::size_t window = 256UL * 1024;
constexpr std::string_view word = "migrate:";

struct Marker {
  std::uint64_t begin = 0;  // of its line
  std::uint64_t after = 0;  // behind its newline
  std::size_t line = 0;
  std::string text = {};
};

/// Looks for the word rather than for lines: a file of a gigabyte has few of the one and many of
/// the other.
class MarkerScan {
 public:
  explicit MarkerScan(const RevisionText& text) : input_(text) {}

  std::vector<Marker> run() {
    std::uint64_t offset = 0;
    while (true) {
      const std::string_view text = input_.read(offset, window, buffer_);
      const bool at_end = text.size() < window;
      // A marker's line may be cut by the window's end: the last partial line is read again.
      std::size_t usable = text.size();
      if (!at_end) {
        const std::size_t newline = text.rfind('\n');
        if (newline != std::string_view::npos) usable = newline + 1;
      }
      scan(text.substr(0, usable), offset);
      offset += usable;
      size_ = offset;
      if (at_end) return std::move(found_);
    }
  }

  [[nodiscard]] std::uint64_t size() const { return size_; }

 private:
  void scan(std::string_view text, std::uint64_t offset) {
    std::size_t counted = 0;  // newlines before this byte are in line_
    const auto count_to = [&](std::size_t end) {
      while (counted < end) {
        const void* hit = std::memchr(text.data() + counted, '\n', end - counted);
        if (hit == nullptr) break;
        ++line_;
        counted = static_cast<std::size_t>(static_cast<const char*>(hit) - text.data()) + 1;
      }
      counted = end;
    };
    for (std::size_t at = text.find(word); at != std::string_view::npos;
         at = text.find(word, at + 1)) {
      std::size_t begin = text.rfind('\n', at);
      begin = begin == std::string_view::npos ? 0 : begin + 1;
      if (begin == 0 && in_line_) continue;  // a line longer than the window is no marker
      std::size_t end = text.find('\n', at);
      end = end == std::string_view::npos ? text.size() : end;
      std::string_view line = text.substr(begin, end - begin);
      if (offset == 0 && begin == 0 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (const auto marker = marker_text(line); marker && line.size() < 4096) {
        count_to(begin);
        found_.push_back({.begin = offset + begin,
                          .after = offset + std::min(end + 1, text.size()),
                          .line = line_ + 1,
                          .text = std::string(*marker)});
        at = end == text.size() ? end - 1 : end;
      }
    }
    count_to(text.size());
    in_line_ = !text.ends_with('\n');
  }

  InputFile input_;
  std::string buffer_ = {};
  std::vector<Marker> found_ = {};
  std::size_t line_ = 0;  // newlines before the window
  bool in_line_ = false;  // the window begins inside a line
  std::uint64_t size_ = 0;
};

void check_unique(const std::vector<Section>& sections, const Section& added,
                  const std::filesystem::path& file) {
  for (const Section& other : sections) {
    // An irreversible marker stands for the down section of every database.
    if (other.up != added.up || other.dialect != added.dialect) continue;
    throw Error(ErrorInfo{.code = ErrorCode::revision,
                          .message = std::string("a second ") + (added.up ? "up" : "down") +
                                     " section" +
                                     (added.dialect.empty() ? "" : " for " + added.dialect) +
                                     "; the first is on line " + std::to_string(other.marker_line),
                          .file = file.string(),
                          .line = added.marker_line});
  }
}

}  // namespace

std::vector<Section> read_sections(const Revision& revision) {
  if (revision.code == nullptr) return read_sections(RevisionText(revision));
  Section up{.body = Section::Body::code};
  Section down{.up = false, .body = Section::Body::code, .irreversible = !revision.code->down};
  return {std::move(up), std::move(down)};
}

std::vector<Section> read_sections(const RevisionText& text) {
  if (is_json(text.file)) return read_json_sections(text);
  const std::filesystem::path& file = text.file;
  MarkerScan scan(text);
  const std::vector<Marker> markers = scan.run();
  std::vector<Section> sections;
  for (std::size_t i = 0; i < markers.size(); ++i) {
    Section section = parse_marker(markers[i].text, file, markers[i].line);
    section.begin = markers[i].after;
    section.end = i + 1 < markers.size() ? markers[i + 1].begin : scan.size();
    check_unique(sections, section, file);
    sections.push_back(std::move(section));
  }
  return sections;
}

const Section* find_section(const std::vector<Section>& sections, bool up,
                            std::string_view dialect) {
  const Section* general = nullptr;
  for (const Section& section : sections) {
    if (section.up != up) continue;
    if (section.dialect == dialect) return &section;
    if (section.dialect.empty()) general = &section;
  }
  return general;
}

}  // namespace migrate

#include "base/time_zone.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/text.hpp"
#include "migrate/error.hpp"

namespace migrate {
namespace {

[[noreturn]] void fail(const std::string& name, const std::string& what) {
  throw Error(ErrorCode::configuration,
              "the time zone \"" + name + "\" " + what +
                  "; write UTC, local, a name such as Europe/Berlin, or the path of a TZif file");
}

/// Big-endian numbers, one after the other.
class Reader {
 public:
  Reader(std::string_view bytes, const std::string& name) : bytes_(bytes), name_(name) {}

  std::int64_t number(std::size_t length) {
    std::uint64_t value = 0;
    for (const char c : take(length)) value = value << 8U | static_cast<unsigned char>(c);
    const std::uint64_t sign = std::uint64_t{1} << (8 * length - 1);
    return static_cast<std::int64_t>((value ^ sign) - sign);
  }

  std::string_view take(std::size_t length) {
    if (bytes_.size() < length) fail(name_, "is no whole TZif file");
    const std::string_view taken = bytes_.substr(0, length);
    bytes_.remove_prefix(length);
    return taken;
  }

 private:
  std::string_view bytes_;
  const std::string& name_;
};

/// The counts of RFC 8536 §3.1, in the file's order.
struct Header {
  char version = 0;
  std::size_t isut = 0, isstd = 0, leap = 0, times = 0, types = 0, chars = 0;

  /// Bytes of the data block that follows, with times of `width` bytes.
  [[nodiscard]] std::size_t block(std::size_t width) const {
    return times * width + times + types * 6 + chars + leap * (width + 4) + isstd + isut;
  }
};

Header read_header(Reader& reader, const std::string& name) {
  if (reader.take(4) != "TZif") fail(name, "is no TZif file");
  Header header{.version = reader.take(1).front()};
  reader.take(15);
  for (std::size_t* count : {&header.isut, &header.isstd, &header.leap, &header.times,
                             &header.types, &header.chars}) {
    *count = static_cast<std::size_t>(reader.number(4));
  }
  if (header.types == 0) fail(name, "holds no offset");
  return header;
}

}  // namespace

TimeZone TimeZone::parse(std::string_view bytes, const std::string& name) {
  Reader reader(bytes, name);
  Header header = read_header(reader, name);
  std::size_t width = 4;
  if (header.version >= '2') {  // the same again with 64-bit times
    reader.take(header.block(width));
    header = read_header(reader, name);
    width = 8;
  }
  TimeZone zone;
  zone.utc_ = false;
  for (std::size_t i = 0; i < header.times; ++i) zone.moments_.push_back(reader.number(width));
  std::vector<std::size_t> kinds;
  for (std::size_t i = 0; i < header.times; ++i) {
    kinds.push_back(static_cast<unsigned char>(reader.take(1).front()));
  }
  std::vector<std::int64_t> offsets;
  for (std::size_t i = 0; i < header.types; ++i) {
    offsets.push_back(reader.number(4));
    reader.take(2);
  }
  zone.first_offset_ = offsets.front();
  for (const std::size_t kind : kinds) {
    if (kind >= offsets.size()) fail(name, "is no sound TZif file");
    zone.offsets_.push_back(offsets[kind]);
  }
  return zone;
}

TimeZone TimeZone::load(const std::string& name) {
  if (text::equals_ignoring_case(name, "utc")) return {};
  const std::filesystem::path file = name == "local"   ? std::filesystem::path("/etc/localtime")
                                     : name.front() == '/' ? std::filesystem::path(name)
                                                           : "/usr/share/zoneinfo" / std::filesystem::path(name);
  std::ifstream in(file, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(in), {});
  if (!in || bytes.empty()) {
    if (name == "local") return {};  // a system without the file is at UTC
    fail(name, "is not known here");
  }
  return parse(bytes, name);
}

std::chrono::seconds TimeZone::offset(std::chrono::system_clock::time_point time) const {
  const std::int64_t moment =
      std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  const auto after = std::ranges::upper_bound(moments_, moment);
  if (after == moments_.begin()) return std::chrono::seconds(first_offset_);
  return std::chrono::seconds(offsets_[static_cast<std::size_t>(after - moments_.begin()) - 1]);
}

}  // namespace migrate

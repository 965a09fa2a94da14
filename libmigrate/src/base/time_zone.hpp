#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace migrate {

/// A time zone, for the dates in new revision files. The standard library of g++ 12 has no time-zone
/// database, so a zone is read from the system's compiled files (TZif, RFC 8536).
class TimeZone {
 public:
  /// UTC.
  TimeZone() = default;

  /// `UTC`; `local` (the system's own, /etc/localtime); a name of the system's database such as
  /// `Europe/Berlin`; or the path of a TZif file. Throws Error{ErrorCode::configuration}.
  static TimeZone load(const std::string& name);

  /// Reads the bytes of a TZif file; `name` is for messages.
  static TimeZone parse(std::string_view bytes, const std::string& name);

  /// What is added to UTC at that moment. After the file's last transition its last offset holds.
  [[nodiscard]] std::chrono::seconds offset(std::chrono::system_clock::time_point time) const;

  [[nodiscard]] bool is_utc() const { return utc_; }

 private:
  bool utc_ = true;
  std::int64_t first_offset_ = 0;
  std::vector<std::int64_t> moments_ = {};
  std::vector<std::int64_t> offsets_ = {};  ///< from the moment of the same index on
};

}  // namespace migrate

#pragma once

#include <chrono>
#include <string>

#include "base/time_zone.hpp"

namespace migrate {

/// `2025-09-12 16:06:16.479075`; in a zone other than UTC with its offset, `…+02:00`.
std::string create_date(std::chrono::system_clock::time_point time, const TimeZone& zone = {});

/// `2025-09-12T16:06:16.479Z`: ISO 8601, UTC.
std::string iso_time(std::chrono::system_clock::time_point time);

/// `1 h 30 min`, `2 min 5 s`, `12 s`, `1500 ms`, `250 ms`: two units at most, whole.
std::string duration_text(std::chrono::milliseconds time);

/// The calendar parts of a time in UTC, for file names.
struct CalendarTime {
  std::int64_t epoch = 0;  ///< seconds since 1970
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int microsecond = 0;
};
CalendarTime calendar(std::chrono::system_clock::time_point time);

}  // namespace migrate

#include "base/time_text.hpp"

#include <fmt/core.h>

#include <cstdlib>

namespace migrate {

CalendarTime calendar(std::chrono::system_clock::time_point time) {
  using namespace std::chrono;
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const auto rest = floor<microseconds>(time - day);
  const hh_mm_ss clock{rest};
  return {.epoch = floor<seconds>(time).time_since_epoch().count(),
          .year = static_cast<int>(date.year()),
          .month = static_cast<unsigned>(date.month()),
          .day = static_cast<unsigned>(date.day()),
          .hour = static_cast<int>(clock.hours().count()),
          .minute = static_cast<int>(clock.minutes().count()),
          .second = static_cast<int>(clock.seconds().count()),
          .microsecond = static_cast<int>(clock.subseconds().count())};
}

std::string create_date(std::chrono::system_clock::time_point time, const TimeZone& zone) {
  const std::chrono::seconds offset = zone.offset(time);
  const CalendarTime t = calendar(time + offset);
  std::string text = fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:06}", t.year, t.month,
                                 t.day, t.hour, t.minute, t.second, t.microsecond);
  if (zone.is_utc()) return text;
  const std::int64_t minutes = std::abs(offset.count()) / 60;
  return text + fmt::format("{}{:02}:{:02}", offset.count() < 0 ? '-' : '+', minutes / 60,
                            minutes % 60);
}

std::string iso_time(std::chrono::system_clock::time_point time) {
  const CalendarTime t = calendar(time);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", t.year, t.month, t.day, t.hour,
                     t.minute, t.second, t.microsecond / 1000);
}

std::string duration_text(std::chrono::milliseconds time) {
  const auto all = time.count();
  if (all < 1'000 || (all < 10'000 && all % 1'000 != 0)) return std::to_string(all) + " ms";
  const auto seconds = all / 1'000;
  const std::string rest = seconds % 60 == 0 ? "" : " " + std::to_string(seconds % 60) + " s";
  if (seconds < 60) return std::to_string(seconds) + " s";
  if (seconds < 3'600) return std::to_string(seconds / 60) + " min" + rest;
  const auto minutes = seconds / 60;
  return std::to_string(minutes / 60) + " h" +
         (minutes % 60 == 0 ? "" : " " + std::to_string(minutes % 60) + " min");
}

}  // namespace migrate

#include "base/time_zone.hpp"

#include <gtest/gtest.h>

#include "base/time_text.hpp"
#include "migrate/error.hpp"

namespace migrate {
namespace {

using Moment = std::chrono::system_clock::time_point;
using std::chrono::hours;
using std::chrono::seconds;

std::string number(std::int64_t value, int bytes) {
  std::string out;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out += static_cast<char>(static_cast<unsigned char>(static_cast<std::uint64_t>(value) >>
                                                        static_cast<unsigned>(shift)));
  }
  return out;
}

/// A file of version 2 with two offsets and two transitions, at 1000 and at 5000000000.
std::string zone_file() {
  const auto header = [](std::int64_t times, std::int64_t types) {
    return "TZif2" + std::string(15, '\0') + number(0, 4) + number(0, 4) + number(0, 4) +
           number(times, 4) + number(types, 4) + number(4, 4);
  };
  const std::string types = number(3600, 4) + std::string("\0\0", 2) + number(-7200, 4) +
                            std::string("\1\0", 2) + std::string("ABC\0", 4);
  return header(0, 1) + number(0, 4) + std::string("\0\0", 2) + std::string("UTC\0", 4) +
         header(2, 2) + number(1000, 8) + number(5'000'000'000, 8) + std::string("\1\0", 2) + types +
         "\n\n";
}

TEST(TimeZone, UtcIsTheDefault) {
  EXPECT_TRUE(TimeZone().is_utc());
  EXPECT_TRUE(TimeZone::load("utc").is_utc());
  EXPECT_EQ(TimeZone().offset(Moment(seconds(1))), seconds(0));
}

TEST(TimeZone, FollowsTheTransitionsOfItsFile) {
  const TimeZone zone = TimeZone::parse(zone_file(), "test");
  EXPECT_EQ(zone.offset(Moment(seconds(999))), seconds(3600));
  EXPECT_EQ(zone.offset(Moment(seconds(1000))), seconds(-7200));
  EXPECT_EQ(zone.offset(Moment(seconds(4'999'999'999))), seconds(-7200));
  EXPECT_EQ(zone.offset(Moment(seconds(5'000'000'000))), seconds(3600));
}

TEST(TimeZone, RefusesWhatIsNoZone) {
  EXPECT_THROW(TimeZone::load("Nowhere/At_all"), Error);
  EXPECT_THROW(TimeZone::parse("TZif", "x"), Error);
  EXPECT_THROW(TimeZone::parse(std::string(100, 'x'), "x"), Error);
  const std::string whole = zone_file();
  for (std::size_t length = 0; length + 8 < whole.size(); ++length) {
    EXPECT_THROW(TimeZone::parse(std::string_view(whole).substr(0, length), "x"), Error) << length;
  }
}

TEST(TimeZone, ACreateDateTellsItsOffset) {
  const TimeZone zone = TimeZone::parse(zone_file(), "test");
  EXPECT_EQ(create_date(Moment(seconds(0)), zone), "1970-01-01 01:00:00.000000+01:00");
  EXPECT_EQ(create_date(Moment(seconds(7200)), zone), "1970-01-01 00:00:00.000000-02:00");
  EXPECT_EQ(create_date(Moment(seconds(0)), TimeZone()), "1970-01-01 00:00:00.000000");
}

}  // namespace
}  // namespace migrate

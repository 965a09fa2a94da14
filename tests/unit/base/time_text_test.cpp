#include "base/time_text.hpp"

#include <gtest/gtest.h>

namespace migrate {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(DurationText, HasTwoUnitsAtMost) {
  EXPECT_EQ(duration_text(milliseconds(0)), "0 ms");
  EXPECT_EQ(duration_text(milliseconds(999)), "999 ms");
  EXPECT_EQ(duration_text(milliseconds(1500)), "1500 ms");
  EXPECT_EQ(duration_text(seconds(3)), "3 s");
  EXPECT_EQ(duration_text(milliseconds(12'900)), "12 s");
  EXPECT_EQ(duration_text(seconds(60)), "1 min");
  EXPECT_EQ(duration_text(seconds(125)), "2 min 5 s");
  EXPECT_EQ(duration_text(seconds(3600)), "1 h");
  EXPECT_EQ(duration_text(seconds(5430)), "1 h 30 min");
}

}  // namespace
}  // namespace migrate

#include "postgresql/diagnostics.hpp"

#include <gtest/gtest.h>

namespace migrate::postgresql {
namespace {

TEST(BytePosition, CountsTheBytesOfWideCharacters) {
  EXPECT_EQ(byte_position("abc", 1), 1U);
  EXPECT_EQ(byte_position("abc", 3), 3U);
  EXPECT_EQ(byte_position("é€😀x", 2), 3U);
  EXPECT_EQ(byte_position("é€😀x", 4), 10U);
}

TEST(BytePosition, NotKnownStaysNotKnown) { EXPECT_EQ(byte_position("abc", 0), 0U); }

TEST(BytePosition, BehindTheEndIsTheEnd) { EXPECT_EQ(byte_position("é", 9), 3U); }

}  // namespace
}  // namespace migrate::postgresql

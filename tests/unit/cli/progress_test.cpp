#include "progress.hpp"

#include <gtest/gtest.h>

namespace migrate::cli {
namespace {

using std::chrono::seconds;

Progress half_way() {
  return {.step = 2,
          .steps = 4,
          .title = "8d2c41f7a903 Split names",
          .statement = 3,
          .statements = 12,
          .text = "INSERT INTO t VALUES (1)"};
}

TEST(ProgressLine, SaysWhereTheRunIs) {
  EXPECT_EQ(progress_line(half_way(), seconds(5), 120),
            "[##--------] 2/4 8d2c41f7a903 Split names | 5 s | 3/12 INSERT INTO t VALUES (1)");
}

TEST(ProgressLine, FitsTheTerminal) {
  EXPECT_EQ(progress_line(half_way(), seconds(5), 70),
            "[##--------] 2/4 8d2c41f7a903 Split names | 5 s | 3/12 INSERT INTO t …");
  EXPECT_EQ(progress_line(half_way(), seconds(5), 10), "[##------…");
}

TEST(ProgressLine, ALongMessageLeavesRoomForTheRest) {
  Progress progress = half_way();
  progress.title = "8d2c41f7a903 " + std::string(500, 'x');
  EXPECT_EQ(progress_line(progress, seconds(5), 79),
            "[##--------] 2/4 8d2c41f7a903 xxxxxxxxxxxxxxxx… | 5 s | 3/12 INSERT INTO t VAL…");
}

TEST(ProgressLine, TheStatementThatRunsIsNotDone) {
  EXPECT_EQ(progress_line({.step = 1, .steps = 1, .statement = 1, .statements = 1}, seconds(0), 90),
            "[----------] 1/1  | 0 s | 1/1 ");
}

TEST(ProgressLine, HowFarTheDatabaseIs) {
  Progress progress = half_way();
  progress.done = 52'345'678;
  progress.unit = "operations";
  EXPECT_EQ(progress_line(progress, seconds(3725), 120),
            "[##--------] 2/4 8d2c41f7a903 Split names | 1:02:05, 52.3M operations | 3/12 INSERT "
            "INTO t VALUES (1)");
  progress.total = 60'000'000;
  progress.unit = "bytes";
  EXPECT_EQ(
      progress_line(progress, seconds(65), 120),
      "[####------] 2/4 8d2c41f7a903 Split names | 1:05, 87 % | 3/12 INSERT INTO t VALUES (1)")
      << "the text that was read counts, where it is known";
}

TEST(ProgressLine, AStepThatIsTriedAgainDoesNotOvershoot) {
  Progress progress = half_way();
  progress.statement = 25;
  EXPECT_EQ(progress_line(progress, seconds(5), 60),
            "[#####-----] 2/4 8d2c41f7a903 Split names | 5 s | 12/12 INS…");
}

}  // namespace
}  // namespace migrate::cli

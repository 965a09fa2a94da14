#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include "workload.hpp"

namespace migrate::test {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;

constexpr int killed = 128 + SIGKILL;

/// kill -9 of the program itself, at random moments.
class KillTest : public testing::TestWithParam<const char*> {
 protected:
  KillTest() {
    workload_.add_mixed();
    workload_.add_heavy();
  }

  /// Runs the command, kills it somewhere in the time that it may take, and runs it again. True
  /// when the kill came before its end; a run that ended first tells that it takes no longer.
  bool kill_and_run_again(const std::vector<std::string>& words, microseconds& longest) {
    Program program = workload_.start(words);
    const microseconds delay(
        std::uniform_int_distribution<microseconds::rep>(0, longest.count())(random_));
    std::this_thread::sleep_for(delay);
    program.kill();
    const int status = program.wait();
    EXPECT_TRUE(status == 0 || status == killed) << status << ":\n" << program.output();
    SCOPED_TRACE("killed after " + std::to_string(delay.count()) + " us");
    EXPECT_NO_THROW(workload_.run(words));
    if (status == 0) longest = delay;
    return status == killed;
  }

  /// How long an undisturbed run takes at the moment.
  microseconds length_of(const std::vector<std::string>& words) {
    const auto begin = Clock::now();
    workload_.run(words);
    return std::chrono::duration_cast<microseconds>(Clock::now() - begin);
  }

  Workload workload_{GetParam()};
  std::minstd_rand random_{seed()};
};

INSTANTIATE_TEST_SUITE_P(sqlite, KillTest, testing::Values("sqlite"),
                         [](const auto&) { return "sqlite"; });
INSTANTIATE_TEST_SUITE_P(postgresql, KillTest, testing::Values("postgresql"),
                         [](const auto&) { return "postgresql"; });

TEST_P(KillTest, AfterAKillAtAnyMomentARerunSuffices) {
  const std::vector<std::string> up = {"upgrade", "heads"};
  const std::vector<std::string> down = {"downgrade", "base"};
  Subject& subject = workload_.subject();
  const int rounds = subject.is_sqlite() ? count_from("MIGRATE_TEST_KILLS_SQLITE", 200)
                                         : count_from("MIGRATE_TEST_KILLS_POSTGRESQL", 200);
  Outcome head;
  Outcome base;
  microseconds up_length = {};
  microseconds down_length = {};
  int hits = 0;
  for (int round = 0; round < rounds; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    if (round % 20 == 0) {  // the machine may be busier or idler than a while ago
      subject.make_empty();
      up_length = length_of(up);
      head = subject.outcome();
      down_length = length_of(down);
      base = subject.outcome(head.history.size());
    }
    subject.make_empty();
    if (round % 3 < 2) {
      hits += kill_and_run_again(up, up_length) ? 1 : 0;
      ASSERT_EQ(difference(subject.outcome(), head), "");
    } else {
      workload_.run(up);
      hits += kill_and_run_again(down, down_length) ? 1 : 0;
      ASSERT_EQ(difference(subject.outcome(head.history.size()), base), "");
    }
  }
  EXPECT_GT(hits, rounds / 2) << "most kills came too late: nothing was tested";
}

}  // namespace
}  // namespace migrate::test

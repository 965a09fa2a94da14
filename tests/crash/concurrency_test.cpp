#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <thread>

#include "workload.hpp"

namespace migrate::test {
namespace {

using Words = std::vector<std::string>;

constexpr int processes = 16;

/// Many runs of the program at once.
class ConcurrencyTest : public testing::TestWithParam<const char*> {
 protected:
  ConcurrencyTest() {
    workload_.add_mixed();
    workload_.add_small(22, "06_rebuild");
  }

  [[nodiscard]] int rounds(int part = 1) {
    const int all = subject_.is_sqlite() ? count_from("MIGRATE_TEST_RACES_SQLITE", 50)
                                         : count_from("MIGRATE_TEST_RACES_POSTGRESQL", 20);
    return std::max(1, all / part);
  }

  std::vector<Program> start_all(const std::vector<Words>& commands) {
    std::vector<Program> programs;
    for (int i = 0; i < processes; ++i) {
      programs.push_back(workload_.start(commands[static_cast<std::size_t>(i) % commands.size()]));
    }
    return programs;
  }

  static void expect_success(Program& program) {
    const int status = program.wait();
    EXPECT_EQ(status, 0) << program.output();
  }

  /// Whatever the order, nothing twice and nothing left out.
  void expect_each_once(const Outcome& clean) {
    Outcome outcome = subject_.outcome();
    EXPECT_THAT(outcome.history, testing::UnorderedElementsAreArray(clean.history));
    outcome.history = clean.history;
    EXPECT_EQ(difference(outcome, clean), "");
  }

  /// A revision goes up only when it is not applied, and down only when it is.
  static void expect_each_step_undoes_the_last(const std::vector<std::string>& history) {
    std::map<std::string, std::string> last;
    for (const std::string& step : history) {
      const std::string action = step.substr(0, step.find(' '));
      std::string& before = last[step.substr(step.find(' ') + 1)];
      EXPECT_EQ(action, before == "upgrade" ? "downgrade" : "upgrade") << step;
      before = action;
    }
  }

  Outcome clean_upgrade() {
    workload_.run({"upgrade", "heads"});
    return subject_.outcome();
  }

  Workload workload_{GetParam()};
  Subject& subject_ = workload_.subject();
};

INSTANTIATE_TEST_SUITE_P(sqlite, ConcurrencyTest, testing::Values("sqlite"),
                         [](const auto&) { return "sqlite"; });
INSTANTIATE_TEST_SUITE_P(postgresql, ConcurrencyTest, testing::Values("postgresql"),
                         [](const auto&) { return "postgresql"; });

TEST_P(ConcurrencyTest, EachRevisionIsAppliedOnceByManyAtOnce) {
  const Outcome clean = clean_upgrade();
  ASSERT_EQ(clean.history.size(), 30);
  for (int round = 0; round < rounds() && !HasFailure(); ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    subject_.make_empty();
    std::vector<Program> programs = start_all({{"upgrade", "heads"}});
    for (Program& program : programs) expect_success(program);
    EXPECT_EQ(difference(subject_.outcome(), clean), "");
  }
}

TEST_P(ConcurrencyTest, TargetsMayDiffer) {
  const Outcome clean = clean_upgrade();
  for (int round = 0; round < rounds(5) && !HasFailure(); ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    subject_.make_empty();
    std::vector<Program> programs = start_all({{"upgrade", "05_merge"},
                                               {"upgrade", "heads"},
                                               {"upgrade", "g05"},
                                               {"upgrade", "90_aside", "04_left"},
                                               {"upgrade", "g12"}});
    for (Program& program : programs) expect_success(program);
    expect_each_once(clean);
  }
}

TEST_P(ConcurrencyTest, SurvivorsFinishWhatTheKilledBegan) {
  const Outcome clean = clean_upgrade();
  std::minstd_rand random{seed()};
  for (int round = 0; round < rounds(2) && !HasFailure(); ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    subject_.make_empty();
    std::vector<Program> programs = start_all({{"upgrade", "heads"}});
    for (std::size_t i = 0; i < programs.size(); i += 2) {
      std::this_thread::sleep_for(
          std::chrono::milliseconds(std::uniform_int_distribution<int>(0, 60)(random)));
      programs[i].kill();
    }
    for (std::size_t i = 1; i < programs.size(); i += 2) expect_success(programs[i]);
    expect_each_once(clean);
  }
}

/// Who meets a section that is half done the other way is told so and ends with 1; whatever the
/// mixture leaves, plain commands bring to order.
TEST_P(ConcurrencyTest, UpAndDownAtOnceLeaveNothingThatCannotBeFinished) {
  clean_upgrade();
  workload_.run({"downgrade", "base"});
  const Outcome base = subject_.outcome();
  for (int round = 0; round < rounds(5) && !HasFailure(); ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    std::vector<Program> programs = start_all({{"downgrade", "base"}, {"upgrade", "heads"}});
    for (Program& program : programs) {
      const int status = program.wait();
      if (status != 0) {
        EXPECT_THAT(program.output(), testing::HasSubstr(" is half ")) << status;
      }
    }
    Program upgrade = workload_.start({"upgrade", "heads"});
    if (upgrade.wait() != 0) {
      EXPECT_THAT(upgrade.output(), testing::HasSubstr(" is half down"));
    }
    workload_.run({"downgrade", "base"});
    Outcome outcome = subject_.outcome();
    expect_each_step_undoes_the_last(outcome.history);
    outcome.history = base.history;  // which is longer each time
    EXPECT_EQ(difference(outcome, base), "");
  }
}

}  // namespace
}  // namespace migrate::test

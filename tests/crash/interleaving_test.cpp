#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "migrate/runtime.hpp"
#include "subject.hpp"
#include "support/fault_connection.hpp"

namespace migrate::test {
namespace {

using std::chrono::milliseconds;
using Command = std::function<void(Runner&)>;

Command upgrade(std::vector<std::string> targets) {
  return [targets](Runner& runner) { runner.upgrade(targets); };
}

void downgrade(Runner& runner) { runner.downgrade("base"); }

/// Hides that the server's process is the one that was connected to, as a pooler does: then there
/// is no queue, and the claim on the version rows alone must exclude.
class Pooled final : public MomentConnection {
 public:
  explicit Pooled(std::unique_ptr<Connection> real) : MomentConnection(std::move(real), {}) {}
  [[nodiscard]] std::int64_t backend_pid() const override { return 0; }

 private:
  void act() override {}
};

/// One run, and another that comes and goes while the first is between two of its calls: each such
/// moment in turn, so that what races would find once in a while is found always.
class InterleavingTest : public testing::TestWithParam<const char*> {
 protected:
  std::unique_ptr<Connection> connect(milliseconds wait) {
    auto connection = subject_.connect(wait);
    if (!pooled_) return connection;
    if (!subject_.is_sqlite()) connection->execute("SET lock_timeout = '100ms'");
    return std::make_unique<Pooled>(std::move(connection));
  }

  void run(const Command& command, Connection& connection, milliseconds wait) {
    const RunSettings settings = {.wait = wait};
    Runner runner(project_, connection, subject_.dialect(), settings, host_, observer_);
    command(runner);
  }

  void run(const Command& command) {
    const auto connection = connect(milliseconds(0));
    run(command, *connection, milliseconds(0));
  }

  /// The same by a process that dies before its call of this number, or in `busy` where the first
  /// run keeps others out.
  void run_until(const Command& command, std::size_t call) {
    FaultConnection connection(connect(milliseconds(0)), {.call = call});
    try {
      run(command, connection, milliseconds(0));
    } catch (const Error& error) {
      EXPECT_TRUE(is_busy(error)) << error.what();
    } catch (const Killed&) {
    }
  }

  static bool is_busy(const Error& error) {
    // Without a queue two may meet where the tables are made, by PostgreSQL's own lock.
    return error.code() == ErrorCode::busy || error.info().sqlstate == "55P03";
  }

  /// Runs `first`, with `others` before its call of this number. False: it has no such call.
  bool run_interrupted(const Command& first, std::size_t call,
                       const std::function<void()>& others) {
    InterleavedConnection connection(connect(milliseconds(0)), {.call = call}, others);
    // Others may have left a transaction that ends when their connection is gone.
    EXPECT_NO_THROW(run(first, connection, std::chrono::seconds(10))) << connection.place();
    return !connection.place().empty();
  }

  /// Nothing twice, nothing left out, whatever the order.
  void expect_clean(const Outcome& clean) {
    Outcome outcome = subject_.outcome();
    EXPECT_THAT(outcome.history, testing::UnorderedElementsAreArray(clean.history));
    outcome.history = clean.history;
    EXPECT_EQ(difference(outcome, clean), "");
  }

  /// The call to look at after this one. Once PostgreSQL's queue is entered, others only find out
  /// that it is; so a few moments stand for all behind the first dozen.
  [[nodiscard]] std::size_t next(std::size_t call, std::size_t step) const {
    return call + (subject_.is_sqlite() || call < 12 ? step : 19);
  }

  Outcome clean_run(const Command& command) {
    subject_.make_empty();
    run(command);
    return subject_.outcome();
  }

  Subject subject_{GetParam()};
  bool pooled_ = false;

 private:
  Project project_ =
      load_project({std::filesystem::path(MIGRATE_SOURCE_DIR) / "tests/crash/mixed"}, false);
  Host host_ = system_host();
  Recorder observer_ = {};
};

INSTANTIATE_TEST_SUITE_P(sqlite, InterleavingTest, testing::Values("sqlite"),
                         [](const auto&) { return "sqlite"; });
INSTANTIATE_TEST_SUITE_P(postgresql, InterleavingTest, testing::Values("postgresql"),
                         [](const auto&) { return "postgresql"; });

constexpr std::size_t never = static_cast<std::size_t>(-1);

TEST_P(InterleavingTest, AnotherRunMayDoEverythingInBetween) {
  const Command up = upgrade({"heads"});
  const Outcome clean = clean_run(up);
  bool more = true;
  for (std::size_t call = 0; more && !HasFailure(); call = next(call, 1)) {
    SCOPED_TRACE("before call " + std::to_string(call));
    subject_.make_empty();
    more = run_interrupted(up, call, [&] { run_until(up, never); });
    expect_clean(clean);
  }
}

TEST_P(InterleavingTest, AnotherRunMayDieInBetween) {
  const Command up = upgrade({"heads"});
  const Outcome clean = clean_run(up);
  for (std::size_t death = 6; death < 200; death += subject_.is_sqlite() ? 17 : 53) {
    bool more = true;
    for (std::size_t call = death % 5; more && !HasFailure(); call = next(call, 7)) {
      SCOPED_TRACE("a death at " + std::to_string(death) + " before call " + std::to_string(call));
      subject_.make_empty();
      more = run_interrupted(up, call, [&] { run_until(up, death); });
      expect_clean(clean);
    }
  }
}

/// Both take up the same half-done section.
TEST_P(InterleavingTest, TwoMayResumeAtOnce) {
  const Command up = upgrade({"heads"});
  const Outcome clean = clean_run(up);
  for (std::size_t left_at = 20; left_at < 200; left_at += subject_.is_sqlite() ? 13 : 37) {
    bool more = true;
    for (std::size_t call = left_at % 3; more && !HasFailure(); call = next(call, 4)) {
      SCOPED_TRACE("left at " + std::to_string(left_at) + ", before call " + std::to_string(call));
      subject_.make_empty();
      run_until(up, left_at);
      more = run_interrupted(up, call, [&] { run_until(up, never); });
      expect_clean(clean);
      if (call > 60) break;
    }
  }
}

TEST_P(InterleavingTest, AnotherRunMayGoTheOtherWayInBetween) {
  const Command up = upgrade({"heads"});
  Outcome head = clean_run(up);
  run(downgrade);
  Outcome base = subject_.outcome();
  bool more = true;
  for (std::size_t call = 0; more && !HasFailure(); call = next(call, 2)) {
    SCOPED_TRACE("before call " + std::to_string(call));
    subject_.make_empty();
    more = run_interrupted(up, call, [&] {
      try {
        run(downgrade);
      } catch (const Error& error) {
        EXPECT_TRUE(is_busy(error) || error.code() == ErrorCode::state) << error.what();
      }
    });
    const Outcome outcome = subject_.outcome();
    head.history = base.history = outcome.history;
    // The way down may have come behind the last step up.
    EXPECT_THAT(outcome.history, testing::Contains("upgrade 06_rebuild"));
    const bool down = outcome.history.back().starts_with("downgrade");
    EXPECT_EQ(difference(outcome, down ? base : head), "");
  }
}

/// A run that finds no tables asks in several queries, and others may be quick.
TEST_P(InterleavingTest, RowsAndJournalAreReadAtOneMoment) {
  const Command up = upgrade({"heads"});
  const Outcome clean = clean_run(up);
  subject_.make_empty();
  const auto make_the_tables = [&] { run(upgrade({"02_session"})); };
  const auto begin_the_third = [&] {
    for (std::size_t call = 1; subject_.half_done().empty(); ++call) run_until(up, call);
  };
  auto asked = std::make_unique<InterleavedConnection>(connect(milliseconds(0)), Moment{.call = 2},
                                                       make_the_tables);
  InterleavedConnection connection(std::move(asked), {.call = 4}, begin_the_third);
  EXPECT_NO_THROW(run(up, connection, std::chrono::seconds(10)));
  expect_clean(clean);
}

/// No queue, as on SQLite; the bare statements of the others would need one.
TEST_P(InterleavingTest, WithoutAQueueTheClaimExcludes) {
  pooled_ = true;
  const Command up = upgrade({"02_session", "90_aside"});
  const Outcome clean = clean_run(up);
  const std::size_t step = subject_.is_sqlite() ? 1 : 4;
  for (const std::size_t death : {never, 30UL, 51UL, 72UL}) {
    bool more = true;
    for (std::size_t call = 0; more && !HasFailure(); call += step) {
      SCOPED_TRACE("a death at " + std::to_string(death) + " before call " + std::to_string(call));
      subject_.make_empty();
      more = run_interrupted(up, call, [&] { run_until(up, death); });
      expect_clean(clean);
    }
  }
}

}  // namespace
}  // namespace migrate::test

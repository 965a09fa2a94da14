#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "migrate/runtime.hpp"
#include "subject.hpp"
#include "support/fault_connection.hpp"

namespace migrate::test {
namespace {

namespace fs = std::filesystem;
using Part = Moment::Part;
using Command = std::function<void(Runner&)>;

void upgrade(Runner& runner) {
  const std::vector<std::string> heads = {"heads"};
  runner.upgrade(heads);
}

void downgrade(Runner& runner) { runner.downgrade("base"); }

/// tests/crash/mixed on a database that runs are killed on.
class FaultTest : public testing::TestWithParam<const char*> {
 protected:
  /// The command as a process of its own would do it; returns its connection, dead or alive.
  std::unique_ptr<FaultConnection> run(const Command& command, Moment death = {}) {
    auto connection = std::make_unique<FaultConnection>(subject_.connect(), death,
                                                        [this] { keep_files_aside(); });
    try {
      Runner runner(project_, *connection, subject_.dialect(), settings_, host_, observer_);
      command(runner);
    } catch (const std::exception&) {
      if (!connection->died()) throw;
    }
    if (connection->died() && subject_.is_sqlite()) put_files_back();
    return connection;
  }

  /// Every moment at which the command can die on the database as it is now. Behind a call the
  /// database is as it is before the next: only what the dying process still tries is different,
  /// and to see that on one backend is enough.
  std::vector<Moment> every_death(const Command& command) {
    const auto whole = run(command);
    std::vector<Moment> deaths;
    for (std::size_t call = 0; call < whole->calls(); ++call) {
      deaths.push_back({.call = call, .part = Part::before});
      if (subject_.is_sqlite() || call + 1 == whole->calls()) {
        deaths.push_back({.call = call, .part = Part::after});
      }
    }
    for (const std::size_t copy : whole->copies()) {
      deaths.push_back({.call = copy, .part = Part::amid});
    }
    return deaths;
  }

  /// Dies, runs again, and holds the result against a clean run's.
  void expect_rerun_suffices(const Command& command, const Moment& death, const Outcome& clean,
                             std::size_t from = 0) {
    const auto killed = run(command, death);
    ASSERT_TRUE(killed->died()) << "call " << death.call;
    SCOPED_TRACE("killed " + killed->place() + " (call " + std::to_string(death.call) + ")");
    ASSERT_NO_THROW(run(command));
    ASSERT_EQ(difference(subject_.outcome(from), clean), "");
  }

  Subject subject_{GetParam()};
  RunSettings settings_ = {.wait = std::chrono::seconds(30)};

 private:
  /// A connection that is closed rolls back and tidies up, a process that is killed does not: the
  /// rerun gets the files as they were at the moment of death.
  void keep_files_aside() {
    if (!subject_.is_sqlite()) return;
    for (const fs::path& file : subject_.files()) {
      if (fs::exists(file)) fs::copy_file(file, aside(file));
    }
  }

  void put_files_back() {
    for (const fs::path& file : subject_.files()) {
      fs::remove(file);
      if (fs::exists(aside(file))) fs::rename(aside(file), file);
    }
  }

  static fs::path aside(const fs::path& file) { return file.string() + ".aside"; }

  Project project_ = load_project({fs::path(MIGRATE_SOURCE_DIR) / "tests/crash/mixed"}, false);
  Host host_ = system_host();
  Recorder observer_ = {};
};

INSTANTIATE_TEST_SUITE_P(sqlite, FaultTest, testing::Values("sqlite"),
                         [](const auto&) { return "sqlite"; });
INSTANTIATE_TEST_SUITE_P(postgresql, FaultTest, testing::Values("postgresql"),
                         [](const auto&) { return "postgresql"; });

TEST_P(FaultTest, AfterADeathAnywhereOnTheWayUpOrDownARerunSuffices) {
  const std::vector<Moment> up = every_death(upgrade);
  const Outcome head = subject_.outcome();
  const std::vector<Moment> down = every_death(downgrade);
  const Outcome base = subject_.outcome(head.history.size());
  ASSERT_EQ(head.history.size(), 8);
  ASSERT_EQ(base.history.size(), 8);
  for (std::size_t i = 0; i < std::max(up.size(), down.size()); ++i) {
    subject_.make_empty();
    ASSERT_NO_FATAL_FAILURE(expect_rerun_suffices(upgrade, up[std::min(i, up.size() - 1)], head));
    if (i >= down.size()) continue;
    ASSERT_NO_FATAL_FAILURE(expect_rerun_suffices(downgrade, down[i], base, head.history.size()));
  }
}

TEST_P(FaultTest, ARerunMayDieToo) {
  const std::vector<Moment> up = every_death(upgrade);
  const Outcome head = subject_.outcome();
  // Every pair of deaths would be some ten thousand.
  const std::size_t step = subject_.is_sqlite() ? 23 : 41;
  for (std::size_t first = 5; first < up.size(); first += step) {
    for (std::size_t second = first % 7;; second += step) {
      subject_.make_empty();
      run(upgrade, up[first]);
      const auto again = run(upgrade, up[second]);
      SCOPED_TRACE("faults " + std::to_string(first) + " and " + std::to_string(second));
      ASSERT_NO_THROW(run(upgrade));
      ASSERT_EQ(difference(subject_.outcome(), head), "");
      if (!again->died()) break;
    }
  }
}

TEST_P(FaultTest, RunsThatAllDieArriveInTheEnd) {
  run(upgrade);
  const Outcome head = subject_.outcome();
  run(downgrade);
  const Outcome base = subject_.outcome(head.history.size());
  for (const std::size_t calls : {30U, 41U, 67U}) {
    SCOPED_TRACE("each run dies after " + std::to_string(calls) + " calls");
    subject_.make_empty();
    const auto run_to_the_end = [&](const Command& command) {
      int deaths = 0;
      while (run(command, {.call = calls})->died()) ASSERT_LT(++deaths, 100);
      EXPECT_GT(deaths, 0);
    };
    ASSERT_NO_FATAL_FAILURE(run_to_the_end(upgrade));
    ASSERT_EQ(difference(subject_.outcome(), head), "");
    ASSERT_NO_FATAL_FAILURE(run_to_the_end(downgrade));
    ASSERT_EQ(difference(subject_.outcome(head.history.size()), base), "");
  }
}

TEST_P(FaultTest, OneTransactionForAllStepsIsAllOrNothing) {
  settings_.transaction_mode = RunSettings::TransactionMode::all;
  const Command command = [](Runner& runner) {
    const std::vector<std::string> targets = {"01_accounts", "90_aside"};
    runner.upgrade(targets);
  };
  const std::vector<Moment> deaths = every_death(command);
  const Outcome clean = subject_.outcome();
  for (const Moment& death : deaths) {
    subject_.make_empty();
    ASSERT_NO_FATAL_FAILURE(expect_rerun_suffices(command, death, clean));
  }
}

TEST_P(FaultTest, AStampThatDiesIsStampedByARerun) {
  const Command stamp = [](Runner& runner) {
    const std::vector<std::string> targets = {"04_left"};
    runner.stamp(targets, false);
  };
  const std::vector<Moment> deaths = every_death(stamp);
  const Outcome clean = subject_.outcome();
  for (const Moment& death : deaths) {
    subject_.make_empty();
    ASSERT_NO_FATAL_FAILURE(expect_rerun_suffices(stamp, death, clean));
  }
}

/// A database that another tool migrated has version rows and no history: what is applied enters
/// the new history once.
TEST_P(FaultTest, ADatabaseTakenOverEntersItsHistoryOnce) {
  const Command aside = [](Runner& runner) {
    const std::vector<std::string> targets = {"90_aside"};
    runner.upgrade(targets);
  };
  const auto take_over = [&] {
    subject_.make_empty();
    subject_.connect()->execute(
        "CREATE TABLE migrate_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)");
    subject_.connect()->execute("INSERT INTO migrate_version VALUES ('02_session')");
  };
  take_over();
  const std::vector<Moment> deaths = every_death(aside);
  const Outcome clean = subject_.outcome();
  ASSERT_THAT(clean.history,
              testing::ElementsAre("stamp 01_accounts", "stamp 02_session", "upgrade 90_aside"));
  for (const Moment& death : deaths) {
    take_over();
    ASSERT_NO_FATAL_FAILURE(expect_rerun_suffices(aside, death, clean));
  }
}

}  // namespace
}  // namespace migrate::test

#include <atomic>
#include <future>
#include <thread>

#include "backend.hpp"

namespace migrate::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

class ExclusionTest : public EveryBackend {
 protected:
  /// A statement that runs for a minute when nobody cancels it.
  [[nodiscard]] std::string long_statement() const {
    return is_postgresql() ? "SELECT pg_sleep(60)"
                           : "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                             "WHERE i < 2000000000) SELECT count(*) FROM n";
  }
};
MIGRATE_FOR_EVERY_BACKEND(ExclusionTest);

TEST_P(ExclusionTest, AStepWaitsForTheStepOfAnother) {
  make_own_tables();
  const auto first = connect();
  const auto second = connect();
  dialect_.begin_step(*first, {});
  first->change("INSERT INTO migrate_version VALUES ('first')");

  std::atomic<bool> claimed = false;
  std::thread other([&] {
    dialect_.begin_step(*second, {});
    claimed = true;
    EXPECT_EQ(scalar(*second, "SELECT version_num FROM migrate_version"), "first");
    dialect_.commit(*second);
  });
  std::this_thread::sleep_for(milliseconds(200));
  EXPECT_FALSE(claimed);
  dialect_.commit(*first);
  other.join();
  EXPECT_TRUE(claimed);
}

TEST_P(ExclusionTest, StepsOfManyAreOneAfterAnother) {
  make_own_tables();
  connect()->execute("INSERT INTO migrate_version VALUES ('0')");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      const auto connection = connect();
      for (int k = 0; k < 10; ++k) {
        dialect_.begin_step(*connection, {});
        const int seen = std::stoi(scalar(*connection, "SELECT version_num FROM migrate_version"));
        EXPECT_EQ(connection->change("UPDATE migrate_version SET version_num = '" +
                                     std::to_string(seen + 1) + "'"),
                  1);
        dialect_.commit(*connection);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(scalar(*connect(), "SELECT version_num FROM migrate_version"), "40");
}

TEST_P(ExclusionTest, AStepGivesUpWhenTheWaitIsOver) {
  make_own_tables();
  const auto first = connect();
  const auto second = connect(milliseconds(300));
  dialect_.begin_step(*first, {});
  const auto begin = steady_clock::now();
  const ErrorInfo error =
      error_of([&] { dialect_.begin_step(*second, {.wait = milliseconds(300)}); });
  const auto waited = steady_clock::now() - begin;
  EXPECT_EQ(error.code, ErrorCode::busy);
  EXPECT_GE(waited, milliseconds(290));
  EXPECT_LT(waited, seconds(5));
  EXPECT_FALSE(second->in_transaction());
  dialect_.commit(*first);
  dialect_.begin_step(*second, {.wait = milliseconds(300)});
  dialect_.rollback(*second);
}

TEST_P(ExclusionTest, AWaitOfZeroDoesNotWait) {
  make_own_tables();
  const auto first = connect();
  const auto second = connect(milliseconds(0));
  dialect_.begin_step(*first, {});
  const auto begin = steady_clock::now();
  EXPECT_EQ(error_of([&] { dialect_.begin_step(*second, {.wait = milliseconds(0)}); }).code,
            ErrorCode::busy);
  EXPECT_LT(steady_clock::now() - begin, milliseconds(500));
}

TEST_P(ExclusionTest, ReadersAreNotKeptOutByAStep) {
  make_own_tables();
  const auto first = connect();
  const auto reader = connect(milliseconds(0));
  dialect_.begin_step(*first, {});
  EXPECT_EQ(scalar(*reader, "SELECT count(*) FROM migrate_version"), "0");
}

TEST_P(ExclusionTest, InterruptCutsShortWhatRuns) {
  const auto connection = connect();
  auto running = std::async(std::launch::async,
                            [&] { return error_of([&] { connection->query(long_statement()); }); });
  std::this_thread::sleep_for(milliseconds(100));
  const auto begin = steady_clock::now();
  connection->interrupt();
  const ErrorInfo error = running.get();
  EXPECT_LT(steady_clock::now() - begin, seconds(10));
  EXPECT_EQ(error.code, ErrorCode::interrupted);
  EXPECT_EQ(error.statement, long_statement());
}

TEST_P(ExclusionTest, InterruptBetweenStatementsMeetsTheNextOnce) {
  const auto connection = connect();
  connection->interrupt();
  EXPECT_EQ(error_of([&] { connection->query("SELECT 1"); }).code, ErrorCode::interrupted);
  EXPECT_EQ(scalar(*connection, "SELECT 1"), "1");
}

TEST_P(ExclusionTest, InterruptNeverMeetsARollback) {
  const auto connection = connect();
  dialect_.begin(*connection);
  connection->execute("CREATE TABLE t (a INTEGER)");
  connection->interrupt();
  dialect_.rollback(*connection);
  EXPECT_FALSE(connection->in_transaction());
  EXPECT_EQ(error_of([&] { connection->query("SELECT 1"); }).code, ErrorCode::interrupted);
  EXPECT_FALSE(has_table("t"));
}

TEST_P(ExclusionTest, InterruptCutsShortTheWaitForAStep) {
  make_own_tables();
  const auto first = connect();
  const auto second = connect();
  dialect_.begin_step(*first, {});
  auto waiting = std::async(std::launch::async,
                            [&] { return error_of([&] { dialect_.begin_step(*second, {}); }); });
  std::this_thread::sleep_for(milliseconds(200));
  second->interrupt();
  ASSERT_EQ(waiting.wait_for(seconds(10)), std::future_status::ready);
  EXPECT_EQ(waiting.get().code, ErrorCode::interrupted);
  EXPECT_FALSE(second->in_transaction());
}

/// Where a request to cancel meets a statement at its very beginning or end, it must neither be
/// lost nor hit a later one.
TEST_P(ExclusionTest, EveryInterruptMeetsExactlyOneStatement) {
  const auto connection = connect();
  std::atomic<int> asked = 0;
  std::atomic<bool> stop = false;
  std::thread other([&] {
    while (!stop) {
      ++asked;
      connection->interrupt();
      // The next request may only be made when this one was met, or the two are one.
      while (asked > 0 && !stop) std::this_thread::yield();
    }
  });
  int met = 0;
  while (met < 25) {
    try {
      scalar(*connection, "SELECT count(*) FROM (VALUES (1), (2)) AS t");
    } catch (const Error& error) {
      ASSERT_EQ(error.code(), ErrorCode::interrupted) << error.what();
      ASSERT_EQ(asked, 1);
      ++met;
      asked = 0;
    }
  }
  stop = true;
  other.join();
}

TEST_P(ExclusionTest, QueueHoldExcludesWhereThereIsOne) {
  const auto first = connect();
  const auto hold = dialect_.queue(*first, {}, seconds(1), observer_);
  EXPECT_EQ(hold != nullptr, is_postgresql());
}

}  // namespace
}  // namespace migrate::test

#include <future>
#include <thread>

#include "backend.hpp"

namespace migrate::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// A connection in another's coat, as a pooler's client sees it: the process that answers is not
/// the one that shook hands.
class Pooled final : public Connection {
 public:
  explicit Pooled(Connection& inner) : inner_(inner) {}
  void execute(std::string_view statement) override { inner_.execute(statement); }
  std::vector<Row> query(std::string_view statement) override { return inner_.query(statement); }
  std::vector<std::int64_t> change_each(std::span<const std::string> statements) override {
    return inner_.change_each(statements);
  }
  void run(std::string_view statement, const Fence& fence) override {
    inner_.run(statement, fence);
  }
  void copy_in(std::string_view statement, const std::function<std::string_view()>& next,
               const Fence& fence) override {
    inner_.copy_in(statement, next, fence);
  }
  [[nodiscard]] bool in_transaction() const override { return inner_.in_transaction(); }
  std::vector<std::string> take_touched_tables() override { return {}; }
  [[nodiscard]] std::int64_t backend_pid() const override { return 90650710; }
  void interrupt() noexcept override { inner_.interrupt(); }

 private:
  Connection& inner_;
};

class PostgresqlLock : public PostgresqlTest {
 protected:
  std::string setting(Connection& connection, const std::string& name) {
    return scalar(connection, "SHOW " + name);
  }
  std::unique_ptr<QueueHold> queue(Connection& connection, milliseconds wait = seconds(10),
                                   const OwnTables& tables = {}) {
    return dialect_.queue(connection, tables, wait, observer_);
  }
  static std::string pid(const Connection& connection) {
    return "pid " + std::to_string(connection.backend_pid()) + " ";
  }
};

TEST_F(PostgresqlLock, TheStepsTimeoutsHoldForItsTransactionOnly) {
  make_own_tables();
  const auto connection = connect();
  connection->execute("SET lock_timeout = '77s'");
  dialect_.begin_step(*connection, {.lock_timeout = milliseconds(1500),
                                    .statement_timeout = std::chrono::hours(1)});
  EXPECT_EQ(setting(*connection, "lock_timeout"), "1500ms");
  EXPECT_EQ(setting(*connection, "statement_timeout"), "1h");
  EXPECT_EQ(setting(*connection, "transaction_isolation"), "read committed");
  dialect_.commit(*connection);
  EXPECT_EQ(setting(*connection, "lock_timeout"), "77s");
  EXPECT_EQ(setting(*connection, "statement_timeout"), "0");
}

TEST_F(PostgresqlLock, WithoutTimeoutsOfItsOwnAStepHasTheSessions) {
  make_own_tables();
  const auto connection =
      dialect_.connect(parse_url(database_.url().text +
                                 "&options=-c%20lock_timeout%3D7s%20-c%20statement_timeout%3D8s"),
                       {}, observer_);
  dialect_.begin_step(*connection, {.lock_timeout = std::nullopt});
  EXPECT_EQ(setting(*connection, "lock_timeout"), "7s");
  EXPECT_EQ(setting(*connection, "statement_timeout"), "8s");
  dialect_.rollback(*connection);
}

TEST_F(PostgresqlLock, TheSessionsTimeoutsDoNotCutTheWaitForTheClaimShort) {
  make_own_tables();
  const auto first = connect();
  const auto second = dialect_.connect(
      parse_url(database_.url().text +
                "&options=-c%20lock_timeout%3D50ms%20-c%20statement_timeout%3D50ms"),
      {}, observer_);
  dialect_.begin_step(*first, {});
  auto waiting = std::async(std::launch::async, [&] { dialect_.begin_step(*second, {}); });
  std::this_thread::sleep_for(milliseconds(400));
  dialect_.commit(*first);
  EXPECT_NO_THROW(waiting.get());
}

TEST_F(PostgresqlLock, AReadOnlyDefaultDoesNotKeepAStepFromWriting) {
  make_own_tables();
  const auto connection = dialect_.connect(
      parse_url(database_.url().text + "&options=-c%20default_transaction_read_only%3Don"), {},
      observer_);
  dialect_.begin_step(*connection, {});
  EXPECT_EQ(connection->change("INSERT INTO migrate_version VALUES ('a')"), 1);
  dialect_.commit(*connection);
  dialect_.begin(*connection);
  connection->execute("CREATE TABLE t (a INTEGER)");
  dialect_.commit(*connection);
}

TEST_F(PostgresqlLock, AStepWithoutAVersionTableSaysSo) {
  const auto connection = connect();
  EXPECT_EQ(error_of([&] { dialect_.begin_step(*connection, {}); }).code, ErrorCode::no_such_table);
  EXPECT_FALSE(connection->in_transaction());
}

TEST_F(PostgresqlLock, WhoWaitedInVainLearnsWhoHoldsTheClaim) {
  make_own_tables();
  const auto first = connect();
  const auto second = connect();
  dialect_.begin_step(*first, {});
  first->run("/* a */ SELECT\n 'work'", {});
  const ErrorInfo error =
      error_of([&] { dialect_.begin_step(*second, {.wait = milliseconds(100)}); });
  EXPECT_THAT(error.message, StartsWith("the version table \"migrate_version\" is still held by " +
                                        pid(*first) + "(application migrate, user "));
  EXPECT_THAT(
      error.message,
      ContainsRegex(" UTC \\([0-9]+ m?s\\), idle in transaction: /\\* a \\*/ SELECT 'work'\\)"));
  EXPECT_THAT(error.message, HasSubstr("after waiting 100 ms"));
}

TEST_F(PostgresqlLock, WhatIsShownOfAnothersStatementHoldsNoPassword) {
  make_own_tables();
  const auto first = connect();
  const auto second = connect();
  dialect_.begin_step(*first, {});
  first->run("CREATE ROLE migrate_test_role PASSWORD 'sesame'", {});
  const ErrorInfo error =
      error_of([&] { dialect_.begin_step(*second, {.wait = milliseconds(0)}); });
  EXPECT_THAT(error.message, HasSubstr("CREATE ROLE migrate_test_role …"));
  EXPECT_THAT(error.message, Not(HasSubstr("sesame")));
}

TEST_F(PostgresqlLock, RestoreSessionUndoesWhatABodySet) {
  const auto connection = connect();
  const std::string user = scalar(*connection, "SELECT session_user");
  connection->run("SET search_path = ''", {.transaction = false});
  connection->run("SET ROLE pg_monitor", {.transaction = false});
  connection->run("SET SESSION AUTHORIZATION pg_monitor", {.transaction = false});
  connection->run("SET lock_timeout = 5", {.transaction = false});
  connection->run("SET application_name = 'x'", {.transaction = false});
  dialect_.restore_session(*connection, {});
  EXPECT_EQ(setting(*connection, "search_path"), "\"$user\", public");
  EXPECT_EQ(scalar(*connection, "SELECT current_user"), user);
  EXPECT_EQ(scalar(*connection, "SELECT session_user"), user);
  EXPECT_EQ(setting(*connection, "role"), "none");
  EXPECT_EQ(setting(*connection, "lock_timeout"), "0");
  EXPECT_EQ(setting(*connection, "application_name"), "migrate");
}

TEST_F(PostgresqlLock, PutBackBetweenKeepsTheTransactionAndItsTimeouts) {
  make_own_tables();
  const auto connection = connect();
  const StepScope scope{.lock_timeout = seconds(3)};
  dialect_.begin_step(*connection, scope);
  connection->run("CREATE TABLE t (a INTEGER)", {});
  connection->run("SET search_path = ''", {});
  connection->run("SET LOCAL ROLE pg_monitor", {});
  connection->execute(dialect_.put_back(scope));
  EXPECT_TRUE(connection->in_transaction());
  EXPECT_EQ(setting(*connection, "search_path"), "\"$user\", public");
  EXPECT_EQ(setting(*connection, "role"), "none");
  EXPECT_EQ(setting(*connection, "lock_timeout"), "3s");
  dialect_.commit(*connection);
  EXPECT_TRUE(has_table("t"));
  EXPECT_EQ(setting(*connection, "lock_timeout"), "0");
}

TEST_F(PostgresqlLock, RestoreSessionKeepsThePlaceInTheQueue) {
  const auto first = connect();
  const auto second = connect();
  const auto hold = queue(*first);
  dialect_.restore_session(*first, {});
  EXPECT_THROW(queue(*second, milliseconds(0)), Error);
}

TEST_F(PostgresqlLock, TheQueueIsGivenUpWithItsHold) {
  const auto first = connect();
  const auto second = connect();
  auto hold = queue(*first);
  ASSERT_NE(hold, nullptr);
  EXPECT_EQ(error_of([&] { queue(*second, milliseconds(0)); }).code, ErrorCode::busy);
  hold.reset();
  EXPECT_NE(queue(*second, milliseconds(0)), nullptr);
}

TEST_F(PostgresqlLock, TheQueueKnowsWhenAStatementGaveItUp) {
  const auto connection = connect();
  auto hold = queue(*connection);
  EXPECT_TRUE(hold->still_held());
  connection->run("DISCARD ALL", {.transaction = false});
  EXPECT_FALSE(hold->still_held());
  hold.reset();
  EXPECT_TRUE(observer_.texts(Event::Kind::notice).empty()) << "it is given up once";
}

TEST_F(PostgresqlLock, ADirectConnectionHasASessionOfItsOwn) {
  const auto connection = connect();
  EXPECT_EQ(connection->session(), Connection::Session::own);
  EXPECT_NO_THROW(dialect_.require_session(*connection));
}

TEST_F(PostgresqlLock, ABareStatementHasItsTimeoutsButNoneForLocksWhereItBlocksNobody) {
  const auto connection = connect();
  const StepScope scope{.lock_timeout = seconds(3), .statement_timeout = seconds(4)};
  dialect_.begin_bare(*connection, scope, "VACUUM t");
  EXPECT_EQ(setting(*connection, "lock_timeout"), "3s");
  EXPECT_EQ(setting(*connection, "statement_timeout"), "4s");
  for (const char* statement :
       {"CREATE INDEX CONCURRENTLY i ON t (a)", "REINDEX (VERBOSE) TABLE CONCURRENTLY t",
        "ALTER TABLE t DETACH PARTITION u CONCURRENTLY"}) {
    dialect_.begin_bare(*connection, scope, statement);
    EXPECT_EQ(setting(*connection, "lock_timeout"), "0") << statement;
  }
  dialect_.begin_bare(*connection, scope, "VACUUM \"CONCURRENTLY\"");
  EXPECT_EQ(setting(*connection, "lock_timeout"), "3s");
  dialect_.end_bare(*connection);
  EXPECT_EQ(setting(*connection, "lock_timeout"), "0");
  EXPECT_EQ(setting(*connection, "statement_timeout"), "0");
}

TEST_F(PostgresqlLock, TheQueueIsGivenUpWithItsConnection) {
  auto first = connect();
  const auto second = connect();
  auto hold = queue(*first);
  connect()->query("SELECT pg_terminate_backend(" + std::to_string(first->backend_pid()) + ")");
  hold.reset();
  EXPECT_NE(queue(*second), nullptr);
}

TEST_F(PostgresqlLock, AnInterruptDoesNotLeaveTheQueueLocked) {
  const auto first = connect();
  const auto second = connect();
  auto hold = queue(*first);
  first->interrupt();
  hold.reset();
  EXPECT_NE(queue(*second, milliseconds(0)), nullptr);
  EXPECT_EQ(error_of([&] { first->query("SELECT 1"); }).code, ErrorCode::interrupted);
}

TEST_F(PostgresqlLock, WhoQueuesSeesTheHolderOnceAndThenItsSuccessor) {
  const auto first = connect();
  const auto second = connect();
  auto hold = queue(*first);
  auto waiting = std::async(std::launch::async, [&] { return queue(*second); });
  while (observer_.texts(Event::Kind::waiting).empty())
    std::this_thread::sleep_for(milliseconds(5));
  std::this_thread::sleep_for(milliseconds(100));
  hold.reset();
  EXPECT_NE(waiting.get(), nullptr);
  EXPECT_THAT(observer_.texts(Event::Kind::waiting),
              ElementsAre(StartsWith("waiting for another runner: " + pid(*first) +
                                     "(application migrate, user ")));
}

TEST_F(PostgresqlLock, WhoQueuesInVainLearnsWhoHoldsIt) {
  const auto first = connect();
  const auto second = connect();
  const auto hold = queue(*first);
  const auto begin = std::chrono::steady_clock::now();
  const ErrorInfo error = error_of([&] { queue(*second, milliseconds(200)); });
  EXPECT_GE(std::chrono::steady_clock::now() - begin, milliseconds(190));
  EXPECT_EQ(error.code, ErrorCode::busy);
  EXPECT_THAT(error.message, StartsWith("the queue of runners is still held by " + pid(*first)));
}

TEST_F(PostgresqlLock, AWaitInTheQueueCanBeInterrupted) {
  const auto first = connect();
  const auto second = connect();
  const auto hold = queue(*first);
  auto waiting = std::async(std::launch::async,
                            [&] { return error_of([&] { queue(*second, seconds(60)); }); });
  std::this_thread::sleep_for(milliseconds(100));
  second->interrupt();
  EXPECT_EQ(waiting.get().code, ErrorCode::interrupted);
}

TEST_F(PostgresqlLock, EachVersionTableAndSchemaHasAQueueOfItsOwn) {
  const auto first = connect();
  const auto second = connect();
  const auto hold = queue(*first);
  EXPECT_NE(queue(*second, milliseconds(0), {.version = "other"}), nullptr);
  EXPECT_NE(queue(*second, milliseconds(0), {.schema = "other"}), nullptr);
  EXPECT_THROW(queue(*second, milliseconds(0), {.schema = "public"}), Error)
      << "the schema that the search_path names is the same queue";
}

TEST_F(PostgresqlLock, TheQueueLetsCreateIndexConcurrentlyPass) {
  const auto first = connect();
  const auto second = connect();
  first->execute("CREATE TABLE t (a INTEGER)");
  auto hold = queue(*first);
  auto waiting = std::async(std::launch::async, [&] { return queue(*second); });
  std::this_thread::sleep_for(milliseconds(100));
  first->run("CREATE INDEX CONCURRENTLY i ON t (a)", {.transaction = false});
  hold.reset();
  EXPECT_NE(waiting.get(), nullptr);
}

TEST_F(PostgresqlLock, BehindAPoolerThereIsNoQueueAndNoLockIsLeft) {
  const auto connection = connect();
  Pooled pooled(*connection);
  EXPECT_EQ(queue(pooled), nullptr);
  EXPECT_EQ(scalar(*connection,
                   "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
                   " (SELECT oid FROM pg_database WHERE datname = current_database())"),
            "0");
}

TEST_F(PostgresqlLock, AStatementThatDidNotGetItsLockNamesWhoWasInTheWay) {
  const auto first = connect();
  const auto second = connect();
  first->execute("CREATE TABLE t (a INTEGER)");
  first->execute("BEGIN; LOCK TABLE t");
  second->execute("BEGIN; SET LOCAL lock_timeout = '2s'");
  const ErrorInfo error = error_of([&] { second->run("DROP TABLE t", {}); });
  EXPECT_EQ(error.code, ErrorCode::locked);
  EXPECT_THAT(error.notes, ElementsAre(StartsWith("it waited behind " + pid(*first) +
                                                  "(application migrate, user ")));
  EXPECT_THAT(observer_.texts(Event::Kind::waiting),
              ElementsAre(StartsWith("waiting for a lock behind " + pid(*first))));
}

TEST_F(PostgresqlLock, AShortStatementIsNotLookedAtFromASecondConnection) {
  const auto connection = connect();
  connection->run("SELECT 1", {.transaction = false});
  EXPECT_EQ(scalar(*connection,
                   "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"),
            "1");
}

TEST_F(PostgresqlLock, StepsWorkThroughAWrappedConnection) {
  make_own_tables();
  const auto connection = connect();
  Pooled pooled(*connection);
  dialect_.begin_step(pooled, {});
  dialect_.commit(pooled);
  dialect_.restore_session(pooled, {});
}

TEST_F(PostgresqlLock, OwnTablesLiveInTheSchemaThatIsNamed) {
  const auto connection = connect();
  connection->execute("CREATE SCHEMA \"My s\"");
  const OwnTables tables{.schema = "My s"};
  make_own_tables(tables);
  EXPECT_EQ(dialect_.own(tables, "v"), "\"My s\".\"v\"");
  EXPECT_EQ(dialect_.existing(*connection, tables).version, "migrate_version");
  EXPECT_EQ(dialect_.existing(*connection, {}).version, "");
  EXPECT_EQ(scalar(*connection, "SELECT " + dialect_.schema_expression(tables)), "My s");
  dialect_.begin_step(*connection, {.tables = tables});
  dialect_.rollback(*connection);
}

TEST_F(PostgresqlLock, SchemaExpressionFindsTheTableBeforeTheFirstSchema) {
  const auto connection = connect();
  connection->execute("CREATE SCHEMA s");
  make_own_tables();
  connection->execute("SET search_path = s, public");
  EXPECT_EQ(scalar(*connection, "SELECT " + dialect_.schema_expression({})), "public");
  EXPECT_EQ(scalar(*connection, "SELECT " + dialect_.schema_expression({.version = "none"})), "s");
}

TEST_F(PostgresqlLock, AMissingSchemaIsNotTakenForAMissingTable) {
  const auto connection = connect();
  const OwnTables tables{.schema = "missing"};
  EXPECT_EQ(dialect_.existing(*connection, tables).version, "");
  const ErrorInfo error =
      error_of([&] { connection->execute(dialect_.create_own_tables(tables).front()); });
  EXPECT_EQ(error.code, ErrorCode::database);
  EXPECT_THAT(error.message, HasSubstr("missing"));
}

}  // namespace
}  // namespace migrate::test

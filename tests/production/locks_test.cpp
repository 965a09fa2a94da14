#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <thread>

#include "deployment.hpp"
#include "server.hpp"

namespace migrate::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

constexpr const char* session =
    "\\(application [^,]*, user [^,]*, host local, since [-0-9]+ "
    "[0-9:]+ UTC \\([0-9a-z ]+\\), ";

/// One server, on which each test has a database.
class Locks : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = std::make_unique<Server>(std::vector<std::string>{"log_line_prefix=%a@%d:"});
  }
  static void TearDownTestSuite() { server_.reset(); }

  std::string value(const std::string& query) { return server_->value(query, database_); }
  std::unique_ptr<Connection> connect() { return server_->connect(database_); }

  /// Somebody's transaction that looked at table t, and is still open.
  std::unique_ptr<Connection> look_at_t() {
    auto connection = connect();
    connection->execute("BEGIN");
    connection->query("SELECT count(*) FROM t");
    return connection;
  }

  /// Somebody's report, which sees everything as it was when it began.
  std::unique_ptr<Connection> begin_report() {
    auto connection = connect();
    connection->execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
    connection->query("SELECT count(*) FROM pg_class");
    return connection;
  }

  /// Does the condition hold for a session of migrate's in this database?
  bool some_session(const std::string& condition) {
    return value(
               "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
               " AND application_name = 'migrate' AND pid <> pg_backend_pid() AND (" +
               condition + ")") != "0";
  }

  void wait_for_output(const Program& program, const std::string& text) {
    wait_until("the output has: " + text + "\n" + program.output(),
               [&] { return program.output().find(text) != std::string::npos || program.ended(); });
    EXPECT_THAT(program.output(), HasSubstr(text));
  }

  std::vector<std::string> history() {
    std::vector<std::string> lines;
    for (const Row& row : connect()->query("SELECT action || ' ' || revision || ' ' || outcome "
                                           "FROM migrate_history ORDER BY id")) {
      lines.push_back(*row.at(0));
    }
    return lines;
  }

  inline static std::unique_ptr<Server> server_ = nullptr;
  std::string database_ = server_->new_database();
};

/// Someone who reads from a table all the time, and how long that took at worst.
class Reader {
 public:
  Reader(const Server& server, const std::string& database, const std::string& table)
      : thread_([this, connection = server.connect(database), table] {
          while (!ended_) {
            const auto begin = steady_clock::now();
            connection->query("SELECT count(*) FROM " + table);
            longest_ = std::max(longest_, steady_clock::now() - begin);
            ++reads_;
            std::this_thread::sleep_for(milliseconds(5));
          }
        }) {}

  ~Reader() { end(); }

  void end() {
    ended_ = true;
    if (thread_.joinable()) thread_.join();
  }

  [[nodiscard]] milliseconds longest() const {
    return std::chrono::duration_cast<milliseconds>(longest_);
  }
  [[nodiscard]] int reads() const { return reads_; }

 private:
  std::atomic<bool> ended_ = false;
  std::atomic<int> reads_ = 0;
  steady_clock::duration longest_ = {};
  std::thread thread_;
};

TEST_F(Locks, AnAlterBehindALongSelectIsRetriedAndLetsReadersThrough) {
  connect()->execute("CREATE TABLE t (a INTEGER)");
  Deployment deployment(server_->url(database_), "lock_timeout = 1s\n");
  deployment.add("a", "ALTER TABLE t ADD COLUMN b INTEGER;");
  auto report = look_at_t();
  Reader reader(*server_, database_, "t");
  Program upgrade = deployment.start({"upgrade"});
  wait_for_output(upgrade, "rolled back, and tried again in ");
  wait_until("it is tried for the third time", [&] {
    const std::string output = upgrade.output();
    const std::size_t first = output.find("tried again in ");
    return output.find("tried again in ", first + 1) != std::string::npos;
  });
  report->execute("ROLLBACK");
  const auto [status, output] = Deployment::end(upgrade);
  reader.end();
  EXPECT_EQ(status, 0) << output;
  EXPECT_THAT(output, ContainsRegex("waiting for a lock behind pid [0-9]+ " + std::string(session) +
                                    "idle in transaction: SELECT count\\(\\*\\) FROM t\\)"));
  EXPECT_THAT(output, ContainsRegex("canceling statement due to lock timeout; rolled back, and "
                                    "tried again in [0-9]+ ms \\([0-9]+ m?s of 5 min waited\\)"));
  EXPECT_GT(reader.reads(), 0);
  // One try is a second; the rest is the machine's.
  EXPECT_LT(reader.longest(), milliseconds(2500));
  EXPECT_EQ(value("SELECT count(*) FROM information_schema.columns WHERE table_name = 't'"), "2");
  EXPECT_THAT(history(), testing::ElementsAre("upgrade a done"));
}

TEST_F(Locks, AnAlterThatNeverGetsItsLockGivesUpAfterLockRetryWithNothingHalfDone) {
  connect()->execute("CREATE TABLE t (a INTEGER)");
  for (const char* mode : {"per_migration", "all"}) {
    SCOPED_TRACE(mode);
    Deployment deployment(
        server_->url(database_),
        std::string("lock_timeout = 300ms\nlock_retry = 2s\ntransaction_mode = ") + mode + '\n');
    deployment.add("a", "CREATE TABLE before (a INTEGER);\nALTER TABLE t ADD COLUMN b INTEGER;");
    const auto report = look_at_t();
    const auto [status, output] = deployment.run({"upgrade"});
    EXPECT_EQ(status, 1) << output;
    EXPECT_THAT(output, ContainsRegex("it waited behind pid [0-9]+ " + std::string(session) +
                                      "idle in transaction: SELECT count\\(\\*\\) FROM t\\)"));
    EXPECT_THAT(output, ContainsRegex("tried [0-9]+ times in [0-9]+ m?s, which is as long as "
                                      "`lock_retry` allows"));
    EXPECT_EQ(value("SELECT to_regclass('before') IS NULL"), "t");
    EXPECT_EQ(value("SELECT count(*) FROM migrate_version"), "0");
    EXPECT_FALSE(some_session("true"));
  }
}

TEST_F(Locks, TheStatementsOfASectionWithoutATransactionAreRetriedToo) {
  connect()->execute("CREATE TABLE t (a INTEGER)");
  Deployment deployment(server_->url(database_), "lock_timeout = 200ms\n");
  deployment.add("a",
                 "CREATE TABLE before (a INTEGER);\nSET my.value = 'kept';\n"
                 "ALTER TABLE t ADD COLUMN b TEXT;\n"
                 "COPY t FROM stdin;\n1\tx\n2\ty\n\\.\n"
                 "UPDATE t SET b = current_setting('my.value');",
                 "transaction:false");
  auto report = look_at_t();
  Program upgrade = deployment.start({"upgrade"});
  wait_for_output(upgrade, "rolled back, and tried again in ");
  report->execute("ROLLBACK");
  const auto [status, output] = Deployment::end(upgrade);
  EXPECT_EQ(status, 0) << output;
  EXPECT_EQ(value("SELECT string_agg(a || b, ',' ORDER BY a) FROM t"), "1kept,2kept");
  EXPECT_THAT(history(), testing::ElementsAre("upgrade a done"));
}

TEST_F(Locks, WhoIsTheVictimOfADeadlockTriesAgain) {
  connect()->execute("CREATE TABLE t (a INTEGER); CREATE TABLE u (a INTEGER)");
  Deployment deployment(server_->url(database_), "lock_timeout = 30s\n");
  deployment.add("a",
                 "ALTER TABLE u ADD COLUMN b INTEGER;\nSELECT pg_advisory_xact_lock(5);\n"
                 "ALTER TABLE t ADD COLUMN b INTEGER;");
  const auto gate = connect();
  gate->query("SELECT pg_advisory_lock(5)");
  const auto other = connect();
  // It must not be the one that finds the deadlock.
  other->execute("SET deadlock_timeout = '1h'; BEGIN; LOCK TABLE t");
  Program upgrade = deployment.start({"upgrade"});
  wait_until("the step has the one table", [&] { return some_session("wait_event = 'advisory'"); });
  std::thread crossing([&] { other->execute("LOCK TABLE u; COMMIT"); });
  wait_until("the other waits for it", [&] {
    return value("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'u'::regclass") ==
           "1";
  });
  gate->query("SELECT pg_advisory_unlock(5)");
  crossing.join();
  const auto [status, output] = Deployment::end(upgrade);
  EXPECT_EQ(status, 0) << output;
  EXPECT_THAT(output, HasSubstr("deadlock detected; rolled back, and tried again in "));
  EXPECT_THAT(history(), testing::ElementsAre("upgrade a done"));
}

/// CREATE INDEX CONCURRENTLY must wait for every older snapshot, however long that takes, and
/// nobody who waits for it may hold one.
TEST_F(Locks, AnIndexIsBuiltConcurrentlyWhileAnotherRunnerWaits) {
  connect()->execute("CREATE TABLE t (a INTEGER); INSERT INTO t SELECT generate_series(1, 20000)");
  Deployment deployment(server_->url(database_), "lock_timeout = 200ms\n");
  deployment.add("a", "CREATE INDEX CONCURRENTLY ix ON t (a);", "transaction:false");
  const auto report = begin_report();
  std::atomic<bool> ended = false;
  std::thread traffic([&] {
    const auto connection = connect();
    while (!ended) connection->execute("INSERT INTO t VALUES (0); DELETE FROM t WHERE a = 0");
  });
  Program first = deployment.start({"-v", "upgrade"});
  wait_for_output(first, "waiting for a lock behind pid ");
  Program second = deployment.start({"upgrade"});
  wait_for_output(second, "waiting for another runner: pid ");
  std::this_thread::sleep_for(seconds(1));  // many times lock_timeout
  EXPECT_FALSE(first.ended()) << first.output();
  EXPECT_FALSE(second.ended()) << second.output();
  report->execute("ROLLBACK");
  const Ended a = Deployment::end(first);
  const Ended b = Deployment::end(second);
  ended = true;
  traffic.join();
  EXPECT_EQ(a.status, 0) << a.output;
  EXPECT_EQ(b.status, 0) << b.output;
  EXPECT_THAT(a.output, ContainsRegex("waiting for a lock behind pid [0-9]+ " +
                                      std::string(session) + "idle in transaction: "));
  EXPECT_THAT(a.output, HasSubstr("CREATE INDEX CONCURRENTLY: waiting for old snapshots"));
  EXPECT_THAT(b.output, ContainsRegex("waiting for another runner: pid [0-9]+ \\(application "
                                      "migrate, .*CREATE INDEX CONCURRENTLY ix ON t"));
  EXPECT_THAT(b.output, Not(HasSubstr("Running upgrade")));
  EXPECT_EQ(value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix'::regclass"), "t");
  EXPECT_THAT(history(), testing::ElementsAre("upgrade a done"));
}

/// The server's process outlives the client that is killed, as long as its statement runs.
TEST_F(Locks, AKilledRunnersIndexIsWaitedForAndTakenAsDone) {
  connect()->execute("CREATE TABLE t (a INTEGER)");
  Deployment deployment(server_->url(database_));
  deployment.add("a", "CREATE INDEX CONCURRENTLY ix ON t (a);", "transaction:false");
  const auto report = begin_report();
  Program first = deployment.start({"upgrade"});
  wait_until("the index is begun", [&] { return some_session("query LIKE 'CREATE INDEX%'"); });
  const std::string pid = value(
      "SELECT pid FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX%'"
      " AND datname = current_database()");
  first.kill();
  EXPECT_EQ(first.wait(), 128 + SIGKILL);
  Program second = deployment.start({"upgrade"});
  wait_for_output(second, "waiting for another runner: pid " + pid + " ");
  EXPECT_TRUE(some_session("pid = " + pid));
  report->execute("ROLLBACK");
  const auto [status, output] = Deployment::end(second);
  EXPECT_EQ(status, 0) << output;
  EXPECT_EQ(value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix'::regclass"), "t");
  EXPECT_THAT(history(), testing::ElementsAre("upgrade a done"));
}

TEST_F(Locks, AnInvalidIndexThatAKillLeftIsBuiltAgain) {
  connect()->execute("CREATE TABLE t (a INTEGER)");
  Deployment deployment(server_->url(database_));
  deployment.add("a", "CREATE INDEX CONCURRENTLY ix ON t (a);", "transaction:false");
  const auto report = begin_report();
  Program first = deployment.start({"upgrade"});
  wait_until("the index is begun", [&] {
    return value("SELECT count(*) FROM pg_index WHERE indexrelid = to_regclass('ix')") == "1";
  });
  first.kill();
  first.wait();
  connect()->query(
      "SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity"
      " WHERE query LIKE 'CREATE INDEX%' AND datname = current_database()");
  EXPECT_EQ(value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix'::regclass"), "f");
  const std::string left = value("SELECT 'ix'::regclass::oid");
  report->execute("ROLLBACK");
  const auto [status, output] = deployment.run({"upgrade"});
  EXPECT_EQ(status, 0) << output;
  EXPECT_EQ(value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix'::regclass"), "t");
  EXPECT_NE(value("SELECT 'ix'::regclass::oid"), left);
  EXPECT_THAT(history(), testing::ElementsAre("upgrade a done"));
}

TEST_F(Locks, AKilledRunnersTransactionIsWaitedForAndNeverRunBeside) {
  connect()->execute("CREATE TABLE runs (at TIMESTAMPTZ, ended BOOLEAN)");
  Deployment deployment(server_->url(database_));
  // Told at once by a sequence, since what the transaction writes is seen at its end only.
  connect()->execute("CREATE SEQUENCE begun");
  deployment.add("a", "SELECT nextval('begun'), pg_advisory_xact_lock(7);");
  const auto gate = connect();
  gate->query("SELECT pg_advisory_lock(7)");
  Program first = deployment.start({"upgrade"});
  wait_until("the statement runs", [&] { return some_session("wait_event = 'advisory'"); });
  const std::string pid = value(
      "SELECT pid FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname = "
      "current_database()");
  first.kill();
  first.wait();
  Program second = deployment.start({"upgrade"});
  wait_for_output(second, "waiting for another runner: pid " + pid + " ");
  EXPECT_EQ(value("SELECT last_value FROM begun"), "1") << "the second run ran beside the first";
  gate->query("SELECT pg_advisory_unlock(7)");
  const auto [status, output] = Deployment::end(second);
  EXPECT_EQ(status, 0) << output;
  EXPECT_EQ(value("SELECT last_value FROM begun"), "2");
  EXPECT_THAT(history(), testing::ElementsAre("upgrade a done"));
}

TEST_F(Locks, NothingToDoIsOneQueryAndNoLockAlsoBesideALongMigration) {
  Deployment deployment(server_->url(database_));
  deployment.add("a", "CREATE TABLE a (a INTEGER);");
  ASSERT_EQ(deployment.run({"upgrade"}).status, 0);
  connect()->execute("CREATE ROLE " + database_ + "_watched SUPERUSER LOGIN; ALTER ROLE " +
                     database_ + "_watched SET log_statement = 'all'");
  const auto gate = connect();
  gate->query("SELECT pg_advisory_lock(8)");
  deployment.add("b", "SELECT pg_advisory_xact_lock(8);");
  Program long_one = deployment.start({"upgrade", "b"});
  wait_until("the step runs", [&] { return some_session("wait_event = 'advisory'"); });
  const std::size_t logged = server_->log().size();
  std::string url = server_->url(database_);
  url.replace(url.find("postgres@"), 8, database_ + "_watched");
  deployment.connect_by(url);
  const auto begin = steady_clock::now();
  const auto [status, output] = deployment.run({"upgrade", "a"});
  EXPECT_LT(steady_clock::now() - begin, seconds(20));
  EXPECT_EQ(status, 0) << output;
  EXPECT_THAT(output, HasSubstr("Already at or past a; nothing to do"));
  const std::string log = server_->log().substr(logged);
  int statements = 0;
  for (std::size_t at = 0; (at = log.find("LOG:  statement: ", at)) != std::string::npos; ++at) {
    ++statements;
  }
  EXPECT_EQ(statements, 1) << log;
  EXPECT_THAT(log, Not(HasSubstr("LOCK TABLE")));
  EXPECT_FALSE(long_one.ended());
  gate->query("SELECT pg_advisory_unlock(8)");
  EXPECT_EQ(long_one.wait(), 0);
}

struct Stop {
  int signal = 0;
  int status = 0;
};
constexpr Stop stops[] = {{SIGINT, 130}, {SIGTERM, 143}};

TEST_F(Locks, ASignalCancelsALongStatementOnTheServer) {
  for (const Stop& stop : stops) {
    for (const char* options : {"", "transaction:false"}) {
      SCOPED_TRACE(std::to_string(stop.signal) + options);
      Deployment deployment(server_->url(database_));
      deployment.add("a", "CREATE TABLE begun (a INTEGER);\nSELECT pg_sleep(600);", options);
      Program upgrade = deployment.start({"upgrade"});
      wait_until("the statement runs", [&] { return some_session("wait_event = 'PgSleep'"); });
      upgrade.signal(stop.signal);
      const auto [status, output] = Deployment::end(upgrade);
      EXPECT_EQ(status, stop.status) << output;
      EXPECT_THAT(output, HasSubstr(": interrupted\n"));
      wait_until("its session has gone", [&] { return !some_session("true"); });
      const bool kept = *options != '\0';
      EXPECT_EQ(value("SELECT to_regclass('begun') IS NOT NULL"), kept ? "t" : "f");
      EXPECT_EQ(value("SELECT count(*) FROM migrate_version"), "0");
      connect()->execute("DROP TABLE IF EXISTS begun; DELETE FROM migrate_journal");
    }
  }
}

TEST_F(Locks, ASignalEndsEveryWait) {
  connect()->execute("CREATE TABLE t (a INTEGER)");
  for (const Stop& stop : stops) {
    SCOPED_TRACE(stop.signal);
    Deployment deployment(server_->url(database_), "lock_timeout = 10s\n");
    deployment.add("a", "ALTER TABLE t ADD COLUMN b INTEGER;");
    const auto report = look_at_t();
    Program first = deployment.start({"upgrade"});
    wait_for_output(first, "waiting for a lock behind pid ");
    Program second = deployment.start({"upgrade"});
    wait_for_output(second, "waiting for another runner: pid ");
    second.signal(stop.signal);
    EXPECT_EQ(second.wait(), stop.status);
    first.signal(stop.signal);
    EXPECT_EQ(first.wait(), stop.status);

    Deployment patient(server_->url(database_), "lock_timeout = 1ms\nlock_retry = 1h\n");
    patient.add("a", "ALTER TABLE t ADD COLUMN b INTEGER;");
    Program third = patient.start({"upgrade"});
    wait_for_output(third, "tried again in ");
    third.signal(stop.signal);
    EXPECT_EQ(third.wait(), stop.status);
    EXPECT_EQ(value("SELECT count(*) FROM migrate_version"), "0");
  }
}

/// DISCARD ALL gives the place in the queue up, and with it what keeps others from a statement that
/// no transaction protects.
TEST_F(Locks, ASectionThatDiscardsItsPlaceInTheQueueTakesItAgain) {
  connect()->execute("CREATE TABLE t (a INTEGER)");
  Deployment deployment(server_->url(database_));
  deployment.add("a", "DISCARD ALL;\nCREATE INDEX CONCURRENTLY ix ON t (a);", "transaction:false");
  const auto report = begin_report();
  Program first = deployment.start({"upgrade"});
  wait_until("the index is begun", [&] { return some_session("query LIKE 'CREATE INDEX%'"); });
  Program second = deployment.start({"upgrade"});
  wait_for_output(second, "waiting for another runner: pid ");
  report->execute("ROLLBACK");
  for (Program* each : {&first, &second}) {
    const auto [status, output] = Deployment::end(*each);
    EXPECT_EQ(status, 0) << output;
  }
  EXPECT_THAT(history(), testing::ElementsAre("upgrade a done"));
}

}  // namespace
}  // namespace migrate::test

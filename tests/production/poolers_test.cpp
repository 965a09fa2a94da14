#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

#include "deployment.hpp"
#include "server.hpp"

namespace migrate::test {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

/// pgbouncer before a server. Each test has a database, and a pooler where it needs one.
class Poolers : public testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = std::make_unique<Server>(); }
  static void TearDownTestSuite() { server_.reset(); }

  std::string value(const std::string& query) { return server_->value(query, database_); }

  static std::unique_ptr<Connection> client_of(const Pooler& pooler, const std::string& database) {
    static Recorder nobody;
    return postgresql::dialect().connect(parse_url(pooler.url(database)), {}, nobody);
  }

  static std::string ask(Connection& connection, const std::string& query) {
    return connection.query(query).at(0).at(0).value_or("");
  }

  std::vector<std::string> history() {
    std::vector<std::string> lines;
    for (const Row& row :
         server_->connect(database_)->query("SELECT action || ' ' || revision || ' ' || outcome"
                                            " FROM migrate_history ORDER BY id")) {
      lines.push_back(*row.at(0));
    }
    return lines;
  }

  inline static std::unique_ptr<Server> server_ = nullptr;
  std::string database_ = server_->new_database();
};

constexpr const char* refused =
    "a statement outside a transaction needs a session of its own, but the URL leads to a pooler "
    "in "
    "transaction mode, which gives each transaction any session\n"
    "  hint: set `direct_url` in migrate.ini to the server itself: upgrade, downgrade and stamp "
    "use "
    "it instead of `url`";

/// Revisions as they are through a pooler: branches and a merge, sections with and without a
/// transaction, but no statement that needs a session.
std::vector<std::string> add_thirty(Deployment& deployment) {
  std::vector<std::string> lines;
  std::string previous;
  for (int i = 1; i <= 30; ++i) {
    const std::string id = fmt::format("r{:02}", i);
    // r04 and r05 both stand on r03, and r06 joins them.
    const std::string above = i % 6 == 0   ? fmt::format("r{:02}, r{:02}", i - 2, i - 1)
                              : i % 6 == 5 ? fmt::format("r{:02}", i - 2)
                                           : previous;
    deployment.add(id,
                   fmt::format("CREATE TABLE {0} (a INTEGER);\nINSERT INTO {0} VALUES ({1});\n"
                               "INSERT INTO steps VALUES ('{0}');",
                               id, i),
                   i % 3 == 0 ? "transaction:false" : "", above);
    previous = id;
    lines.push_back("upgrade " + id + " done");
  }
  return lines;
}

TEST_F(Poolers, SixteenAtOnceApplyEachRevisionOnceInTransactionMode) {
  const Pooler pooler(*server_, "transaction", 6);
  const char* given = std::getenv("MIGRATE_TEST_RACES_POOLER");
  const int rounds = given == nullptr ? 20 : std::atoi(given);
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    SCOPED_TRACE(round);
    server_->execute(
        "DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE steps (revision TEXT)",
        database_);
    Deployment deployment(pooler.url(database_));
    const std::vector<std::string> expected = add_thirty(deployment);
    std::vector<Program> programs;
    for (int i = 0; i < 16; ++i) programs.push_back(deployment.start({"upgrade", "heads"}));
    for (Program& program : programs) {
      const auto [status, output] = Deployment::end(program);
      EXPECT_EQ(status, 0) << output;
    }
    EXPECT_THAT(history(), testing::UnorderedElementsAreArray(expected));
    EXPECT_EQ(value("SELECT count(*) || ' ' || count(DISTINCT revision) FROM steps"), "30 30");
    EXPECT_EQ(value("SELECT string_agg(version_num, ',') FROM migrate_version"), "r30");
    EXPECT_EQ(value("SELECT count(*) FROM migrate_journal"), "0");
  }
}

TEST_F(Poolers, ABareStatementIsRefusedInTransactionModeBeforeAnythingRuns) {
  const Pooler pooler(*server_, "transaction");
  for (const char* statement :
       {"CREATE INDEX CONCURRENTLY ix ON t (a);", "VACUUM t;", "SET search_path = public;"}) {
    Deployment deployment(pooler.url(database_));
    deployment.add("a", "CREATE TABLE t (a INTEGER);");
    deployment.add("b", statement, "transaction:false");
    const auto [status, output] = deployment.run({"upgrade"});
    EXPECT_EQ(status, 1) << output;
    EXPECT_EQ(output, "error: " + std::string(refused) + '\n');
    EXPECT_EQ(value("SELECT to_regclass('t') IS NULL AND to_regclass('migrate_version') IS NULL"),
              "t");
  }
}

TEST_F(Poolers, ABareStatementIsRefusedAlsoWhereTheServerAloneKnowsThatItIsOne) {
  const Pooler pooler(*server_, "transaction");
  Deployment deployment(pooler.url(database_));
  deployment.add("a",
                 "CREATE TABLE t (a INTEGER) PARTITION BY LIST (a);\n"
                 "CREATE TABLE u PARTITION OF t FOR VALUES IN (1);\n"
                 "ALTER TABLE t DETACH PARTITION u CONCURRENTLY;",
                 "transaction:false");
  const auto [status, output] = deployment.run({"upgrade"});
  EXPECT_EQ(status, 1) << output;
  EXPECT_THAT(output, HasSubstr(refused));
  EXPECT_THAT(output, HasSubstr("2 of its 3 statements are done and stay done"));
  deployment.connect_by(server_->url(database_));
  EXPECT_EQ(deployment.run({"upgrade"}).status, 0);
  EXPECT_EQ(value("SELECT count(*) FROM pg_inherits"), "0");
}

TEST_F(Poolers, TheRemedyWorks) {
  const Pooler pooler(*server_, "transaction");
  Deployment deployment(
      "", "url = " + pooler.url(database_) + "\ndirect_url = " + server_->url(database_) + '\n');
  deployment.add("a", "CREATE TABLE t (a INTEGER);");
  deployment.add("b", "CREATE INDEX CONCURRENTLY ix ON t (a);", "transaction:false");
  const auto [status, output] = deployment.run({"upgrade"});
  EXPECT_EQ(status, 0) << output;
  EXPECT_EQ(deployment.run({"current"}).output, "b (head)\n");
}

TEST_F(Poolers, TransactionModeIsKnownWhileOthersKeepThePoolBusy) {
  const Pooler pooler(*server_, "transaction", 5);
  std::vector<std::unique_ptr<Connection>> busy;
  for (int i = 0; i < 3; ++i) {
    busy.push_back(client_of(pooler, database_));
    busy.back()->execute("BEGIN");
    busy.back()->query("SELECT 1");
  }
  Deployment deployment(pooler.url(database_));
  deployment.add("a", "VACUUM;", "transaction:false");
  const auto [status, output] = deployment.run({"upgrade"});
  EXPECT_EQ(status, 1);
  EXPECT_EQ(output, "error: " + std::string(refused) + '\n');
}

TEST_F(Poolers, SessionModeIsNotMistakenForIt) {
  for (const int size : {1, 2, 20}) {
    SCOPED_TRACE(size);
    const Pooler pooler(*server_, "session", size);
    server_->execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public", database_);
    Deployment deployment(pooler.url(database_));
    deployment.add("a", "CREATE TABLE t (a INTEGER);");
    deployment.add("b",
                   "SET my.value = '5';\nCREATE INDEX CONCURRENTLY ix ON t (a);\n"
                   "INSERT INTO t VALUES (current_setting('my.value')::int);",
                   "transaction:false");
    const auto [status, output] = deployment.run({"upgrade"});
    EXPECT_EQ(status, 0) << output;
    EXPECT_EQ(value("SELECT a FROM t"), "5");
    EXPECT_EQ(value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix'::regclass"), "t");
  }
}

/// The queue of runners is a lock of the session, which a pooler in session mode keeps.
TEST_F(Poolers, InSessionModeASecondRunnerWaitsForABareStatement) {
  const Pooler pooler(*server_, "session");
  server_->execute("CREATE TABLE t (a INTEGER)", database_);
  Deployment deployment(pooler.url(database_));
  deployment.add("a", "CREATE INDEX CONCURRENTLY ix ON t (a);", "transaction:false");
  const auto report = server_->connect(database_);
  report->execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
  report->query("SELECT count(*) FROM pg_class");
  Program first = deployment.start({"upgrade"});
  wait_until("the index is begun", [&] {
    return value("SELECT count(*) FROM pg_index WHERE indexrelid = to_regclass('ix')") == "1";
  });
  Program second = deployment.start({"upgrade"});
  wait_until("the second waits", [&] {
    return second.output().find("waiting for another runner: pid ") != std::string::npos;
  });
  report->execute("ROLLBACK");
  for (Program* each : {&first, &second}) {
    const auto [status, output] = Deployment::end(*each);
    EXPECT_EQ(status, 0) << output;
  }
  EXPECT_THAT(history(), testing::ElementsAre("upgrade a done"));
}

TEST_F(Poolers, WhatABodySetsReachesNoOtherClient) {
  const Pooler pooler(*server_, "transaction", 1);
  Deployment deployment(pooler.url(database_));
  deployment.add("a",
                 "SET search_path = '';\nSET statement_timeout = '7s';\nSET lock_timeout = '8s';\n"
                 "SELECT pg_catalog.set_config('row_security', 'off', false);\n"
                 "CREATE TABLE public.t (a INTEGER);\nPREPARE p AS SELECT 1;\n"
                 "SET ROLE pg_monitor;");
  deployment.add("b", "CREATE TABLE u (a INTEGER);");
  const auto client = client_of(pooler, database_);
  const std::string server_process = ask(*client, "SELECT pg_backend_pid()");
  const auto [status, output] = deployment.run({"upgrade"});
  EXPECT_EQ(status, 0) << output;
  ASSERT_EQ(ask(*client, "SELECT pg_backend_pid()"), server_process);
  EXPECT_EQ(ask(*client, "SHOW search_path"), "\"$user\", public");
  EXPECT_EQ(ask(*client, "SHOW statement_timeout"), "0");
  EXPECT_EQ(ask(*client, "SHOW lock_timeout"), "0");
  EXPECT_EQ(ask(*client, "SHOW row_security"), "on");
  EXPECT_EQ(ask(*client, "SELECT current_user::text"), "postgres");
  EXPECT_EQ(ask(*client, "SELECT count(*) FROM pg_prepared_statements"), "0");
  EXPECT_EQ(ask(*client, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"), "0");
}

TEST_F(Poolers, TextIsRightInADatabaseOfAnotherEncoding) {
  database_ = server_->new_database(
      "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE "
      "template0");
  for (const char* mode : {"transaction", "session"}) {
    SCOPED_TRACE(mode);
    const Pooler pooler(*server_, mode, 1);
    server_->execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public", database_);
    Deployment deployment(pooler.url(database_));
    deployment.add("a", "CREATE TABLE t (a TEXT);\nINSERT INTO t VALUES ('größer');");
    deployment.add("b", "INSERT INTO t VALUES ('Übung');");
    const auto [status, output] = deployment.run({"upgrade"});
    EXPECT_EQ(status, 0) << output;
    EXPECT_EQ(value("SELECT string_agg(length(a) || a, ',' ORDER BY a) FROM t"), "6größer,5Übung");
  }
}

TEST_F(Poolers, AKilledRunnersStatementIsWaitedForThroughThePoolerToo) {
  const Pooler pooler(*server_, "transaction");
  server_->execute("CREATE SEQUENCE begun", database_);
  Deployment deployment(pooler.url(database_));
  deployment.add("a", "SELECT nextval('begun'), pg_advisory_xact_lock(7);");
  const auto gate = server_->connect(database_);
  gate->query("SELECT pg_advisory_lock(7)");
  Program first = deployment.start({"upgrade"});
  const std::string running =
      "SELECT pid FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname = "
      "current_database()";
  wait_until("the statement runs", [&] { return !value(running).empty(); });
  const std::string pid = value(running);
  first.kill();
  first.wait();
  Program second = deployment.start({"upgrade"});
  wait_until("the second waits", [&] {
    return second.output().find("waiting for another runner: pid " + pid + " ") !=
           std::string::npos;
  });
  EXPECT_EQ(value("SELECT last_value FROM begun"), "1");
  gate->query("SELECT pg_advisory_unlock(7)");
  const auto [status, output] = Deployment::end(second);
  EXPECT_EQ(status, 0) << output;
  EXPECT_EQ(value("SELECT last_value FROM begun"), "2");
}

}  // namespace
}  // namespace migrate::test

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "deployment.hpp"
#include "server.hpp"

namespace migrate::test {
namespace {

using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr const char* no_password = "p@ss";

/// A server that fails, and a deployment that meets it.
class Outages : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = std::make_unique<Server>(std::vector<std::string>{}, MIGRATE_DISK_FULL);
  }
  static void TearDownTestSuite() { server_.reset(); }

  Outages() : database_(server_->new_database()), deployment_(server_->url(database_)) {}

  std::string value(const std::string& query) { return server_->value(query, database_); }
  void execute(const std::string& statements) { server_->execute(statements, database_); }

  bool some_session(const std::string& condition) {
    return value(
               "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
               " AND application_name = 'migrate' AND (" +
               condition + ")") != "0";
  }

  void terminate() {
    execute(
        "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname ="
        " current_database() AND application_name = 'migrate'");
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

  /// Two revisions, of which the second takes its time as long as the advisory lock 3 is held.
  void add_two(const std::string& options = "") {
    deployment_.add("a", "CREATE TABLE a (a INTEGER);");
    deployment_.add("b",
                    "CREATE TABLE b (a INTEGER);\nSELECT pg_advisory_xact_lock(3);\n"
                    "INSERT INTO b VALUES (1);",
                    options);
  }

  std::unique_ptr<Connection> hold_it_up() {
    auto gate = server_->connect(database_);
    gate->query("SELECT pg_advisory_lock(3)");
    return gate;
  }

  Program start_until_held_up() {
    Program upgrade = deployment_.start({"upgrade"});
    wait_until("the statement runs", [&] { return some_session("wait_event = 'advisory'"); });
    return upgrade;
  }

  void expect_a_rerun_suffices() {
    const auto [status, output] = deployment_.run({"upgrade"});
    EXPECT_EQ(status, 0) << output;
    EXPECT_EQ(value("SELECT string_agg(a::text, ',') FROM b"), "1");
    EXPECT_EQ(value("SELECT version_num FROM migrate_version"), "b");
    EXPECT_EQ(value("SELECT count(*) FROM migrate_journal"), "0");
    EXPECT_THAT(history(), ElementsAre("upgrade a done", "upgrade b done"));
  }

  inline static std::unique_ptr<Server> server_ = nullptr;
  std::string database_;
  Deployment deployment_;
};

TEST_F(Outages, ASessionThatIsEndedDuringAStatement) {
  add_two();
  auto gate = hold_it_up();
  Program upgrade = start_until_held_up();
  terminate();
  const auto [status, output] = Deployment::end(upgrade);
  EXPECT_EQ(status, 1);
  EXPECT_THAT(output, HasSubstr("b.sql:8:1: the connection to the database was lost: terminating "
                                "connection due to administrator command\n"));
  EXPECT_THAT(output, HasSubstr("in the upgrade of revision b; the step was rolled back\n"
                                "  applied before it in this run, and kept: a\n"));
  EXPECT_THAT(output, Not(HasSubstr("not known")));
  gate.reset();
  expect_a_rerun_suffices();
}

TEST_F(Outages, ASessionThatIsEndedInASectionWithoutATransaction) {
  add_two("transaction:false");
  auto gate = hold_it_up();
  Program upgrade = start_until_held_up();
  terminate();
  const auto [status, output] = Deployment::end(upgrade);
  EXPECT_EQ(status, 1);
  EXPECT_THAT(output, HasSubstr("the connection to the database was lost: terminating"));
  EXPECT_THAT(output, HasSubstr("1 of its 3 statements are done and stay done"));
  gate.reset();
  expect_a_rerun_suffices();
}

/// Before a step: the hook that runs there ends the session.
TEST_F(Outages, ASessionThatIsEndedBetweenSteps) {
  add_two();
  const std::string hook = deployment_.folder().write("hook", "").string();
  deployment_.folder().write(
      "migrate.ini",
      "[migrate]\nscript_location = .\n[hooks]\nbefore_step = /bin/sh " + hook + '\n');
  deployment_.folder().write(
      "hook", "grep -q '\"revision\": *\"b\"' || exit 0\n[ -e " + hook + ".done ] && exit 0\n: >" +
                  hook + ".done\n" + Server::program("psql") + " -X -q -o /dev/null \"" +
                  server_->url(database_) +
                  "&application_name=tester\" -c \"SELECT pg_terminate_backend(pid, 60000) FROM "
                  "pg_stat_activity WHERE application_name = 'migrate' AND datname = "
                  "current_database()\"\n");
  const auto [status, output] = deployment_.run({"upgrade"});
  EXPECT_EQ(status, 1) << output;
  EXPECT_THAT(output, HasSubstr("the connection to the database was lost: terminating connection "
                                "due to administrator command\n"));
  EXPECT_THAT(output, HasSubstr("applied before it in this run, and kept: a\n"));
  expect_a_rerun_suffices();
}

/// A deferred trigger runs at COMMIT, and takes its time there.
TEST_F(Outages, ASessionThatIsEndedAtCommitIsInDoubt) {
  execute(
      "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS"
      " 'BEGIN PERFORM pg_advisory_xact_lock(3); RETURN NULL; END'");
  deployment_.add("a", "CREATE TABLE a (a INTEGER);");
  deployment_.add("b",
                  "CREATE TABLE b (a INTEGER);\n"
                  "CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON b DEFERRABLE INITIALLY "
                  "DEFERRED FOR EACH ROW EXECUTE FUNCTION wait();\nINSERT INTO b VALUES (1);");
  auto gate = hold_it_up();
  Program upgrade = start_until_held_up();
  terminate();
  const auto [status, output] = Deployment::end(upgrade);
  EXPECT_EQ(status, 1);
  EXPECT_THAT(
      output,
      HasSubstr("error: the connection was lost at COMMIT: it is not known whether the step "
                "was committed; run again: the next run finds out from the version rows "
                "(the connection to the database was lost: terminating connection due to "
                "administrator command)\n"));
  gate.reset();
  expect_a_rerun_suffices();
}

/// A commit that waits for a standby is done, whatever becomes of its session.
TEST_F(Outages, WhatWasCommittedAllTheSameIsFoundByTheRerun) {
  add_two();
  ASSERT_EQ(deployment_.run({"upgrade", "a"}).status, 0);
  server_->execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
  server_->execute("SELECT pg_reload_conf()");
  Program upgrade = deployment_.start({"upgrade"});
  wait_until("the commit waits", [&] { return some_session("wait_event = 'SyncRep'"); });
  terminate();
  const auto [status, output] = Deployment::end(upgrade);
  server_->execute("ALTER SYSTEM RESET synchronous_standby_names");
  server_->execute("SELECT pg_reload_conf()");
  EXPECT_EQ(status, 1);
  EXPECT_THAT(output, HasSubstr("it is not known whether the step was committed"));
  EXPECT_EQ(value("SELECT version_num FROM migrate_version"), "b");
  const Ended rerun = deployment_.run({"upgrade"});
  EXPECT_EQ(rerun.status, 0);
  EXPECT_THAT(rerun.output, HasSubstr("nothing to do"));
  EXPECT_THAT(history(), ElementsAre("upgrade a done", "upgrade b done"));
}

TEST_F(Outages, AServerThatIsRestartedDuringARun) {
  for (const char* options : {"", "transaction:false"}) {
    for (const char* mode : {"fast", "immediate"}) {
      SCOPED_TRACE(std::string(mode) + ' ' + options);
      database_ = server_->new_database();
      Deployment deployment(server_->url(database_));
      deployment.add("a", "CREATE TABLE a (a INTEGER);");
      deployment.add("b",
                     "CREATE TABLE b (a INTEGER);\nSELECT pg_sleep(600 * (SELECT count(*) FROM "
                     "slow));\nINSERT INTO b VALUES (1);",
                     options);
      execute("CREATE TABLE slow (); INSERT INTO slow DEFAULT VALUES");
      Program upgrade = deployment.start({"upgrade"});
      wait_until("the statement runs", [&] { return some_session("wait_event = 'PgSleep'"); });
      server_->stop(mode);
      const auto [status, output] = Deployment::end(upgrade);
      EXPECT_EQ(status, 1);
      EXPECT_THAT(output, HasSubstr("the connection to the database was lost: "));
      EXPECT_THAT(output, HasSubstr("in the upgrade of revision b; "));
      const Ended away = deployment.run({"upgrade"});
      EXPECT_EQ(away.status, 1);
      EXPECT_THAT(away.output, HasSubstr("error: cannot connect to postgresql://postgres@/"));
      server_->start();
      execute("DELETE FROM slow");
      const Ended rerun = deployment.run({"upgrade"});
      EXPECT_EQ(rerun.status, 0) << rerun.output;
      EXPECT_EQ(value("SELECT string_agg(a::text, ',') FROM b"), "1");
      EXPECT_THAT(history(), ElementsAre("upgrade a done", "upgrade b done"));
    }
  }
}

TEST_F(Outages, ADiskThatIsFull) {
  deployment_.add("a", "CREATE TABLE a (a TEXT);");
  deployment_.add("b",
                  "CREATE TABLE b AS SELECT repeat('x', 500) AS a FROM generate_series(1, "
                  "20000);");
  ASSERT_EQ(deployment_.run({"upgrade", "a"}).status, 0);
  run_as_owner({"/bin/touch", server_->host() + "/full"});
  const auto [status, output] = deployment_.run({"upgrade"});
  run_as_owner({"/bin/rm", server_->host() + "/full"});
  EXPECT_EQ(status, 1);
  EXPECT_THAT(output,
              ContainsRegex("b.sql:7:1: could not (extend|write to) file \"base/[^\"]*\": No "
                            "space left on device\n"));
  EXPECT_THAT(output, HasSubstr("  SQLSTATE: 53100\n"));
  EXPECT_THAT(output, HasSubstr("in the upgrade of revision b; the step was rolled back\n"));
  EXPECT_EQ(value("SELECT to_regclass('b') IS NULL"), "t");
  EXPECT_EQ(deployment_.run({"upgrade"}).status, 0);
  EXPECT_EQ(value("SELECT count(*) FROM b"), "20000");
}

TEST_F(Outages, ADatabaseThatIsReadOnlyByDefaultIsWrittenAllTheSame) {
  server_->execute("ALTER DATABASE " + database_ + " SET default_transaction_read_only = on");
  add_two();
  EXPECT_EQ(deployment_.run({"upgrade"}).status, 0);
}

TEST_F(Outages, ARoleWithoutTheRight) {
  server_->execute("CREATE ROLE " + database_ + "_weak LOGIN");
  std::string url = server_->url(database_);
  url.replace(url.find("postgres@"), 8, database_ + "_weak");
  deployment_.add("a", "CREATE TABLE a (a INTEGER);");
  ASSERT_EQ(deployment_.run({"upgrade"}).status, 0);
  deployment_.add("b", "DROP TABLE a;");
  deployment_.connect_by(url);
  Ended ended = deployment_.run({"upgrade"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.output, HasSubstr("permission denied for table migrate_version\n"));
  deployment_.connect_by(url.replace(url.find(database_ + '?'), database_.size(), "postgres"));
  EXPECT_EQ(
      deployment_.run({"upgrade"}).output,
      "error: permission denied for schema public\n  SQLSTATE: 42501\n"
      "  hint: the tables of migrate's own are to be made there: grant CREATE, or name another "
      "schema with `version_table_schema`\n");
  deployment_.connect_by(url.replace(url.find("postgres?"), 8, database_));
  execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO " + database_ + "_weak");
  execute("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO " + database_ + "_weak");
  ended = deployment_.run({"upgrade"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.output, HasSubstr("b.sql:7:1: must be owner of table a\n"));
  EXPECT_THAT(ended.output, HasSubstr("  SQLSTATE: 42501\n"));
  EXPECT_EQ(value("SELECT version_num FROM migrate_version"), "a");
}

TEST_F(Outages, TextThatTheEncodingCannotHold) {
  database_ =
      server_->new_database("ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
  deployment_.connect_by(server_->url(database_));
  deployment_.add("a",
                  "CREATE TABLE a (a TEXT);\nINSERT INTO a VALUES ('größer');\n"
                  "INSERT INTO a VALUES ('ελ');");
  Ended ended = deployment_.run({"upgrade"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.output,
              HasSubstr("a.sql:9:1: character with byte sequence 0xce 0xb5 in encoding "
                        "\"UTF8\" has no equivalent in encoding \"LATIN1\"\n"));
  EXPECT_THAT(ended.output, HasSubstr("  SQLSTATE: 22P05\n"));
  Deployment invalid(server_->url(server_->new_database()));
  invalid.add("a",
              "SELECT 'gr\xf6\xdf"
              "er';");
  ended = invalid.run({"upgrade"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.output, HasSubstr("invalid byte sequence for encoding \"UTF8\""));
}

TEST_F(Outages, AServerThatComesUpIsWaitedFor) {
  add_two();
  server_->stop();
  Ended ended = deployment_.run({"upgrade", "--wait-for-server", "1"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.output, HasSubstr("waiting for the server of postgresql://postgres@/"));
  EXPECT_THAT(ended.output, HasSubstr("error: cannot connect to postgresql://postgres@/"));
  Program upgrade = deployment_.start({"upgrade", "--wait-for-server", "120"});
  wait_until("it waits", [&] {
    return upgrade.output().find("waiting for the server of ") != std::string::npos;
  });
  server_->start();
  ended = Deployment::end(upgrade);
  EXPECT_EQ(ended.status, 0) << ended.output;
}

TEST_F(Outages, WhatNoWaitingMendsIsNotWaitedFor) {
  add_two();
  for (const auto& [url, why] : std::vector<std::pair<std::string, std::string>>{
           {server_->url("nowhere"), "FATAL:  database \"nowhere\" does not exist"},
           {"postgresql://locked_out:p%40ss-wrong@127.0.0.1:" + std::to_string(server_->port()) +
                "/postgres",
            "FATAL:  password authentication failed for user \"locked_out\""}}) {
    deployment_.connect_by(url);
    const auto begin = std::chrono::steady_clock::now();
    const auto [status, output] = deployment_.run({"upgrade", "--wait-for-server", "600"});
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60));
    EXPECT_EQ(status, 1);
    EXPECT_THAT(output, HasSubstr(why));
    EXPECT_THAT(output, Not(HasSubstr(no_password)));
    EXPECT_THAT(output, Not(HasSubstr("p%40ss")));
  }
}

}  // namespace
}  // namespace migrate::test

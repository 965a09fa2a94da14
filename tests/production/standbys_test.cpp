#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deployment.hpp"
#include "server.hpp"

namespace migrate::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// A primary and its streaming standby; both new for each test.
class Standbys : public testing::Test {
 protected:
  /// Both hosts, and whoever of them may be written to.
  [[nodiscard]] std::string url() const {
    return fmt::format(
        "postgresql://postgres@127.0.0.1:{},127.0.0.1:{}/{}"
        "?target_session_attrs=read-write",
        primary_->port(), standby_->port(), database_);
  }

  void wait_for_standby() {
    const std::string written = primary_->value("SELECT pg_current_wal_lsn()");
    wait_until("the standby has everything", [&] {
      return standby_->value("SELECT pg_last_wal_replay_lsn() >= '" + written + "'") == "t";
    });
  }

  void fail_over() {
    primary_->stop("immediate");
    standby_->promote();
  }

  std::string value(const std::string& query) { return standby_->value(query, database_); }

  std::vector<std::string> history() {
    std::vector<std::string> lines;
    for (const Row& row :
         standby_->connect(database_)->query("SELECT action || ' ' || revision || ' ' || outcome"
                                             " FROM migrate_history ORDER BY id")) {
      lines.push_back(*row.at(0));
    }
    return lines;
  }

  void add_three(Deployment& deployment, const std::string& options = "") {
    deployment.add("a", "CREATE TABLE a (a INTEGER);");
    deployment.add("b",
                   "CREATE TABLE b (a INTEGER);\nSELECT pg_sleep(600 * (SELECT count(*) FROM "
                   "slow));\nINSERT INTO b VALUES (1);",
                   options);
    deployment.add("c", "CREATE TABLE c (a INTEGER);");
  }

  std::unique_ptr<Server> primary_ = std::make_unique<Server>();
  std::string database_ = primary_->new_database();
  std::unique_ptr<Server> standby_ = Server::standby_of(*primary_);
};

TEST_F(Standbys, APrimaryThatIsLostBetweenRuns) {
  primary_->execute("CREATE TABLE slow ()", database_);
  Deployment deployment(url());
  add_three(deployment);
  ASSERT_EQ(deployment.run({"upgrade", "b"}).status, 0);
  wait_for_standby();
  fail_over();
  const auto [status, output] = deployment.run({"upgrade"});
  EXPECT_EQ(status, 0) << output;
  EXPECT_THAT(history(), ElementsAre("upgrade a done", "upgrade b done", "upgrade c done"));
}

TEST_F(Standbys, APrimaryThatIsLostDuringAStep) {
  primary_->execute("CREATE TABLE slow (); INSERT INTO slow DEFAULT VALUES", database_);
  for (const char* options : {"", "transaction:false"}) {
    SCOPED_TRACE(options);
    if (*options != '\0') {  // the other way round
      primary_ = std::move(standby_);
      primary_->execute(
          "DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE slow ();"
          " INSERT INTO slow DEFAULT VALUES",
          database_);
      standby_ = Server::standby_of(*primary_);
    }
    Deployment deployment(url());
    add_three(deployment, options);
    Program upgrade = deployment.start({"upgrade"});
    wait_until("the statement runs", [&] {
      return primary_->value(
                 "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") != "0";
    });
    wait_for_standby();
    fail_over();
    const Ended ended = Deployment::end(upgrade);
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.output, HasSubstr("the connection to the database was lost: "));
    EXPECT_THAT(ended.output, HasSubstr("in the upgrade of revision b; "));
    standby_->execute("DELETE FROM slow", database_);
    const auto [status, output] = deployment.run({"upgrade", "--wait-for-server", "60"});
    EXPECT_EQ(status, 0) << output;
    EXPECT_EQ(value("SELECT string_agg(a::text, ',') FROM b"), "1");
    EXPECT_THAT(history(), ElementsAre("upgrade a done", "upgrade b done", "upgrade c done"));
  }
}

TEST_F(Standbys, APromotionIsWaitedFor) {
  Deployment deployment(url());
  deployment.add("a", "CREATE TABLE a (a INTEGER);");
  primary_->stop("immediate");
  Program upgrade = deployment.start({"upgrade", "--wait-for-server", "120"});
  wait_until("it waits", [&] {
    return upgrade.output().find("waiting for the server of ") != std::string::npos;
  });
  standby_->promote();
  const auto [status, output] = Deployment::end(upgrade);
  EXPECT_EQ(status, 0) << output;
  EXPECT_THAT(history(), ElementsAre("upgrade a done"));
}

TEST_F(Standbys, AStandbyIsReadAndNotWritten) {
  Deployment deployment(primary_->url(database_));
  deployment.add("a", "CREATE TABLE a (a INTEGER);");
  ASSERT_EQ(deployment.run({"upgrade"}).status, 0);
  wait_for_standby();
  deployment.connect_by(standby_->url(database_));
  EXPECT_EQ(deployment.run({"current"}).output, "a (head)\n");
  EXPECT_EQ(deployment.run({"upgrade"}).status, 0) << "there is nothing to do";
  deployment.add("b", "CREATE TABLE b (a INTEGER);");
  Ended ended = deployment.run({"upgrade"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_EQ(ended.output,
            "error: the server is a standby, which cannot be written to\n"
            "  hint: let the URL lead to the primary: name every host, and add "
            "target_session_attrs=read-write\n"
            "  in the upgrade of revision b; the step was rolled back\n");
}

}  // namespace
}  // namespace migrate::test

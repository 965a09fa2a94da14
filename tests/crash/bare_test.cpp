#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "migrate/runtime.hpp"
#include "subject.hpp"
#include "support/temp_folder.hpp"

namespace migrate::test {
namespace {

/// Statements that no transaction takes, and what a rerun makes of them.
class BareTest : public testing::TestWithParam<const char*> {
 protected:
  void upgrade(const std::string& body) {
    folder_.write(
        "a.sql",
        "-- Bare\n--\n-- Revision ID: a\n-- Revises:\n\n-- migrate:up transaction:false\n" + body);
    const Project project = load_project({folder_.path()}, false);
    const auto connection = subject_.connect();
    Runner runner(project, *connection, subject_.dialect(), {}, host_, observer_);
    const std::vector<std::string> targets = {"head"};
    runner.upgrade(targets);
  }

  std::string error_of_upgrade(const std::string& body) {
    try {
      upgrade(body);
    } catch (const Error& error) {
      return error.info().message;
    }
    return "(no error)";
  }

  TempFolder folder_;
  Subject subject_{GetParam()};
  Host host_ = system_host();
  Recorder observer_ = {};
};

INSTANTIATE_TEST_SUITE_P(sqlite, BareTest, testing::Values("sqlite"),
                         [](const auto&) { return "sqlite"; });
INSTANTIATE_TEST_SUITE_P(postgresql, BareTest, testing::Values("postgresql"),
                         [](const auto&) { return "postgresql"; });

/// What the failed statement would have made is there, but it is not its work.
TEST_P(BareTest, AStatementThatFailedFailsAgain) {
  const std::string statement =
      subject_.is_sqlite() ? "VACUUM INTO '" + (folder_.path() / "copy.db").string() + "';\n"
                           : "CREATE INDEX CONCURRENTLY ix ON t (a);\n";
  const std::string message =
      subject_.is_sqlite() ? "output file already exists" : "relation \"ix\" already exists";
  const std::string body = "CREATE TABLE t (a INTEGER);\n" + statement + statement;
  EXPECT_EQ(error_of_upgrade(body), message);
  EXPECT_EQ(error_of_upgrade(body), message);
  EXPECT_EQ(subject_.half_done(), "a");
}

TEST_P(BareTest, AStatementThatFailedMayBeCorrected) {
  const std::string wrong = subject_.is_sqlite()
                                ? "VACUUM nowhere;\n"
                                : "CREATE UNIQUE INDEX CONCURRENTLY ix ON t (a);\n";
  const std::string right =
      subject_.is_sqlite() ? "VACUUM;\n" : "CREATE INDEX CONCURRENTLY ix ON t (a);\n";
  const std::string begin = "CREATE TABLE t (a INTEGER);\nINSERT INTO t VALUES (1), (1);\n";
  EXPECT_NE(error_of_upgrade(begin + wrong), "(no error)");
  EXPECT_EQ(error_of_upgrade(begin + right), "(no error)");
  EXPECT_EQ(subject_.half_done(), "");
}

}  // namespace
}  // namespace migrate::test

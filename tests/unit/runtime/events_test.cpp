#include <fmt/core.h>
#include <gmock/gmock.h>

#include "migrate/runtime.hpp"
#include "support/temp_folder.hpp"

namespace migrate {
namespace {

using ::testing::ElementsAre;

/// What somebody who shows progress is told, a line an event.
class Listener final : public Observer {
 public:
  void on(const Event& event) override {
    switch (event.kind) {
      case Event::Kind::run_begins:
        lines.push_back(fmt::format("run {}/{}", event.number, event.total));
        break;
      case Event::Kind::step_begins:
        lines.push_back(fmt::format("begin {} ({}) {}/{}", event.revision, event.message,
                                    event.number, event.total));
        break;
      case Event::Kind::statement:
        lines.push_back(fmt::format("statement {}", event.statement));
        break;
      case Event::Kind::step_ends:
        lines.push_back("end " + event.revision);
        break;
      case Event::Kind::step_fails:
        lines.push_back("fail " + event.revision);
        break;
      default:
        break;
    }
  }

  std::vector<std::string> lines = {};
};

class EventsTest : public ::testing::Test {
 protected:
  void write(const std::string& id, const std::string& revises, const std::string& body) {
    folder_.write(id + ".sql", "-- About " + id + "\n--\n-- Revision ID: " + id +
                                   "\n-- Revises: " + revises + "\n\n" + body);
  }

  void upgrade(const std::string& target, RunSettings settings = {}) {
    listener_.lines.clear();
    const Project project = load_project({folder_.path()}, false);
    Runner runner(project, *connection_, dialect_for(url_), std::move(settings), host_, listener_);
    const std::vector<std::string> targets = {target};
    try {
      runner.upgrade(targets);
    } catch (const Error&) {
      listener_.lines.emplace_back("failed");
    }
  }

  test::TempFolder folder_;
  Host host_ = {.now = [] { return std::chrono::system_clock::time_point(); },
                .new_id = [] { return "x"; },
                .variable = [](std::string_view) { return std::nullopt; },
                .user = "me@here"};
  Url url_ = parse_url("sqlite://");
  Listener listener_;
  std::unique_ptr<Connection> connection_ = dialect_for(url_).connect(url_, {}, listener_);
};

TEST_F(EventsTest, StepsAndStatementsAreCounted) {
  write("a", "", "-- migrate:up\nCREATE TABLE t (x);\nINSERT INTO t\nVALUES (1);\n");
  write("b", "a", "-- migrate:up\n");
  upgrade("head");
  EXPECT_THAT(listener_.lines,
              ElementsAre("run 0/2", "begin a (About a) 0/2", "statement CREATE TABLE t (x)",
                          "statement INSERT INTO t\nVALUES (1)", "end a", "begin b (About b) 0/0",
                          "end b"));
}

TEST_F(EventsTest, ARunInOneTransactionIsCountedAlike) {
  write("a", "", "-- migrate:up\nCREATE TABLE t (x);\n");
  write("b", "a", "-- migrate:up\nCREATE TABLE u (x);\n");
  upgrade("head", {.transaction_mode = RunSettings::TransactionMode::all});
  EXPECT_THAT(
      listener_.lines,
      ElementsAre("run 0/2", "begin a (About a) 0/1", "statement CREATE TABLE t (x)", "end a",
                  "begin b (About b) 0/1", "statement CREATE TABLE u (x)", "end b"));
}

TEST_F(EventsTest, AResumedSectionSaysHowManyStatementsWereDone) {
  write("a", "",
        "-- migrate:up transaction:false\nCREATE TABLE t (x);\nINSERT INTO missing VALUES (1);\n");
  upgrade("head");
  EXPECT_THAT(listener_.lines,
              ElementsAre("run 0/1", "begin a (About a) 0/2", "statement CREATE TABLE t (x)",
                          "statement INSERT INTO missing VALUES (1)", "fail a", "failed"));
  write("a", "",
        "-- migrate:up transaction:false\nCREATE TABLE t (x);\nINSERT INTO t VALUES (1);\n");
  upgrade("head");
  EXPECT_THAT(listener_.lines, ElementsAre("run 0/1", "begin a (About a) 1/2",
                                           "statement INSERT INTO t VALUES (1)", "end a"));
}

}  // namespace
}  // namespace migrate

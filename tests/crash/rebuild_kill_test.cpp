#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <random>
#include <thread>

#include "migrate/dialect.hpp"
#include "support/program.hpp"
#include "support/temp_folder.hpp"
#include "workload.hpp"

namespace migrate::test {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;

struct Silent final : Observer {
  void on(const Event&) override {}
};

/// kill -9 amid a revision in JSON that rebuilds a table which has all there is to lose.
class RebuildKillTest : public testing::Test {
 protected:
  RebuildKillTest() {
    const auto connection = open();
    for (const char* statement : {
             "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
             "INSERT INTO parent VALUES (1), (2)",
             "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT COLLATE NOCASE, "
             "p INTEGER REFERENCES parent ON DELETE CASCADE, g AS (id + 1))",
             "CREATE TABLE child (t_id INTEGER REFERENCES t ON DELETE CASCADE)",
             "CREATE INDEX ia ON t (lower(a) DESC) WHERE p IS NOT NULL",
             "CREATE TABLE log (x)",
             "CREATE VIEW v AS SELECT a FROM t",
             "CREATE TRIGGER tr AFTER DELETE ON t BEGIN INSERT INTO log VALUES (OLD.id); END",
             "INSERT INTO t (a, p) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
             "LIMIT 20000) SELECT 'row ' || i, 1 + i % 2 FROM n",
             "INSERT INTO child SELECT id FROM t WHERE id % 7 = 0",
         }) {
      connection->execute(statement);
    }
    write("migrate.ini", "[migrate]\nurl = sqlite:///app.db\n");
    std::filesystem::create_directories(folder_.path() / "migrations/versions");
    write("migrations/versions/a1_start.json", R"({
  "revision": "a1", "revises": [], "message": "Start", "upgrade": [], "downgrade": []
})");
    write("migrations/versions/b1_tight.json", R"({
  "revision": "b1", "revises": ["a1"], "message": "Tight",
  "upgrade": [{"alter_column": {"table": "t", "column": "a", "nullable": false, "backfill": "''",
                                "existing_nullable": true}}],
  "downgrade": "auto"
})");
  }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(folder_.path() / name) << text;
  }

  std::unique_ptr<Connection> open() {
    return sqlite::dialect().connect(url_, {.create = true}, observer_);
  }

  /// All that a rebuild could lose.
  std::string state() {
    const auto connection = open();
    std::string text;
    for (const char* query :
         {"PRAGMA integrity_check", "PRAGMA foreign_key_check",
          "SELECT sql FROM sqlite_schema ORDER BY type, name", "SELECT * FROM sqlite_sequence",
          "SELECT count(*), sum(id), sum(length(a)), sum(p), sum(g) FROM t",
          "SELECT count(*), sum(t_id) FROM child", "SELECT count(*) FROM log",
          "SELECT version_num FROM migrate_version"}) {
      for (const Row& row : connection->query(query)) {
        for (const Value& value : row) text += value.value_or("NULL") + '|';
        text += '\n';
      }
    }
    return text;
  }

  Program start(bool there) {
    std::vector<std::string> words = {MIGRATE_PROGRAM, "-c", folder_.path() / "migrate.ini"};
    if (there) {
      words.insert(words.end(), {"upgrade", "b1"});
    } else {
      words.insert(words.end(), {"downgrade", "a1", "--yes"});
    }
    return Program(words, folder_.path() / "output");
  }

  void rebuild(bool there) {
    Program program = start(there);
    ASSERT_EQ(program.wait(), 0) << program.output();
  }

  /// True when the kill came before the end.
  bool rebuild_and_kill(bool there, microseconds delay) {
    Program program = start(there);
    std::this_thread::sleep_for(delay);
    program.kill();
    const int status = program.wait();
    EXPECT_TRUE(status == 0 || status == 128 + SIGKILL) << status << program.output();
    return status != 0;
  }

  Silent observer_ = {};
  TempFolder folder_ = {};
  Url url_ = {.scheme = "sqlite", .text = "", .path = folder_.path() / "app.db"};
  std::minstd_rand random_{seed()};
};

TEST_F(RebuildKillTest, ATableIsTheOldOneOrTheNewOneAndNeverHalf) {
  const int rounds = count_from("MIGRATE_TEST_KILLS_REBUILD", 100);
  rebuild(true);
  const std::string tight = state();
  rebuild(false);
  const std::string loose = state();
  ASSERT_NE(tight, loose);
  const auto begin = Clock::now();
  rebuild(true);
  rebuild(false);
  const auto length = std::chrono::duration_cast<microseconds>(Clock::now() - begin) / 2;
  bool is_tight = false;
  int hits = 0;
  for (int round = 0; round < rounds; ++round) {
    const microseconds delay(
        std::uniform_int_distribution<microseconds::rep>(0, length.count())(random_));
    SCOPED_TRACE("round " + std::to_string(round) + ", killed after " +
                 std::to_string(delay.count()) + " us");
    hits += rebuild_and_kill(!is_tight, delay) ? 1 : 0;
    const std::string now = state();
    ASSERT_TRUE(now == tight || now == loose) << now;
    is_tight = now == tight;
  }
  EXPECT_GT(hits, rounds / 3) << "most kills came too late: nothing was tested";
}

}  // namespace
}  // namespace migrate::test

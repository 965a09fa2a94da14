#include "sqlite/connection.hpp"

#include <gmock/gmock.h>

#include "sqlite/foreign_keys.hpp"
#include "support/temp_folder.hpp"

namespace migrate::sqlite {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Remembers the last event.
struct Last final : Observer {
  void on(const Event& event) override { last = event; }
  Event last = {};
};

class SqliteConnectionTest : public ::testing::Test {
 protected:
  std::unique_ptr<Connection> open(const std::string& path, ConnectOptions options = {}) {
    return connect({.scheme = "sqlite", .text = "sqlite:///" + path, .path = path}, options,
                   observer_);
  }

  std::string message(const std::function<void()>& act) {
    try {
      act();
      return "(no error)";
    } catch (const Error& error) {
      return error.info().message;
    }
  }

  Last observer_;
  test::TempFolder folder_;
  std::unique_ptr<Connection> memory_ = open("");
};

TEST_F(SqliteConnectionTest, AMissingFileIsMadeOnlyWhenAsked) {
  const std::string file = folder_.path() / "a.db";
  EXPECT_EQ(
      message([&] { open(file); }),
      "the database " + file + " does not exist; `migrate upgrade` and `migrate stamp` create it");
  EXPECT_FALSE(std::filesystem::exists(file));
  open(file, {.create = true})->execute("CREATE TABLE t (x)");
  EXPECT_TRUE(std::filesystem::exists(file));
}

TEST_F(SqliteConnectionTest, AReadingOneCannotWrite) {
  const std::string file = folder_.path() / "a.db";
  open(file, {.create = true})->execute("CREATE TABLE t (x)");
  const auto reading = open(file, {.read_only = true});
  EXPECT_THROW(reading->execute("INSERT INTO t VALUES (1)"), Error);
  EXPECT_THAT(reading->query("SELECT * FROM t"), IsEmpty());
}

TEST_F(SqliteConnectionTest, AFileThatIsNoDatabaseSaysSo) {
  const std::string file = folder_.write("a.db", std::string(4096, 'x'));
  EXPECT_EQ(message([&] { open(file)->query("SELECT 1 FROM sqlite_schema"); }),
            file + " is not a SQLite database (or is encrypted)");
}

TEST_F(SqliteConnectionTest, TheFenceRefusesTransactionControl) {
  memory_->execute("BEGIN");
  for (const char* statement : {"COMMIT", "BEGIN", "ROLLBACK", "END"}) {
    EXPECT_THAT(message([&] { memory_->run(statement, {.transaction = true}); }),
                ::testing::StartsWith("the section runs in one transaction of its own"));
    EXPECT_TRUE(memory_->in_transaction());
  }
  memory_->run("SAVEPOINT s", {.transaction = true});
  memory_->run("ROLLBACK TO s", {.transaction = true});
  memory_->run("RELEASE s", {.transaction = true});
}

TEST_F(SqliteConnectionTest, TheFenceRefusesThePragmaThatWouldDoNothing) {
  memory_->execute("BEGIN");
  EXPECT_THAT(message([&] { memory_->run("PRAGMA foreign_keys = OFF", {.transaction = true}); }),
              ::testing::StartsWith("PRAGMA foreign_keys does nothing inside a transaction"));
  memory_->run("PRAGMA foreign_keys", {.transaction = true});
  memory_->execute("COMMIT");
  memory_->run("PRAGMA foreign_keys = OFF", {.transaction = false});
}

TEST_F(SqliteConnectionTest, ARollbackByAConflictIsNoticed) {
  memory_->execute("CREATE TABLE t (x UNIQUE)");
  memory_->execute("BEGIN");
  memory_->run("INSERT INTO t VALUES (1)", {.transaction = true});
  EXPECT_EQ(
      message([&] { memory_->run("INSERT OR ROLLBACK INTO t VALUES (1)", {.transaction = true}); }),
      "UNIQUE constraint failed: t.x");
  EXPECT_FALSE(memory_->in_transaction());
}

struct DropCase {
  std::string action;
  std::string message;
};

TEST_F(SqliteConnectionTest, DropTableOfAReferencedTableIsGuarded) {
  const std::vector<DropCase> cases = {
      {"CASCADE",
       "DROP TABLE p would delete rows of c, whose p_id refers to it with ON DELETE "
       "CASCADE; drop the reference first, or mark the section foreign_keys:off"},
      {"SET NULL",
       "DROP TABLE p would change rows of c, whose p_id refers to it with ON DELETE "
       "SET NULL; drop the reference first, or mark the section foreign_keys:off"},
      {"SET DEFAULT",
       "DROP TABLE p would change rows of c, whose p_id refers to it with ON DELETE "
       "SET DEFAULT; drop the reference first, or mark the section "
       "foreign_keys:off"},
      {"NO ACTION", "(no error)"},
  };
  for (const DropCase& c : cases) {
    const auto connection = open("");
    connection->execute("CREATE TABLE p (id INTEGER PRIMARY KEY)");
    connection->execute("CREATE TABLE c (p_id REFERENCES P ON DELETE " + c.action + ")");
    EXPECT_EQ(message([&] { connection->run("DROP TABLE p", {.transaction = false}); }), c.message);
  }
}

TEST_F(SqliteConnectionTest, DropTableIsFreeWithEnforcementOffAndForSelfReferences) {
  memory_->execute("CREATE TABLE s (id INTEGER PRIMARY KEY, up REFERENCES s ON DELETE CASCADE)");
  memory_->run("DROP TABLE s", {.transaction = false});
  memory_->execute("CREATE TABLE p (id INTEGER PRIMARY KEY)");
  memory_->execute("CREATE TABLE c (p_id REFERENCES p ON DELETE CASCADE)");
  memory_->execute("PRAGMA foreign_keys = OFF");
  memory_->run("DROP TABLE p", {.transaction = false});
}

TEST_F(SqliteConnectionTest, TellsWhichTablesWereTouched) {
  memory_->run("CREATE TABLE a (x)", {.transaction = false});
  memory_->run("CREATE TABLE b (x)", {.transaction = false});
  memory_->take_touched_tables();
  memory_->run("INSERT INTO a SELECT x FROM b", {.transaction = false});
  memory_->run("ALTER TABLE b ADD COLUMN y", {.transaction = false});
  EXPECT_THAT(memory_->take_touched_tables(), ElementsAre("a", "b"));
  EXPECT_THAT(memory_->take_touched_tables(), IsEmpty());
}

TEST_F(SqliteConnectionTest, NeverRunsHalfOfWhatItWasGiven) {
  EXPECT_EQ(message([&] {
              memory_->run("CREATE TABLE a (x); CREATE TABLE b (x)", {.transaction = false});
            }),
            "SQLite reads this as more than one statement; nothing of it was run");
  EXPECT_THAT(memory_->query("SELECT * FROM sqlite_schema"), IsEmpty());
}

TEST_F(SqliteConnectionTest, ErrorsCarryStatementAndPosition) {
  try {
    memory_->run("SELECT 1, nope", {.transaction = false});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.info().message, "no such column: nope");
    EXPECT_EQ(error.info().position, 11U);
    EXPECT_EQ(error.info().statement, "SELECT 1, nope");
  }
}

TEST_F(SqliteConnectionTest, ViolationsAreNamedByTableAndKey) {
  memory_->execute("PRAGMA foreign_keys = OFF");
  memory_->execute("CREATE TABLE p (id INTEGER PRIMARY KEY)");
  memory_->execute("CREATE TABLE c (p_id REFERENCES p, name)");
  memory_->execute("CREATE TABLE w (k PRIMARY KEY, p_id REFERENCES p) WITHOUT ROWID");
  memory_->execute("CREATE TABLE other (p_id REFERENCES c (name))");
  memory_->execute("INSERT INTO c VALUES (7, 'x'), (NULL, 'y')");
  memory_->execute("INSERT INTO w VALUES ('k', 8)");
  EXPECT_THAT(foreign_key_violations(*memory_, {"P"}),
              ElementsAre("c (p_id = 7) refers to no row of p", "w refers to no row of p"));
  EXPECT_THAT(foreign_key_violations(*memory_, {"other"}),
              ElementsAre("foreign key mismatch - \"other\" referencing \"c\""));
  EXPECT_THAT(foreign_key_violations(*memory_, {}), IsEmpty());
}

TEST_F(SqliteConnectionTest, AStatementThatGoesOnTellsItsOperations) {
  const std::string count =
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ";
  memory_->run(count + "10) SELECT max(i) FROM n", {.transaction = false});
  EXPECT_EQ(observer_.last.kind, Event::Kind::info) << "a short one tells nothing";
  for (int i = 0; i < 2; ++i) {
    memory_->run(count + "100000) SELECT max(i) FROM n", {.transaction = false});
    EXPECT_EQ(observer_.last.kind, Event::Kind::working);
    EXPECT_EQ(observer_.last.text, "operations");
    EXPECT_GE(observer_.last.number, 1'000'000) << "ten an i, about";
    EXPECT_LT(observer_.last.number, 3'000'000) << "each statement is counted from 0";
    EXPECT_EQ(observer_.last.total, 0) << "nobody knows how many there will be";
  }
}

}  // namespace
}  // namespace migrate::sqlite

#include <thread>

#include "backend.hpp"

namespace migrate::test {
namespace {

using testing::ElementsAre;

class OwnTablesTest : public EveryBackend {
 protected:
  /// Makes the tables as the runtime does; false when another was faster.
  bool make(Connection& connection) {
    try {
      dialect_.begin(connection);
      for (const std::string& statement : dialect_.create_own_tables({})) {
        connection.execute(statement);
      }
      dialect_.commit(connection);
      return true;
    } catch (const Error& error) {
      dialect_.rollback(connection);
      if (!dialect_.lost_creation_race(error.info())) throw;
      return false;
    }
  }
};
MIGRATE_FOR_EVERY_BACKEND(OwnTablesTest);

TEST_P(OwnTablesTest, NoneExistInAnEmptyDatabase) {
  const OwnTables found = dialect_.existing(*connect(), {});
  EXPECT_EQ(found.version, "");
  EXPECT_EQ(found.history, "");
  EXPECT_EQ(found.journal, "");
}

TEST_P(OwnTablesTest, AllExistOnceMade) {
  make_own_tables();
  const OwnTables found = dialect_.existing(*connect(), {});
  EXPECT_EQ(found.version, "migrate_version");
  EXPECT_EQ(found.history, "migrate_history");
  EXPECT_EQ(found.journal, "migrate_journal");
}

TEST_P(OwnTablesTest, MakingThemTwiceIsHarmlessAndSilent) {
  make_own_tables();
  make_own_tables();
  EXPECT_THAT(observer_.texts(Event::Kind::notice), ElementsAre());
}

TEST_P(OwnTablesTest, AnEmptyNameSwitchesTheHistoryOff) {
  const OwnTables tables{.history = ""};
  make_own_tables(tables);
  const OwnTables found = dialect_.existing(*connect(), tables);
  EXPECT_EQ(found.version, "migrate_version");
  EXPECT_EQ(found.history, "");
  EXPECT_FALSE(has_table("migrate_history"));
}

TEST_P(OwnTablesTest, SeveralSetsLiveSideBySideUnderAnyName) {
  const OwnTables other{.version = "Other \"version\"", .history = "Other h", .journal = "Other j"};
  make_own_tables();
  make_own_tables(other);
  const auto connection = connect();
  connection->execute("INSERT INTO " + dialect_.own(other, other.version) + " VALUES ('x')");
  EXPECT_EQ(dialect_.existing(*connection, other).version, other.version);
  EXPECT_EQ(scalar(*connection, "SELECT count(*) FROM migrate_version"), "0");
}

TEST_P(OwnTablesTest, AVersionTableOfAlembicsIsTakenOver) {
  const auto connection = connect();
  connection->execute(
      "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT "
      "alembic_version_pkc PRIMARY KEY (version_num))");
  connection->execute("INSERT INTO alembic_version VALUES ('1975ea83b712')");
  const OwnTables tables{.version = "alembic_version"};
  make_own_tables(tables);
  EXPECT_EQ(scalar(*connection, "SELECT version_num FROM " + dialect_.own(tables, tables.version)),
            "1975ea83b712");
}

TEST_P(OwnTablesTest, TheVersionTableHoldsEachRevisionOnce) {
  make_own_tables();
  const auto connection = connect();
  connection->execute("INSERT INTO migrate_version VALUES ('a')");
  EXPECT_THROW(connection->execute("INSERT INTO migrate_version VALUES ('a')"), Error);
  EXPECT_THROW(connection->execute("INSERT INTO migrate_version VALUES (NULL)"), Error);
}

TEST_P(OwnTablesTest, TheHistoryNumbersItsRows) {
  make_own_tables();
  const auto connection = connect();
  const std::string insert =
      "INSERT INTO migrate_history (revision, action, outcome, started_at, duration_ms, checksum, "
      "message, applied_by, tool_version, error) VALUES ('a', 'upgrade', 'done', "
      "'2026-01-01T00:00:00.000Z', 12, NULL, 'm', 'u@h', '1', NULL)";
  EXPECT_EQ(connection->change(insert), 1);
  EXPECT_EQ(connection->change(insert), 1);
  EXPECT_THAT(connection->query("SELECT id, duration_ms FROM migrate_history ORDER BY id"),
              ElementsAre(ElementsAre("1", "12"), ElementsAre("2", "12")));
}

TEST_P(OwnTablesTest, TheJournalHoldsOneRowARevision) {
  make_own_tables();
  const auto connection = connect();
  const std::string insert =
      "INSERT INTO migrate_journal (revision, direction, statements_done, running_hash, intent, "
      "started_at) VALUES ('a', 'up', 3000000000, 'h', NULL, '2026-01-01T00:00:00.000Z')";
  EXPECT_EQ(connection->change(insert), 1);
  EXPECT_THROW(connection->change(insert), Error);
  EXPECT_EQ(scalar(*connection, "SELECT statements_done FROM migrate_journal"), "3000000000");
}

TEST_P(OwnTablesTest, WhoLosesTheRaceToMakeThemCanTell) {
  for (int round = 0; round < 10; ++round) {
    const auto first = connect();
    const auto second = connect();
    std::thread other([&] { EXPECT_NO_THROW(make(*second)); });
    EXPECT_NO_THROW(make(*first));
    other.join();
    EXPECT_EQ(dialect_.existing(*first, {}).journal, "migrate_journal");
    for (const std::string table : {"migrate_version", "migrate_history", "migrate_journal"}) {
      first->execute("DROP TABLE " + table);
    }
  }
}

TEST_P(OwnTablesTest, AnotherErrorIsNoLostRace) {
  const auto connection = connect();
  EXPECT_FALSE(
      dialect_.lost_creation_race(error_of([&] { connection->execute("CREATE TABLE ("); })));
  make_own_tables();
  connection->execute("INSERT INTO migrate_version VALUES ('a')");
  EXPECT_FALSE(dialect_.lost_creation_race(
      error_of([&] { connection->execute("INSERT INTO migrate_version VALUES ('a')"); })));
}

TEST_P(OwnTablesTest, SchemaExpressionIsAScalarOfAnyQuery) {
  const auto connection = connect();
  const std::string schema = scalar(*connection, "SELECT " + dialect_.schema_expression({}));
  EXPECT_EQ(schema, is_postgresql() ? "public" : "NULL");
}

}  // namespace
}  // namespace migrate::test

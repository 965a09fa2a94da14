#include "backend.hpp"

namespace migrate::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Whatever could end a literal or a name early, or be taken for something else.
constexpr const char* nasty_text =
    "it's \"quoted\" \\ back\\'slash; -- no comment /* nor */ $$this$$ $1 %s é€😀\ttab\nnewline";

class ConnectionTest : public EveryBackend {};
MIGRATE_FOR_EVERY_BACKEND(ConnectionTest);

TEST_P(ConnectionTest, ReturnsValuesAsTextAndNullAsNothing) {
  const auto connection = connect();
  connection->execute("CREATE TABLE t (a INTEGER, b TEXT)");
  connection->execute("INSERT INTO t VALUES (1, 'é€😀'), (2, NULL), (3, '')");
  EXPECT_THAT(
      connection->query("SELECT a, b FROM t ORDER BY a"),
      ElementsAre(ElementsAre("1", "é€😀"), ElementsAre("2", std::nullopt), ElementsAre("3", "")));
}

TEST_P(ConnectionTest, ReturnsNoRowsForAnEmptyResult) {
  EXPECT_THAT(connect()->query("SELECT 1 WHERE 1 = 2"), IsEmpty());
}

TEST_P(ConnectionTest, TellsHowManyRowsAChangeHit) {
  const auto connection = connect();
  connection->execute("CREATE TABLE t (a INTEGER)");
  EXPECT_EQ(connection->change("INSERT INTO t VALUES (1), (2), (3)"), 3);
  EXPECT_EQ(connection->change("UPDATE t SET a = 9 WHERE a > 1"), 2);
  EXPECT_EQ(connection->change("DELETE FROM t WHERE a = 77"), 0);
}

TEST_P(ConnectionTest, ThrowsTheResultOfAUsersStatementAway) {
  const auto connection = connect();
  connection->run("SELECT 1", {.transaction = false});
  EXPECT_EQ(scalar(*connection, "SELECT 2"), "2");
}

TEST_P(ConnectionTest, LiteralCarriesAnyText) {
  const auto connection = connect();
  EXPECT_EQ(scalar(*connection, "SELECT " + dialect_.literal(nasty_text)), nasty_text);
  EXPECT_EQ(scalar(*connection, "SELECT " + dialect_.literal("")), "");
}

TEST_P(ConnectionTest, QuoteCarriesAnyName) {
  const auto connection = connect();
  const std::string name = "select \"x\" ' é; --";
  connection->execute("CREATE TABLE " + dialect_.quote(name) + " (" + dialect_.quote("Order") +
                      " INTEGER)");
  EXPECT_TRUE(has_table(name));
  connection->execute("INSERT INTO " + dialect_.quote(name) + " (\"Order\") VALUES (7)");
  EXPECT_EQ(scalar(*connection, "SELECT \"Order\" FROM " + dialect_.quote(name)), "7");
}

TEST_P(ConnectionTest, AFailureCarriesTheStatementAndThePositionInBytes) {
  const auto connection = connect();
  const std::string statement = "SELECT 'é€', nothing_of_the_kind";
  const ErrorInfo error = error_of([&] { connection->query(statement); });
  EXPECT_EQ(error.code, ErrorCode::database);
  EXPECT_EQ(error.statement, statement);
  EXPECT_EQ(error.position, statement.find("nothing") + 1);
  EXPECT_THAT(error.message, HasSubstr("nothing_of_the_kind"));
  EXPECT_EQ(error.sqlstate, is_postgresql() ? "42703" : "");
}

TEST_P(ConnectionTest, AFailureOfAUsersStatementCarriesThemToo) {
  const auto connection = connect();
  const std::string statement = "SELECT 1 +* 2";
  const ErrorInfo error = error_of([&] { connection->run(statement, {.transaction = false}); });
  EXPECT_EQ(error.code, ErrorCode::database);
  EXPECT_EQ(error.statement, statement);
  EXPECT_NE(error.position, 0U);
}

TEST_P(ConnectionTest, IsUsableAfterAFailure) {
  const auto connection = connect();
  EXPECT_THROW(connection->execute("SELEC 1"), Error);
  EXPECT_THROW(connection->query("SELEC 1"), Error);
  EXPECT_THROW(connection->change("DELETE FRM t"), Error);
  EXPECT_EQ(scalar(*connection, "SELECT 1"), "1");
}

TEST_P(ConnectionTest, AMissingTableIsToldApart) {
  const auto connection = connect();
  EXPECT_EQ(error_of([&] { connection->query("SELECT * FROM missing"); }).code,
            ErrorCode::no_such_table);
  EXPECT_EQ(error_of([&] { connection->execute("DELETE FROM missing"); }).code,
            ErrorCode::no_such_table);
  EXPECT_EQ(error_of([&] { connection->change("DELETE FROM missing"); }).code,
            ErrorCode::no_such_table);
}

TEST_P(ConnectionTest, AConstraintIsNamedInTheMessage) {
  const auto connection = connect();
  connection->execute("CREATE TABLE t (a INTEGER NOT NULL)");
  const ErrorInfo error = error_of([&] { connection->change("INSERT INTO t VALUES (NULL)"); });
  EXPECT_EQ(error.code, ErrorCode::database);
  EXPECT_THAT(error.message, HasSubstr("a"));
  EXPECT_EQ(error.sqlstate, is_postgresql() ? "23502" : "");
}

TEST_P(ConnectionTest, CannotOpenWhatIsNotThere) {
  const Url url = is_postgresql() ? parse_url(with_database(server_url(), "no_such_database"))
                                  : parse_url("sqlite:////no/such/folder/x.db");
  const ErrorInfo error = error_of([&] { (void)dialect_.connect(url, {.create = true}, observer_); });
  EXPECT_EQ(error.code, ErrorCode::connection);
  EXPECT_THAT(error.message, HasSubstr("no"));
}

}  // namespace
}  // namespace migrate::test

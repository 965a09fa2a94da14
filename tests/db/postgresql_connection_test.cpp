#include "backend.hpp"

namespace migrate::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class PostgresqlConnection : public PostgresqlTest {
 protected:
  void terminate(Connection& connection) {
    connect()->query("SELECT pg_terminate_backend(" + std::to_string(connection.backend_pid()) +
                     ")");
  }

  /// Feeds a COPY with `pieces`, one a call.
  static void copy(Connection& connection, const std::string& statement,
                   std::vector<std::string> pieces, const Fence& fence = {.transaction = false}) {
    std::size_t next = 0;
    connection.copy_in(
        statement,
        [&]() -> std::string_view {
          return next < pieces.size() ? std::string_view(pieces[next++]) : std::string_view();
        },
        fence);
  }

  ErrorInfo refusal(const std::string& url) {
    return error_of([&] { (void)dialect_.connect(parse_url(url), {}, observer_); });
  }
};

TEST_F(PostgresqlConnection, SendsNoStatementOnConnecting) {
  const auto connection = connect();
  EXPECT_EQ(scalar(*connect(), "SELECT query FROM pg_stat_activity WHERE pid = " +
                                   std::to_string(connection->backend_pid())),
            "");
}

TEST_F(PostgresqlConnection, NamesItselfUnlessTheUrlDoes) {
  EXPECT_EQ(scalar(*connect(), "SHOW application_name"), "migrate");
  const auto named =
      dialect_.connect(parse_url(database_.url().text + "&application_name=deploy"), {}, observer_);
  EXPECT_EQ(scalar(*named, "SHOW application_name"), "deploy");
}

TEST_F(PostgresqlConnection, TalksUtf8WhateverTheUrlSays) {
  const auto connection =
      dialect_.connect(parse_url(database_.url().text + "&client_encoding=LATIN1"), {}, observer_);
  EXPECT_EQ(scalar(*connection, "SELECT chr(8364)"), "€");
}

TEST_F(PostgresqlConnection, CarriesSqlstateDetailHintAndContext) {
  const auto connection = connect();
  const ErrorInfo error = error_of([&] {
    connection->run(
        "DO $$ BEGIN RAISE EXCEPTION 'no %', 'way' USING DETAIL = 'because', HINT = 'try', ERRCODE "
        "= 'ZZ123'; END $$",
        {.transaction = false});
  });
  EXPECT_EQ(error.code, ErrorCode::database);
  EXPECT_EQ(error.sqlstate, "ZZ123");
  EXPECT_EQ(error.message, "no way");
  EXPECT_EQ(error.detail,
            "because\n  context: PL/pgSQL function inline_code_block line 1 at RAISE");
  EXPECT_EQ(error.hint, "try");
}

TEST_F(PostgresqlConnection, PositionCountsBytesBehindWideCharacters) {
  const auto connection = connect();
  const std::string statement = "SELECT '😀é', x";
  EXPECT_EQ(error_of([&] { connection->run(statement, {.transaction = false}); }).position,
            statement.find('x') + 1);
}

TEST_F(PostgresqlConnection, AMissingTableInAUsersStatementIsAnErrorOfTheDatabase) {
  const auto connection = connect();
  const ErrorInfo error =
      error_of([&] { connection->run("SELECT * FROM missing", {.transaction = false}); });
  EXPECT_EQ(error.code, ErrorCode::database);
  EXPECT_EQ(error.sqlstate, "42P01");
  EXPECT_EQ(error.position, 15U);
}

TEST_F(PostgresqlConnection, RefusesANulByte) {
  const auto connection = connect();
  const std::string statement("SELECT 1\0; DROP TABLE t", 23);
  const ErrorInfo error = error_of([&] { connection->run(statement, {.transaction = false}); });
  EXPECT_EQ(error.position, 9U);
  EXPECT_THAT(error.message, HasSubstr("NUL"));
}

TEST_F(PostgresqlConnection, NoticesOfAUsersStatementReachTheObserver) {
  const auto connection = connect();
  connection->run("DO $$ BEGIN RAISE NOTICE 'hello' USING HINT = 'look'; END $$",
                  {.transaction = false});
  connection->run("DROP TABLE IF EXISTS missing", {.transaction = false});
  EXPECT_THAT(observer_.texts(Event::Kind::notice),
              ElementsAre("NOTICE:  hello\n  hint: look",
                          "NOTICE:  table \"missing\" does not exist, skipping"));
}

TEST_F(PostgresqlConnection, OfOurOwnStatementsOnlyWarningsDo) {
  const auto connection = connect();
  connection->execute("DROP TABLE IF EXISTS missing");
  connection->execute("DO $$ BEGIN RAISE WARNING 'careful'; END $$");
  EXPECT_THAT(observer_.texts(Event::Kind::notice), ElementsAre("WARNING:  careful"));
}

TEST_F(PostgresqlConnection, ALostConnectionStaysLost) {
  const auto connection = connect();
  connection->execute("SET search_path = pg_catalog");
  terminate(*connection);
  const ErrorInfo first = error_of([&] { connection->query("SELECT 1"); });
  EXPECT_EQ(first.code, ErrorCode::connection);
  EXPECT_THAT(first.message, HasSubstr("was lost"));
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(error_of([&] { connection->query("SELECT 1"); }).code, ErrorCode::connection);
    EXPECT_EQ(error_of([&] { connection->execute("SELECT 1"); }).code, ErrorCode::connection);
    EXPECT_EQ(error_of([&] { connection->run("SELECT 1", {}); }).code, ErrorCode::connection);
    EXPECT_EQ(error_of([&] { copy(*connection, "COPY t FROM STDIN", {}); }).code,
              ErrorCode::connection);
  }
  EXPECT_FALSE(connection->in_transaction());
  dialect_.rollback(*connection);
}

TEST_F(PostgresqlConnection, ALossWhileAStatementRunsIsALoss) {
  const auto connection = connect();
  dialect_.begin(*connection);
  EXPECT_EQ(
      error_of([&] { connection->run("SELECT pg_terminate_backend(pg_backend_pid())", {}); }).code,
      ErrorCode::connection);
  EXPECT_FALSE(connection->in_transaction());
}

TEST_F(PostgresqlConnection, ALossAtCommitIsInDoubt) {
  const auto connection = connect();
  dialect_.begin(*connection);
  connection->execute("CREATE TABLE t (a INTEGER)");
  terminate(*connection);
  const ErrorInfo error = error_of([&] { dialect_.commit(*connection); });
  EXPECT_EQ(error.code, ErrorCode::in_doubt);
  EXPECT_THAT(error.message, HasSubstr("lost at COMMIT: it is not known whether"));
  // What was known to be lost before is not in doubt.
  EXPECT_EQ(error_of([&] { dialect_.commit(*connection); }).code, ErrorCode::connection);
}

TEST_F(PostgresqlConnection, CommitOfAFailedTransactionIsAnError) {
  const auto connection = connect();
  dialect_.begin(*connection);
  EXPECT_THROW(connection->run("SELECT * FROM missing", {}), Error);
  EXPECT_THAT(error_of([&] { dialect_.commit(*connection); }).message, HasSubstr("rolled it back"));
}

TEST_F(PostgresqlConnection, ADeferredConstraintFailsAtCommit) {
  const auto connection = connect();
  connection->execute("CREATE TABLE p (a INTEGER PRIMARY KEY)");
  connection->execute("CREATE TABLE c (a INTEGER REFERENCES p DEFERRABLE INITIALLY DEFERRED)");
  dialect_.begin(*connection);
  connection->run("INSERT INTO c VALUES (1)", {});
  const ErrorInfo error = error_of([&] { dialect_.commit(*connection); });
  EXPECT_EQ(error.code, ErrorCode::database);
  EXPECT_EQ(error.sqlstate, "23503");
  EXPECT_FALSE(connection->in_transaction());
}

TEST_F(PostgresqlConnection, FenceSeesThroughAndChainAndStringsOfStatements) {
  const auto connection = connect();
  for (const std::string statement :
       {"COMMIT AND CHAIN", "ROLLBACK AND CHAIN", "COMMIT; BEGIN", "START TRANSACTION",
        "ROLLBACK; BEGIN; SAVEPOINT s; ROLLBACK TO s", "ABORT"}) {
    dialect_.begin(*connection);
    EXPECT_EQ(error_of([&] { connection->run(statement, {}); }).code, ErrorCode::database)
        << statement;
    dialect_.rollback(*connection);
  }
}

TEST_F(PostgresqlConnection, AProcedureCannotCommitInsideAStep) {
  const auto connection = connect();
  connection->execute("CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$");
  dialect_.begin(*connection);
  EXPECT_EQ(error_of([&] { connection->run("CALL p()", {}); }).sqlstate, "2D000");
  dialect_.rollback(*connection);
  connection->run("CALL p()", {.transaction = false});
}

TEST_F(PostgresqlConnection, CopyTakesItsDataInPieces) {
  const auto connection = connect();
  connection->execute("CREATE TABLE t (a INTEGER, b TEXT)");
  dialect_.begin(*connection);
  copy(*connection, "COPY t FROM STDIN", {"1\tone\n2\tt", "wo\n", "3\t\\N\n"},
       {.transaction = true});
  dialect_.commit(*connection);
  EXPECT_THAT(connection->query("SELECT a, b FROM t ORDER BY a"),
              ElementsAre(ElementsAre("1", "one"), ElementsAre("2", "two"),
                          ElementsAre("3", std::nullopt)));
}

TEST_F(PostgresqlConnection, CopyWithoutDataIsACopyOfNothing) {
  const auto connection = connect();
  connection->execute("CREATE TABLE t (a INTEGER)");
  copy(*connection, "COPY t FROM STDIN", {});
  EXPECT_EQ(scalar(*connection, "SELECT count(*) FROM t"), "0");
}

TEST_F(PostgresqlConnection, AFaultInCopyNamesTheLine) {
  const auto connection = connect();
  connection->execute("CREATE TABLE t (a INTEGER)");
  dialect_.begin(*connection);
  const ErrorInfo error = error_of([&] {
    copy(*connection, "COPY t FROM STDIN", {"1\n", "x\n", "3\n"});
  });
  EXPECT_EQ(error.sqlstate, "22P02");
  EXPECT_THAT(error.detail, HasSubstr("COPY t, line 2, column a"));
  dialect_.rollback(*connection);
  EXPECT_EQ(scalar(*connection, "SELECT count(*) FROM t"), "0");
}

TEST_F(PostgresqlConnection, CopyPassesOnWhatTheSourceThrows) {
  const auto connection = connect();
  connection->execute("CREATE TABLE t (a INTEGER)");
  int calls = 0;
  EXPECT_THROW(connection->copy_in("COPY t FROM STDIN",
                                   [&]() -> std::string_view {
                                     if (++calls == 3)
                                       throw std::out_of_range("the file ends here");
                                     return "1\n";
                                   },
                                   {.transaction = false}),
               std::out_of_range);
  EXPECT_EQ(scalar(*connection, "SELECT count(*) FROM t"), "0");
}

TEST_F(PostgresqlConnection, CopyCanBeInterrupted) {
  const auto connection = connect();
  connection->execute("CREATE TABLE t (a INTEGER)");
  int calls = 0;
  const ErrorInfo error = error_of([&] {
    connection->copy_in("COPY t FROM STDIN",
                        [&]() -> std::string_view {
                          if (++calls == 100) connection->interrupt();
                          return calls < 1'000'000 ? "1\n" : "";
                        },
                        {.transaction = false});
  });
  EXPECT_EQ(error.code, ErrorCode::interrupted);
  EXPECT_LT(calls, 200);
  EXPECT_EQ(scalar(*connection, "SELECT count(*) FROM t"), "0");
}

TEST_F(PostgresqlConnection, CopyOfAMissingTableFails) {
  const auto connection = connect();
  EXPECT_EQ(error_of([&] { copy(*connection, "COPY missing FROM STDIN", {"1\n"}); }).sqlstate,
            "42P01");
}

TEST_F(PostgresqlConnection, OnlyCopyFromStdinTakesData) {
  const auto connection = connect();
  for (const std::string statement : {"SELECT 1", "COPY (SELECT 1) TO STDOUT"}) {
    const ErrorInfo error = error_of([&] { copy(*connection, statement, {"1\n"}); });
    EXPECT_EQ(error.code, ErrorCode::database);
    EXPECT_THAT(error.message, HasSubstr("COPY … FROM STDIN"));
    EXPECT_EQ(scalar(*connection, "SELECT 7"), "7");
  }
}

TEST_F(PostgresqlConnection, CopyWithoutItsDataIsAnErrorAndTheConnectionGoesOn) {
  const auto connection = connect();
  connection->execute("CREATE TABLE t (a INTEGER)");
  dialect_.begin(*connection);
  for (const std::string statement :
       {"COPY t FROM STDIN", "COPY (SELECT generate_series(1, 100000)) TO STDOUT"}) {
    connection->run("SAVEPOINT s", {});
    EXPECT_THAT(error_of([&] { connection->run(statement, {}); }).message, HasSubstr("COPY"));
    connection->run("ROLLBACK TO s", {});
  }
  dialect_.commit(*connection);
}

TEST_F(PostgresqlConnection, AServersAddressThatIsWrongIsOneSentence) {
  const ErrorInfo error = refusal("postgresql://me:sesame@/db?host=/no/such/folder");
  EXPECT_EQ(error.code, ErrorCode::connection);
  EXPECT_EQ(error.message,
            "cannot connect to postgresql://me:***@/db?host=/no/such/folder: connection to server "
            "on socket \"/no/such/folder/.s.PGSQL.5432\" failed: No such file or directory");
  EXPECT_EQ(error.hint, "Is the server running locally and accepting connections on that socket?");
}

TEST_F(PostgresqlConnection, NoErrorOfConnectingShowsThePassword) {
  const std::string server = "?host=/no/such/folder";
  const std::vector<std::string> urls = {
      "postgresql://me:sesame@/db" + server,
      "postgresql://me:ses%61me@/db" + server,
      "postgresql://me:sesame@open@/db" + server,
      "postgresql://me:open@sesame:1@/db" + server,
      "postgresql://me:sesame/x@localhost/db",
      "postgresql://me:open?sesame@localhost:1/db",
      "postgresql://me:sesame%zz@localhost/db",
      "postgresql://me@/db" + server + "&password=sesame",
      "postgresql://me@/db" + server + "&password=sesame&open",
      "postgresql://me@/db" + server + "&sslpassword=sesame%zz",
      "postgresql://me:x#sesame@[::1/db",
      "postgresql://me:sesame@localhost:port/db",
  };
  for (const std::string& url : urls) {
    const ErrorInfo error = refusal(url);
    EXPECT_THAT(Error(error).what(), Not(HasSubstr("sesame"))) << url;
    EXPECT_THAT(Error(error).what(), Not(HasSubstr("ses%61me"))) << url;
  }
}

TEST_F(PostgresqlConnection, AParameterThatLibpqDoesNotKnowIsAnErrorOfConfiguration) {
  const ErrorInfo error = refusal("postgresql://me@/db?sslmod=require");
  EXPECT_EQ(error.code, ErrorCode::configuration);
  EXPECT_THAT(error.message, HasSubstr("Did you mean \"sslmode\"?"));
}

TEST_F(PostgresqlConnection, TouchedTablesAreNotKnown) {
  const auto connection = connect();
  connection->run("CREATE TABLE t (a INTEGER)", {.transaction = false});
  EXPECT_THAT(connection->take_touched_tables(), IsEmpty());
  EXPECT_THAT(dialect_.foreign_key_violations(*connection, {"t"}), IsEmpty());
}

}  // namespace
}  // namespace migrate::test

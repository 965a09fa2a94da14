#include "backend.hpp"

namespace migrate::test {
namespace {

class TransactionTest : public EveryBackend {};
MIGRATE_FOR_EVERY_BACKEND(TransactionTest);

TEST_P(TransactionTest, CommitKeepsWhatWasDone) {
  const auto connection = connect();
  dialect_.begin(*connection);
  EXPECT_TRUE(connection->in_transaction());
  connection->execute("CREATE TABLE t (a INTEGER)");
  dialect_.commit(*connection);
  EXPECT_FALSE(connection->in_transaction());
  EXPECT_TRUE(has_table("t"));
}

TEST_P(TransactionTest, RollbackUndoesStructureAndRows) {
  const auto connection = connect();
  connection->execute("CREATE TABLE kept (a INTEGER)");
  dialect_.begin(*connection);
  connection->run("CREATE TABLE t (a INTEGER)", {});
  connection->run("CREATE INDEX i ON kept (a)", {});
  connection->run("ALTER TABLE kept ADD COLUMN b INTEGER", {});
  connection->run("INSERT INTO kept VALUES (1, 2)", {});
  dialect_.rollback(*connection);
  EXPECT_FALSE(connection->in_transaction());
  EXPECT_FALSE(has_table("t"));
  EXPECT_EQ(scalar(*connection, "SELECT count(*) FROM kept"), "0");
  EXPECT_THROW(connection->query("SELECT b FROM kept"), Error);
}

TEST_P(TransactionTest, RollbackAfterAFailureLeavesAUsableConnection) {
  const auto connection = connect();
  dialect_.begin(*connection);
  EXPECT_THROW(connection->run("SELECT * FROM missing", {}), Error);
  dialect_.rollback(*connection);
  EXPECT_FALSE(connection->in_transaction());
  EXPECT_EQ(scalar(*connection, "SELECT 1"), "1");
}

TEST_P(TransactionTest, RollbackWithoutATransactionDoesNothing) {
  const auto connection = connect();
  dialect_.rollback(*connection);
  EXPECT_EQ(scalar(*connection, "SELECT 1"), "1");
}

TEST_P(TransactionTest, FenceRefusesToEndTheTransaction) {
  const auto connection = connect();
  for (const std::string statement : {"COMMIT", "END", "ROLLBACK", "BEGIN"}) {
    dialect_.begin(*connection);
    const ErrorInfo error = error_of([&] { connection->run(statement, {}); });
    EXPECT_EQ(error.code, ErrorCode::database) << statement;
    EXPECT_EQ(error.statement, statement);
    EXPECT_NE(error.message.find("transaction"), std::string::npos) << error.message;
    dialect_.rollback(*connection);
    EXPECT_FALSE(connection->in_transaction()) << statement;
  }
}

TEST_P(TransactionTest, FenceLetsSavepointsThrough) {
  const auto connection = connect();
  dialect_.begin(*connection);
  connection->run("CREATE TABLE t (a INTEGER)", {});
  connection->run("SAVEPOINT s", {});
  connection->run("INSERT INTO t VALUES (1)", {});
  connection->run("ROLLBACK TO s", {});
  connection->run("ROLLBACK TRANSACTION TO SAVEPOINT s", {});
  connection->run("INSERT INTO t VALUES (2)", {});
  connection->run("RELEASE SAVEPOINT s", {});
  dialect_.commit(*connection);
  EXPECT_EQ(scalar(*connection, "SELECT sum(a) FROM t"), "2");
}

TEST_P(TransactionTest, WithoutTheFenceAStatementRunsAsItIs) {
  const auto connection = connect();
  connection->run("CREATE TABLE t (a INTEGER)", {.transaction = false});
  connection->run("BEGIN", {.transaction = false});
  connection->run("INSERT INTO t VALUES (1)", {.transaction = false});
  connection->run("ROLLBACK", {.transaction = false});
  EXPECT_EQ(scalar(*connection, "SELECT count(*) FROM t"), "0");
  connection->run("VACUUM", {.transaction = false});
}

TEST_P(TransactionTest, TellsThatAStatementMustNotRunInATransaction) {
  const auto connection = connect();
  dialect_.begin(*connection);
  const ErrorInfo error = error_of([&] { connection->run("VACUUM", {}); });
  dialect_.rollback(*connection);
  EXPECT_TRUE(dialect_.refused_in_transaction(error)) << error.message;
  EXPECT_FALSE(dialect_.refused_in_transaction(
      error_of([&] { connection->run("SELEC", {.transaction = false}); })));
}

TEST_P(TransactionTest, BeginStepAndCommitKeepTheStep) {
  make_own_tables();
  const auto connection = connect();
  dialect_.begin_step(*connection, {});
  EXPECT_TRUE(connection->in_transaction());
  connection->run("CREATE TABLE t (a INTEGER)", {});
  EXPECT_EQ(connection->change("INSERT INTO migrate_version VALUES ('a')"), 1);
  dialect_.commit(*connection);
  EXPECT_TRUE(has_table("t"));
  EXPECT_EQ(scalar(*connect(), "SELECT version_num FROM migrate_version"), "a");
}

TEST_P(TransactionTest, RestoreSessionIsHarmlessBetweenSteps) {
  make_own_tables();
  const auto connection = connect();
  dialect_.begin_step(*connection, {});
  dialect_.commit(*connection);
  dialect_.restore_session(*connection, {.session_changed = true});
  dialect_.begin_step(*connection, {});
  dialect_.rollback(*connection);
  dialect_.restore_session(*connection, {});
  EXPECT_FALSE(connection->in_transaction());
}

}  // namespace
}  // namespace migrate::test

#include "postgresql/statements.hpp"

#include <gtest/gtest.h>

#include "migrate/dialect.hpp"

namespace migrate::postgresql {
namespace {

TEST(Traits, TransactionControlByItsWords) {
  for (const char* statement : {"BEGIN", "begin isolation level serializable", "START TRANSACTION",
                                "COMMIT", "/* c */ COMMIT AND CHAIN", "COMMIT PREPARED 'x'", "END",
                                "ABORT", "ROLLBACK", "ROLLBACK WORK", "ROLLBACK AND CHAIN",
                                "ROLLBACK PREPARED 'x'", "PREPARE TRANSACTION 'x'"}) {
    EXPECT_TRUE(traits(statement).transaction_control) << statement;
    EXPECT_FALSE(traits(statement).session) << statement;
  }
  for (const char* statement :
       {"SAVEPOINT s", "RELEASE s", "ROLLBACK TO s", "ROLLBACK WORK TO SAVEPOINT s",
        "ROLLBACK TRANSACTION TO s", "PREPARE p AS SELECT 1", "SELECT 'COMMIT'", "\"COMMIT\"",
        "CREATE TABLE commit (a int)", "SET TRANSACTION READ ONLY", ""}) {
    EXPECT_FALSE(traits(statement).transaction_control) << statement;
  }
}

TEST(Traits, SessionStatementsAreLostWithTheConnection) {
  for (const char* statement :
       {"SET search_path = x", "set session work_mem to '8MB'", "SET ROLE r", "SET TIME ZONE 'UTC'",
        "SET SESSION AUTHORIZATION r", "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
        "RESET ALL", "DISCARD PLANS", "PREPARE p AS SELECT 1", "DEALLOCATE p", "LOAD 'x'",
        "SELECT pg_catalog.set_config('search_path', '', false)",
        "select set_config('search_path', '', false)"}) {
    EXPECT_TRUE(traits(statement).session) << statement;
  }
  for (const char* statement :
       {"SET LOCAL search_path = x", "SET CONSTRAINTS ALL DEFERRED", "SET TRANSACTION READ ONLY",
        "SELECT set_configuration()", "UPDATE t SET a = 1", "ALTER ROLE r SET search_path = x"}) {
    EXPECT_FALSE(traits(statement).session) << statement;
  }
}

TEST(Traits, BareOnlyWhereTheWordsAreCertain) {
  for (const char* statement :
       {"CREATE INDEX CONCURRENTLY i ON t (a)", "CREATE UNIQUE INDEX CONCURRENTLY ON t (a)",
        "DROP INDEX CONCURRENTLY i", "REINDEX INDEX CONCURRENTLY i",
        "REINDEX (CONCURRENTLY) TABLE t", "REINDEX (VERBOSE) TABLE CONCURRENTLY t",
        "REINDEX DATABASE d", "VACUUM", "VACUUM FULL t", "ALTER SYSTEM RESET ALL",
        "CREATE DATABASE d", "DROP DATABASE d", "CREATE TABLESPACE s"}) {
    EXPECT_TRUE(traits(statement).bare) << statement;
  }
  for (const char* statement : {"CREATE INDEX i ON t (a)", "CREATE INDEX \"CONCURRENTLY\" ON t (a)",
                                "REINDEX TABLE t", "REINDEX (VERBOSE) TABLE t", "ANALYZE t",
                                "CREATE TABLE t (a int)", "COMMENT ON DATABASE d IS 'VACUUM'"}) {
    EXPECT_FALSE(traits(statement).bare) << statement;
  }
}

TEST(Traits, TemporaryObjects) {
  for (const char* statement :
       {"CREATE TEMP TABLE t (a int)", "CREATE TEMPORARY TABLE t (a int)",
        "create local temp table t (a int)", "CREATE GLOBAL TEMPORARY TABLE t (a int)",
        "CREATE OR REPLACE TEMP VIEW v AS SELECT 1", "CREATE TEMP SEQUENCE s",
        "CREATE TABLE pg_temp.t (a int)", "CREATE TABLE IF NOT EXISTS pg_temp.t (a int)",
        "SELECT 1 AS a INTO TEMP t", "SELECT a INTO LOCAL TEMPORARY TABLE t FROM u",
        "WITH x AS (SELECT 1) SELECT * INTO TEMP TABLE t FROM x"}) {
    EXPECT_TRUE(traits(statement).temporary) << statement;
  }
  for (const char* statement :
       {"CREATE TABLE temp (a int)", "CREATE UNLOGGED TABLE t (a int)", "SELECT 'INTO TEMP t'",
        "SELECT a INTO temp FROM u", "SELECT a INTO t FROM u", "INSERT INTO temp VALUES (1)",
        "WITH x AS (INSERT INTO temp VALUES (1)) SELECT 1", "DROP TABLE pg_temp.t",
        "CREATE VIEW v AS SELECT * FROM pg_temp.t"}) {
    EXPECT_FALSE(traits(statement).temporary) << statement;
  }
}

TEST(Quoting, DoublesTheQuotes) {
  EXPECT_EQ(quote("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(quote("select"), "\"select\"");
  EXPECT_EQ(literal("it's"), "'it''s'");
}

TEST(Quoting, BackslashesMeanThemselvesUnderAnySetting) {
  EXPECT_EQ(literal("a\\'b"), "E'a\\\\''b'");
}

TEST(Words, NamesAreFoldedAsTheServerFoldsThem) {
  Words words("DROP INDEX Foo.\"Bar \"\"x\"\"\", baz", 20);
  EXPECT_TRUE(words.take("DROP INDEX"));
  const auto name = words.name();
  ASSERT_TRUE(name);
  EXPECT_EQ(name->schema, "foo");
  EXPECT_EQ(name->name, "Bar \"x\"");
  EXPECT_EQ(name->quoted(), "\"foo\".\"Bar \"\"x\"\"\"");
  EXPECT_FALSE(words.name()) << "a comma is no name";
}

}  // namespace
}  // namespace migrate::postgresql

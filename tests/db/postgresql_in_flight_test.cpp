#include "backend.hpp"

namespace migrate::test {

void PrintTo(InFlight value, std::ostream* out) {
  *out << (value == InFlight::done ? "done" : value == InFlight::run ? "run" : "unknown");
}

namespace {

class PostgresqlInFlight : public PostgresqlTest {
 protected:
  PostgresqlInFlight() : connection_(connect()) {
    connection_->execute("CREATE SCHEMA s");
    connection_->execute("CREATE TABLE t (a INTEGER)");
    connection_->execute("CREATE TABLE s.t (a INTEGER)");
  }

  InFlight ask(const std::string& statement) { return dialect_.in_flight(*connection_, statement); }

  /// As a build that died leaves it.
  void invalidate(const std::string& index) {
    connection_->execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = '" + index +
                         "'::regclass");
  }

  bool has_index(const std::string& index) {
    return scalar(*connection_, "SELECT to_regclass('" + index + "') IS NOT NULL") == "t";
  }

  std::unique_ptr<Connection> connection_;
};

TEST_F(PostgresqlInFlight, AnIndexThatIsThereAndValidIsDone) {
  connection_->execute("CREATE INDEX i ON t (a)");
  EXPECT_EQ(ask("CREATE INDEX CONCURRENTLY i ON t (a)"), InFlight::done);
  EXPECT_EQ(ask("create unique index concurrently if not exists I on only T using btree (a)"),
            InFlight::done);
}

TEST_F(PostgresqlInFlight, AnIndexThatIsNotThereIsRun) {
  EXPECT_EQ(ask("CREATE INDEX CONCURRENTLY i ON t (a)"), InFlight::run);
  EXPECT_EQ(ask("CREATE INDEX CONCURRENTLY i ON missing (a)"), InFlight::run);
}

TEST_F(PostgresqlInFlight, AnInvalidIndexIsDroppedAndRun) {
  connection_->execute("CREATE INDEX \"I x\" ON t (a)");
  invalidate("\"I x\"");
  EXPECT_EQ(ask("CREATE INDEX CONCURRENTLY \"I x\" ON t (a)"), InFlight::run);
  EXPECT_FALSE(has_index("\"I x\""));
}

TEST_F(PostgresqlInFlight, TheIndexIsLookedForWhereItsTableIs) {
  connection_->execute("CREATE INDEX i ON t (a)");
  EXPECT_EQ(ask("CREATE INDEX CONCURRENTLY i ON s.t (a)"), InFlight::run);
  connection_->execute("CREATE INDEX i ON s.t (a)");
  EXPECT_EQ(ask("CREATE INDEX CONCURRENTLY i ON s.t (a)"), InFlight::done);
  invalidate("s.i");
  EXPECT_EQ(ask("CREATE INDEX CONCURRENTLY i ON \"s\".\"t\" (a)"), InFlight::run);
  EXPECT_FALSE(has_index("s.i"));
  EXPECT_TRUE(has_index("public.i"));
}

TEST_F(PostgresqlInFlight, ABuildThatReallyDiedIsBuiltAgain) {
  connection_->execute("INSERT INTO t VALUES (1), (1)");
  const std::string statement = "CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)";
  EXPECT_THROW(connection_->run(statement, {.transaction = false}), Error);
  EXPECT_TRUE(has_index("i"));
  EXPECT_EQ(ask(statement), InFlight::run);
  EXPECT_FALSE(has_index("i"));
  connection_->execute("TRUNCATE t");
  connection_->run(statement, {.transaction = false});
  EXPECT_EQ(ask(statement), InFlight::done);
}

TEST_F(PostgresqlInFlight, AnIndexWithoutANameIsUnknown) {
  EXPECT_EQ(ask("CREATE INDEX CONCURRENTLY ON t (a)"), InFlight::unknown);
  EXPECT_EQ(ask("CREATE INDEX i ON t (a)"), InFlight::unknown);
}

TEST_F(PostgresqlInFlight, ADropOfAnIndexIsDoneWhenItIsGone) {
  connection_->execute("CREATE INDEX i ON t (a)");
  EXPECT_EQ(ask("DROP INDEX CONCURRENTLY i"), InFlight::run);
  EXPECT_EQ(ask("DROP INDEX CONCURRENTLY IF EXISTS public.i RESTRICT"), InFlight::run);
  connection_->execute("DROP INDEX i");
  EXPECT_EQ(ask("DROP INDEX CONCURRENTLY i"), InFlight::done);
}

TEST_F(PostgresqlInFlight, AReindexIsRunAgainWithoutItsLeftovers) {
  connection_->execute("CREATE INDEX i ON t (a)");
  connection_->execute("CREATE INDEX i_ccnew ON t (a)");
  connection_->execute("CREATE INDEX i_ccold1 ON t (a)");
  connection_->execute("CREATE INDEX other_ccnew ON t (a)");
  connection_->execute("CREATE INDEX valid_ccnew ON t (a)");
  for (const std::string index : {"i_ccnew", "i_ccold1", "other_ccnew"}) invalidate(index);
  EXPECT_EQ(ask("REINDEX INDEX CONCURRENTLY i"), InFlight::run);
  EXPECT_FALSE(has_index("i_ccnew"));
  EXPECT_FALSE(has_index("i_ccold1"));
  EXPECT_TRUE(has_index("other_ccnew"));
  EXPECT_EQ(ask("REINDEX (VERBOSE, CONCURRENTLY) TABLE t"), InFlight::run);
  EXPECT_FALSE(has_index("other_ccnew"));
  EXPECT_TRUE(has_index("valid_ccnew"));
  EXPECT_TRUE(has_index("i"));
  EXPECT_EQ(ask("REINDEX SCHEMA CONCURRENTLY public"), InFlight::run);
}

TEST_F(PostgresqlInFlight, DatabasesAndTablespacesAreLookedUp) {
  EXPECT_EQ(ask("CREATE DATABASE postgres"), InFlight::done);
  EXPECT_EQ(ask("CREATE DATABASE no_such_database OWNER x"), InFlight::run);
  EXPECT_EQ(ask("DROP DATABASE IF EXISTS no_such_database"), InFlight::done);
  EXPECT_EQ(ask("DROP DATABASE postgres"), InFlight::run);
  EXPECT_EQ(ask("CREATE TABLESPACE pg_default LOCATION '/x'"), InFlight::done);
  EXPECT_EQ(ask("DROP TABLESPACE no_such_space"), InFlight::done);
}

TEST_F(PostgresqlInFlight, WhatIsHarmlessIsRunAgainAndTheRestIsUnknown) {
  for (const std::string statement :
       {"VACUUM (FULL) t", "ANALYZE", "ALTER SYSTEM SET work_mem = '8MB'", "CLUSTER"}) {
    EXPECT_EQ(ask(statement), InFlight::run) << statement;
  }
  for (const std::string statement :
       {"CALL p()", "INSERT INTO t VALUES (1)", "ALTER TABLE p DETACH PARTITION q CONCURRENTLY"}) {
    EXPECT_EQ(ask(statement), InFlight::unknown) << statement;
  }
}

}  // namespace
}  // namespace migrate::test

#include "migrate/application.hpp"

#include <gmock/gmock.h>
#include <libpq-fe.h>
#include <sqlite3.h>

#include <atomic>
#include <memory>
#include <thread>

#include "migrate/operations.hpp"
#include "support/database.hpp"

namespace migrate {
namespace {

using testing::HasSubstr;

struct CloseSqlite {
  void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};
struct ClosePostgresql {
  void operator()(PGconn* handle) const { PQfinish(handle); }
};

Registry two_revisions() {
  Registry registry;
  registry.add_file("a1.sql",
                    "-- A\n--\n-- Revision ID: a1\n-- Revises:\n\n-- migrate:up\n"
                    "CREATE TABLE t (a INTEGER);\n\n-- migrate:down\nDROP TABLE t;\n");
  registry.add({.id = "b2", .revises = {"a1"}, .message = "B", .up = [](Operations& op) {
                  op.execute("INSERT INTO t VALUES (1)");
                }});
  return registry;
}

std::unique_ptr<sqlite3, CloseSqlite> open_sqlite(const std::string& file) {
  sqlite3* handle = nullptr;
  EXPECT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
  return std::unique_ptr<sqlite3, CloseSqlite>(handle);
}

int number(sqlite3* handle, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  EXPECT_EQ(sqlite3_prepare_v2(handle, sql, -1, &statement, nullptr), SQLITE_OK)
      << sqlite3_errmsg(handle);
  sqlite3_step(statement);
  const int value = sqlite3_column_int(statement, 0);
  sqlite3_finalize(statement);
  return value;
}

template <class Action>
std::string message_of(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "(no error)";
}

TEST(Application, BringsUpADatabaseAndThenFindsNothingToDo) {
  const test::TestDatabase database = test::TestDatabase::create("sqlite");
  const Registry registry = two_revisions();
  const RunResult first = upgrade(database.url().text, registry);
  ASSERT_EQ(first.steps.size(), 2U);
  EXPECT_EQ(first.steps[1].revision.message, "B");
  EXPECT_EQ(first.rows, std::vector<std::string>{"b2"});
  EXPECT_TRUE(upgrade(database.url().text, registry).already_there);
}

TEST(Application, ThreadsMayStartAtOnce) {
  const test::TestDatabase database = test::TestDatabase::create("sqlite");
  const Registry registry = two_revisions();
  std::atomic<std::size_t> steps = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 12; ++i) {
      threads.emplace_back([&] { steps += upgrade(database.url().text, registry).steps.size(); });
    }
  }
  EXPECT_EQ(steps, 2U);
  const auto handle = open_sqlite(database.url().path);
  EXPECT_EQ(number(handle.get(), "SELECT count(*) FROM t"), 1);
}

TEST(Application, AnAdoptedSqliteHandleIsTheApplicationsAgainAsItWas) {
  const auto handle = open_sqlite(":memory:");
  sqlite3_busy_timeout(handle.get(), 1234);
  EXPECT_EQ(number(handle.get(), "PRAGMA foreign_keys"), 0);
  {
    const Database database = sqlite::adopt(handle.get());
    EXPECT_EQ(number(handle.get(), "PRAGMA foreign_keys"), 1);
    EXPECT_EQ(upgrade(database, two_revisions()).steps.size(), 2U);
  }
  EXPECT_EQ(number(handle.get(), "PRAGMA foreign_keys"), 0);
  EXPECT_EQ(number(handle.get(), "PRAGMA busy_timeout"), 1234);
  EXPECT_EQ(number(handle.get(), "SELECT a FROM t"), 1);
  EXPECT_EQ(number(handle.get(), "DELETE FROM t RETURNING 7"), 7);
}

TEST(Application, AHandleInATransactionIsRefused) {
  const auto handle = open_sqlite(":memory:");
  sqlite3_exec(handle.get(), "BEGIN", nullptr, nullptr, nullptr);
  EXPECT_EQ(message_of([&] { static_cast<void>(sqlite::adopt(handle.get())); }),
            "the sqlite3* to adopt is in a transaction, and the library must begin its own");
  EXPECT_EQ(message_of([] { static_cast<void>(sqlite::adopt(nullptr)); }),
            "the sqlite3* to adopt is null");
}

TEST(Application, AnAdoptedPostgresqlConnectionIsTheApplicationsAgain) {
  const test::TestDatabase database = test::TestDatabase::create("postgresql");
  const std::unique_ptr<PGconn, ClosePostgresql> handle(PQconnectdb(database.url().text.c_str()));
  ASSERT_EQ(PQstatus(handle.get()), CONNECTION_OK) << PQerrorMessage(handle.get());
  for (const bool again : {false, true}) {
    const Database adopted = postgresql::adopt(handle.get());
    EXPECT_EQ(upgrade(adopted, two_revisions()).already_there, again);
  }
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result(
      PQexec(handle.get(), "SELECT a FROM t"), PQclear);
  EXPECT_STREQ(PQgetvalue(result.get(), 0, 0), "1");
  PQclear(PQexec(handle.get(), "BEGIN"));
  EXPECT_EQ(message_of([&] { static_cast<void>(postgresql::adopt(handle.get())); }),
            "the PGconn to adopt is in a transaction, and the library must begin its own");
}

TEST(Application, AnErrorSaysWhichOperationOfTheCodeItWas) {
  Registry registry = two_revisions();
  registry.add({.id = "c3", .revises = {"b2"}, .message = "C", .up = [](Operations& op) {
                  op.rename_table("t", "u");
                  op.drop_column("t", "a");
                }});
  const auto handle = open_sqlite(":memory:");
  const Database database = sqlite::adopt(handle.get());
  const std::string message = message_of([&] { upgrade(database, registry); });
  EXPECT_THAT(message, HasSubstr("there is no table \"t\""));
  EXPECT_THAT(message, HasSubstr("in: drop column t.a"));
  EXPECT_THAT(message, HasSubstr("in the upgrade of revision c3; the step was rolled back"));
  EXPECT_EQ(number(handle.get(), "SELECT a FROM t"), 1);
}

std::string script_of(const Registry& registry) {
  const Project project = load_project({}, false, &registry);
  std::string out;
  Script script(project, sqlite::dialect(), {}, [&](std::string_view text) { out += text; });
  const std::vector<std::string> targets = {"head"};
  script.upgrade({}, targets, false);
  return out;
}

TEST(Application, AScriptHasWhatCodeDoesUnlessItAsksForTheConnection) {
  Registry registry = two_revisions();
  registry.add({.id = "c3", .revises = {"b2"}, .message = "C", .up = [](Operations& op) {
                  op.rename_table("t", "u");
                  op.alter_column({.table = {"", "u"}, .column = "a", .new_name = "b"});
                }});
  const std::string script = script_of(registry);
  EXPECT_THAT(script, HasSubstr("INSERT INTO t VALUES (1);"));
  EXPECT_THAT(script, HasSubstr("RENAME COLUMN"));
  registry.add({.id = "d4", .revises = {"c3"}, .message = "D", .up = [](Operations& op) {
                  op.connection().query("SELECT 1");
                }});
  EXPECT_THAT(
      message_of([&] { script_of(registry); }),
      HasSubstr("this revision reads or changes data through its connection, which a script "
                "has not got; run it with `migrate upgrade`"));
}

}  // namespace
}  // namespace migrate

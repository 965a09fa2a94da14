#pragma once

#include <string>
#include <vector>

#include "db/backend.hpp"
#include "migrate/schema/json.hpp"
#include "sql/splitter.hpp"

namespace migrate::test {

/// A database that is made by a script, read, and made anew from what was read.
class PostgresqlSchema : public PostgresqlTest {
 protected:
  static void run(Connection& connection, const std::string& script) {
    for (const sql::OwnedPiece& piece : sql::split(sql::Flavor::postgresql, script)) {
      connection.execute(piece.text);
    }
  }

  static void run(Connection& connection, const std::vector<Statement>& statements) {
    for (const Statement& statement : statements) {
      SCOPED_TRACE(statement.text);
      connection.execute(statement.text);
    }
  }

  void build(const std::string& script) { run(*connect(), script); }

  Reflection reflect(const ReflectOptions& options = {}) {
    return dialect_.reflect(*connect(), options);
  }

  /// What the server makes of a schema in an empty database.
  Reflection made_of(const Schema& schema, const ReflectOptions& options = {}) {
    const TestDatabase empty = TestDatabase::create("postgresql");
    const auto connection = dialect_.connect(empty.url(), {}, observer_);
    run(*connection, dialect_.create(schema));
    return dialect_.reflect(*connection, options);
  }

  /// Reads the database, makes it anew, and reads that: both are equal. Returns what was read.
  Reflection expect_round_trip(const ReflectOptions& options = {}) {
    Reflection first = reflect(options);
    const Reflection second = made_of(first.schema, options);
    EXPECT_EQ(to_json(second.schema), to_json(first.schema));
    EXPECT_TRUE(second.schema == first.schema);
    return first;
  }

  /// The statements of create(), for a look at them.
  std::string ddl(const Schema& schema) {
    std::string out;
    for (const Statement& statement : dialect_.create(schema)) out += statement.text + ";\n";
    return out;
  }
};

}  // namespace migrate::test

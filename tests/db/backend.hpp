#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "support/database.hpp"

namespace migrate::test {

/// An empty database of one backend, and connections to it.
class Database {
 public:
  explicit Database(const std::string& backend)
      : dialect_(dialect_of(backend)), database_(TestDatabase::create(backend)) {}

 protected:
  [[nodiscard]] bool is_postgresql() const { return dialect_.name() == "postgresql"; }

  std::unique_ptr<Connection> connect(std::chrono::milliseconds wait = std::chrono::seconds(30)) {
    return dialect_.connect(database_.url(), {.create = true, .wait = wait}, observer_);
  }

  /// The first value of the first row, `NULL` for NULL.
  static std::string scalar(Connection& connection, const std::string& statement) {
    return connection.query(statement).at(0).at(0).value_or("NULL");
  }

  /// Is there a table, as a new connection sees it?
  bool has_table(const std::string& table) {
    const std::string catalog =
        is_postgresql() ? "pg_tables WHERE tablename" : "sqlite_schema WHERE name";
    return scalar(*connect(),
                  "SELECT count(*) FROM " + catalog + " = " + dialect_.literal(table)) == "1";
  }

  void make_own_tables(const OwnTables& tables = {}) {
    const auto connection = connect();
    for (const std::string& statement : dialect_.create_own_tables(tables)) {
      connection->execute(statement);
    }
  }

  const Dialect& dialect_;
  Recorder observer_ = {};
  TestDatabase database_;
};

/// A test that every backend passes.
class EveryBackend : public testing::TestWithParam<const char*>, protected Database {
 protected:
  EveryBackend() : Database(GetParam()) {}
};

/// A test of what PostgreSQL alone has.
class PostgresqlTest : public testing::Test, protected Database {
 protected:
  PostgresqlTest() : Database("postgresql") {}
};

/// The error that `call` throws; an error that is none is a failure.
inline ErrorInfo error_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.info();
  }
  ADD_FAILURE() << "no error was thrown";
  return {};
}

}  // namespace migrate::test

/// Instantiates a suite for each backend; ctest picks them by these prefixes.
#define MIGRATE_FOR_EVERY_BACKEND(suite)                                     \
  INSTANTIATE_TEST_SUITE_P(sqlite, suite, testing::Values("sqlite"),         \
                           [](const auto&) { return "sqlite"; });            \
  INSTANTIATE_TEST_SUITE_P(postgresql, suite, testing::Values("postgresql"), \
                           [](const auto&) { return "postgresql"; })

#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "migrate/dialect.hpp"

namespace migrate::test {

/// "sqlite" or "postgresql".
const Dialect& dialect_of(const std::string& backend);

/// An empty database of its own, gone with this object: a file in a new folder, or a database of
/// the tests' server (MIGRATE_TEST_POSTGRESQL_URL, else the one that tests/support/postgresql.sh
/// started).
class TestDatabase {
 public:
  /// Throws std::runtime_error, saying what to do, where there is no server.
  static TestDatabase create(const std::string& backend) { return TestDatabase(backend); }

  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  [[nodiscard]] Url url() const { return url_; }

 private:
  explicit TestDatabase(const std::string& backend);

  std::string name_ = {};    ///< PostgreSQL: the database
  std::string folder_ = {};  ///< SQLite
  Url url_ = {};
};

/// The URL of the tests' server, naming a database that is always there. Throws
/// std::runtime_error.
std::string server_url();

/// `url` (PostgreSQL) with another database.
std::string with_database(const std::string& url, const std::string& name);

/// Keeps the events; from any thread.
class Recorder final : public Observer {
 public:
  void on(const Event& event) override;

  /// The texts of the events of one kind, in order.
  [[nodiscard]] std::vector<std::string> texts(Event::Kind kind) const;

 private:
  mutable std::mutex mutex_ = {};
  std::vector<Event> events_ = {};
};

}  // namespace migrate::test

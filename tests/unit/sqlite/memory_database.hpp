#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/dialect.hpp"

namespace migrate::sqlite {

/// A database in memory for tests.
class MemoryDatabase {
 public:
  explicit MemoryDatabase(bool foreign_keys = true);

  /// Runs a script.
  void run(std::string_view script);
  /// Makes a schema. Throws Error naming the statement.
  void create(const Schema& schema);

  [[nodiscard]] Reflection reflection(const ReflectOptions& options = {});
  [[nodiscard]] Schema schema() { return reflection().schema; }

  /// Does operations as a step of a revision does them: all in one transaction, without enforcement
  /// of foreign keys where a statement asks for that and then with a look at what they left, and
  /// rolled back whole when something fails.
  void apply(std::span<const Operation> operations);
  void apply(const std::vector<Statement>& statements);

  /// The rows, columns between `|` (NULL is `∅`), a line each.
  [[nodiscard]] std::string rows(std::string_view query);

  /// All that is in the database: sqlite_schema and the rows of every table, as text.
  [[nodiscard]] std::string dump();

  Connection& connection() { return *connection_; }

 private:
  struct Silent final : Observer {
    void on(const Event&) override {}
  };
  Silent observer_ = {};
  std::unique_ptr<Connection> connection_;
};

/// The schema as text that differs where the schemas do; for messages.
std::string text_of(const Schema& schema);

/// The message of the Error that `act` throws, or `(no error)`.
template <class Act>
std::string message_of(const Act& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.info().message;
  }
  return "(no error)";
}

}  // namespace migrate::sqlite

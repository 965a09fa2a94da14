#pragma once

#include "db/backend.hpp"
#include "migrate/target.hpp"

namespace migrate::test {

/// How operations reach the database.
enum class Form { operations, sql_file, json_file };

/// A database that is brought from schema to schema, and compared with what it should be.
class Subject : protected Database {
 public:
  explicit Subject(const std::string& backend);

  /// Makes a schema in the empty database.
  void make(const Schema& schema);

  /// Does operations on a database of the shape `before`, as a file of that form would.
  void run(const std::vector<Operation>& operations, const Schema& before, Form form);

  [[nodiscard]] Schema reflect();

  /// How the database differs from `wanted`, by autogenerate's own comparison.
  SchemaDifference difference(const Schema& wanted);

  /// The same, for a wanted schema in the database's own SQL.
  SchemaDifference difference_to(const std::string& script);

  void run_script(const std::string& script);
  Connection& connection() { return *connection_; }
  [[nodiscard]] const Dialect& dialect() const { return dialect_; }

 private:
  TargetSettings settings_ = {};
  Url url_;
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<Scratch> scratch_;
};

/// The operations that undo these, in their order.
std::vector<Operation> reversed(const std::vector<Operation>& operations);

}  // namespace migrate::test

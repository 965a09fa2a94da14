#pragma once

#include <memory>
#include <string>

#include "runtime/operation_run.hpp"
#include "runtime/prepared.hpp"

namespace migrate {

/// A database in memory that goes along with a script on SQLite, so that the operations of a step
/// can be compiled for the structure that the steps before it have left: each printed step is run
/// in it.
class ScriptScratch {
 public:
  explicit ScriptScratch(const Dialect& dialect);

  /// Begins with the structure of a database, without its rows.
  void copy_structure(Connection& live, const OwnTables& tables);

  /// Runs a step of SQL. Throws Error naming the revision where that needs what only the real
  /// database has (rows, an attached file).
  void run(const PreparedStep& step);

  [[nodiscard]] Schema shape();
  void run(const Statement& statement);
  void run_sql(std::string_view sql);

 private:
  const Dialect& dialect_;
  std::unique_ptr<Connection> connection_;
};

/// The statements of one step's operations as text.
class ScriptTarget : public OperationTarget {
 public:
  /// `scratch` may be null: then an operation that needs the structure is refused.
  ScriptTarget(const Dialect& dialect, ScriptScratch* scratch)
      : dialect_(dialect), scratch_(scratch) {}

  [[nodiscard]] const Dialect& dialect() const override { return dialect_; }
  [[nodiscard]] Schema shape() override;
  void run(const Statement& statement) override;
  void run_sql(std::string_view sql) override;
  Connection& connection() override;

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool foreign_keys_off() const { return foreign_keys_off_; }

 private:
  const Dialect& dialect_;
  ScriptScratch* scratch_;
  std::string text_ = {};
  bool foreign_keys_off_ = false;
};

}  // namespace migrate

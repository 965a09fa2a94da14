#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "migrate/dialect.hpp"

namespace migrate {

/// Where compiled operations go: the transaction of a step, or a script.
class OperationTarget {
 public:
  virtual ~OperationTarget() = default;

  [[nodiscard]] virtual const Dialect& dialect() const = 0;

  /// The structure of the database as it is now.
  [[nodiscard]] virtual Schema shape() = 0;

  /// One statement of a compiled operation.
  virtual void run(const Statement& statement) = 0;

  /// The SQL of an `execute`: several statements are allowed.
  virtual void run_sql(std::string_view sql) = 0;

  /// The database itself. Throws Error{ErrorCode::usage} where there is none, in a script.
  virtual Connection& connection() = 0;
};

/// Adds to an error which operation it concerns.
using Placement = std::function<ErrorInfo(ErrorInfo, std::size_t operation)>;

/// Can this operation only be compiled for a database whose structure is known? On PostgreSQL none
/// is; on SQLite those that may become a rebuild of their table.
bool needs_shape(const Dialect& dialect, const Operation& operation);

/// Compiles operations just before they are run, and runs them. Those between two `execute` are
/// compiled together where they need the database's structure, so that rebuilds of a table can
/// merge.
void run_operations(OperationTarget& target, std::span<const Operation> operations,
                    const Placement& placed);

}  // namespace migrate

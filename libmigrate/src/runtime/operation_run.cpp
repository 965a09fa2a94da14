#include "runtime/operation_run.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace migrate {
namespace {

bool is_data(const Operation& operation) {
  return std::holds_alternative<ops::Execute>(operation) ||
         std::holds_alternative<ops::BulkInsert>(operation);
}

/// Can ALTER TABLE of SQLite add it, whatever its table is like?
bool is_plain(const Column& column) {
  if (column.generated || column.type.kind == Type::Kind::enumeration) return false;
  if (!column.server_default) return column.nullable;
  const std::string& value = column.server_default->on("sqlite");
  return !value.empty() && (text::is_digit(value.front()) || value.front() == '\'');
}

/// Which of the operations cannot be done on a database of this shape, as far as can be told.
std::size_t culprit(std::span<const Operation> operations, Schema shape) {
  for (std::size_t i = 0; i < operations.size(); ++i) {
    try {
      ops::apply(shape, operations[i]);
    } catch (const Error&) {
      return i;
    }
  }
  return 0;
}

class Run {
 public:
  Run(OperationTarget& target, std::span<const Operation> operations, const Placement& placed)
      : target_(target), operations_(operations), placed_(placed) {}

  void run() {
    for (std::size_t i = 0; i < operations_.size();) {
      if (const auto* const execute = std::get_if<ops::Execute>(&operations_[i])) {
        attempt(i, [&] { target_.run_sql(execute->sql.on(target_.dialect().name())); });
        ++i;
        continue;
      }
      std::size_t end = i + 1;
      while (end < operations_.size() && !is_data(operations_[end]) && !is_data(operations_[i])) {
        ++end;
      }
      const std::span<const Operation> together = operations_.subspan(i, end - i);
      if (std::ranges::any_of(together, [&](const Operation& operation) {
            return needs_shape(target_.dialect(), operation);
          })) {
        run_on_shape(i, together);
      } else {
        for (; i < end; ++i) run_alone(i);
      }
      i = end;
    }
  }

 private:
  /// Says of an error which operation it concerns.
  template <class Action>
  void attempt(std::size_t operation, Action action) const {
    try {
      action();
    } catch (const Error& error) {
      if (!error.info().file.empty()) throw;
      throw Error(placed_(error.info(), operation));
    }
  }

  void run_alone(std::size_t operation) const {
    attempt(operation, [&] {
      for (const Statement& statement :
           target_.dialect().compile(operations_.subspan(operation, 1), {})) {
        target_.run(statement);
      }
    });
  }

  void run_on_shape(std::size_t begin, std::span<const Operation> together) const {
    const Schema shape = target_.shape();
    std::vector<Statement> statements;
    try {
      statements = target_.dialect().compile(together, shape);
    } catch (const Error& error) {
      throw Error(placed_(error.info(), begin + culprit(together, shape)));
    }
    for (const Statement& statement : statements) {
      attempt(begin + statement.operation, [&] { target_.run(statement); });
    }
  }

  OperationTarget& target_;
  std::span<const Operation> operations_;
  const Placement& placed_;
};

}  // namespace

bool needs_shape(const Dialect& dialect, const Operation& operation) {
  if (dialect.name() != "sqlite" || is_data(operation)) return false;
  if (const auto* const create = std::get_if<ops::CreateTable>(&operation)) {
    return std::ranges::any_of(create->table.columns, [](const Column& column) {
      return column.type.kind == Type::Kind::enumeration && column.type.values.empty();
    });
  }
  if (const auto* const add = std::get_if<ops::AddColumn>(&operation)) {
    return !is_plain(add->column);
  }
  return !std::holds_alternative<ops::CreateObject>(operation) &&
         !std::holds_alternative<ops::CreateIndex>(operation);
}

void run_operations(OperationTarget& target, std::span<const Operation> operations,
                    const Placement& placed) {
  Run(target, operations, placed).run();
}

}  // namespace migrate

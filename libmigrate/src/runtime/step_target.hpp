#pragma once

#include "runtime/executor.hpp"
#include "runtime/operation_run.hpp"

namespace migrate {

/// Thrown where a step turns out to need enforcement of foreign keys off (SQLite), which can only
/// be had before its transaction begins.
struct NeedsForeignKeysOff {};

/// The open transaction of a step.
class StepTarget : public OperationTarget {
 public:
  /// Both must outlive it; sets scope.session_changed.
  StepTarget(const Workplace& place, StepScope& scope) : place_(place), scope_(scope) {}

  [[nodiscard]] const Dialect& dialect() const override { return place_.dialect; }
  [[nodiscard]] Schema shape() override;
  void run(const Statement& statement) override;
  void run_sql(std::string_view sql) override;
  Connection& connection() override { return place_.connection; }

 private:
  const Workplace& place_;
  StepScope& scope_;
};

/// Runs the operations or the code of a step in its open transaction.
void run_step_operations(const Workplace& place, const PreparedStep& step, StepScope& scope);

}  // namespace migrate

#pragma once

#include <string>
#include <vector>

#include "migrate/revision.hpp"
#include "runtime/operation_run.hpp"

namespace migrate {

/// The tables that a SQL section makes anew by itself (`rebuilds:TABLE=FINGERPRINT`), done with the
/// same care as an operation's own rebuild. Nothing for a section without the option, and on
/// PostgreSQL.
class SectionRebuilds {
 public:
  SectionRebuilds(const Section& section, std::string file)
      : section_(section), file_(std::move(file)) {}

  /// Before the section's first statement. Throws Error{ErrorCode::state} for a table that is not
  /// there, or not of the shape that the section was written for.
  void begin(OperationTarget& target);

  /// Behind its last one.
  void end(OperationTarget& target) const;

 private:
  void run(OperationTarget& target, const std::vector<Statement>& statements) const;
  [[nodiscard]] ErrorInfo placed(ErrorInfo error) const;

  const Section& section_;
  std::string file_;
  std::vector<Table> before_ = {};
};

}  // namespace migrate

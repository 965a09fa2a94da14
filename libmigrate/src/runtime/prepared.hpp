#pragma once

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "migrate/runtime.hpp"
#include "runtime/body.hpp"
#include "runtime/operation_body.hpp"
#include "runtime/operation_run.hpp"

namespace migrate {

/// A step whose file has been read and found able to run.
struct PreparedStep {
  const Revision* revision = nullptr;
  Direction direction = Direction::up;
  FileStamp stamp = {};  ///< of the file, taken before it was read
  Section section = {};
  BodyFacts facts = {};
  std::string checksum = {};  ///< of the whole revision; only for a step up
};

/// The body of a step that is about to run. Throws Error{ErrorCode::revision} where the file is not
/// what was prepared any more: then the section's place in it, and what was checked, mean nothing.
Body open_body(const PreparedStep& step, const Dialect& dialect);

/// The same for a step of operations; constraints that lack a name get one.
OperationBody open_operations(const PreparedStep& step, const ops::NamingConvention& naming);

/// Runs the operations or the code of a step on a target. An error says where.
void run_operations_of(OperationTarget& target, const PreparedStep& step,
                       const ops::NamingConvention& naming);

/// Reads the files of steps before anything runs, each once.
class Preparation {
 public:
  Preparation(const Project& project, const Dialect& dialect, const RunSettings& settings);

  /// Checks all steps. Throws Error{ErrorCode::irreversible} naming every revision on the way that
  /// has no way down, Error{ErrorCode::revision} for a file that cannot run on this database or,
  /// where all steps share one transaction, cannot join it: `transaction_mode = all`, or a dry run
  /// that is one.
  void prepare(std::span<const Step> plan, bool dry = false);

  [[nodiscard]] const PreparedStep& at(const Step& step) const;

 private:
  PreparedStep read(const Step& step) const;
  void refuse_irreversible(std::span<const Step> plan);
  void check_joins(const PreparedStep& step, bool dry) const;

  const Project& project_;
  const Dialect& dialect_;
  const RunSettings& settings_;
  std::map<std::pair<RevisionIndex, Direction>, PreparedStep> steps_ = {};
};

}  // namespace migrate

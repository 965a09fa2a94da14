#pragma once

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "migrate/runtime.hpp"
#include "runtime/body.hpp"

namespace migrate {

/// A step whose file has been read and found able to run.
struct PreparedStep {
  const Revision* revision = nullptr;
  Direction direction = Direction::up;
  Section section = {};
  BodyFacts facts = {};
  std::string checksum = {};  ///< of the whole revision; only for a step up
};

/// Reads the files of steps before anything runs, each once.
class Preparation {
 public:
  Preparation(const Project& project, const Dialect& dialect, const RunSettings& settings);

  /// Checks all steps. Throws Error{ErrorCode::irreversible} naming every revision on the way that
  /// has no way down, Error{ErrorCode::revision} for a file that cannot run on this database or,
  /// where all steps share one transaction, cannot join it.
  void prepare(std::span<const Step> plan);

  [[nodiscard]] const PreparedStep& at(const Step& step) const;

 private:
  PreparedStep read(const Step& step) const;
  void refuse_irreversible(std::span<const Step> plan);
  void check_joins(const PreparedStep& step) const;

  const Project& project_;
  const Dialect& dialect_;
  const RunSettings& settings_;
  std::map<std::pair<RevisionIndex, Direction>, PreparedStep> steps_ = {};
};

}  // namespace migrate

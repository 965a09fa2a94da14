#pragma once

#include "commands/session.hpp"
#include "migrate/target.hpp"

namespace migrate {

/// How the schema that `target_schema` names differs from a database's. Warnings are told.
class Wanted {
 public:
  /// `connection` is null for a database that counts as empty. Throws
  /// Error{ErrorCode::configuration} where no target is configured.
  Wanted(const Context& context, const Settings& settings, const Url& url, Connection* connection);

  [[nodiscard]] const Dialect& dialect() const { return dialect_; }
  [[nodiscard]] const Schema& live() const { return live_; }
  WantedSchema& target() { return target_; }
  [[nodiscard]] std::vector<RenameCandidate> likely_renames() const;
  SchemaDifference compare() { return compare_schemas(live_, target_, dialect_, *scratch_); }

 private:
  const Dialect& dialect_;
  Url url_;
  Observer& observer_;
  TargetSettings settings_;
  std::unique_ptr<Scratch> scratch_;
  Schema live_ = {};
  WantedSchema target_ = {};
};

/// What `target_schema` names, as it may be shown: of a URL, without its password.
std::string shown_target(const std::string& source);

/// The settings of the target, with what takes part.
TargetSettings target_settings(const Settings& settings);

}  // namespace migrate

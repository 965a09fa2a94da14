#pragma once

#include <span>
#include <string>
#include <vector>

#include "commands/session.hpp"

namespace migrate {

/// What a new revision is to do, as autogenerate found it.
struct Changes {
  std::vector<Operation> operations = {};
  Schema before = {};
};

/// The difference of the database and the wanted schema, told line by line (`Detected added table
/// 'x'`). Throws Error{ErrorCode::state} where revisions wait to be applied, and
/// Error{ErrorCode::target_schema} with every reason where the difference cannot be removed.
Changes autogenerate(const Context& context, const Settings& settings,
                     const RevisionOptions& options);

/// The text of a revision file that does it: operations in JSON, or SQL for each of the dialects.
std::string generated_text(const Revision& revision, const Changes& generated,
                           std::span<const Dialect* const> dialects,
                           const ops::NamingConvention& naming, bool json, Observer& observer);

}  // namespace migrate

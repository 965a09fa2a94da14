#pragma once

#include <string>
#include <vector>

#include "migrate/ops.hpp"

namespace migrate::postgresql {

/// alter_table: what differs between what was and what is wanted. `before` serves where the
/// operation does not carry what was. Throws Error{ErrorCode::revision} for another partitioning,
/// which the server cannot change.
std::vector<std::string> alter_table(const ops::AlterTable& op, const Table* before);

}  // namespace migrate::postgresql

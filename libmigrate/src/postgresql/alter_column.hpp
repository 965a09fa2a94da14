#pragma once

#include <string>
#include <vector>

#include "migrate/ops.hpp"

namespace migrate::postgresql {

/// alter_column. `before` is the table as it was, null where that is not known: a column that is
/// to be generated otherwise is dropped and made anew from it, with the indexes and keys that go
/// with it. Throws Error{ErrorCode::revision} for what needs `before` or an `existing_…` that is
/// not there.
std::vector<std::string> alter_column(const ops::AlterColumn& op, const Table* before);

}  // namespace migrate::postgresql

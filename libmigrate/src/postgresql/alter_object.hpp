#pragma once

#include <string>
#include <vector>

#include "migrate/ops.hpp"

namespace migrate::postgresql {

/// alter_object: in place where the server can, else dropped and made anew.
std::vector<std::string> alter_object(const ops::AlterObject& op, const Object* before);

/// alter_enum: ADD VALUE where values only come, each beside its neighbour. Else the type is made
/// anew, and the columns that have it in `now` are converted, their defaults kept. Throws
/// Error{ErrorCode::revision} where it is not known which values there were.
std::vector<std::string> alter_enum(const ops::AlterEnum& op, const Schema& now);

}  // namespace migrate::postgresql

#pragma once

#include <string>
#include <vector>

#include "diff/terms.hpp"

namespace migrate {

/// Does a primary key or a unique key of the table cover exactly these columns, so that a foreign
/// key may refer to them?
bool has_key(const Table& table, const std::vector<std::string>& columns, const Terms& terms);

/// Why a foreign key of `table` cannot be: `referenced` is the table that it refers to.
Refusal without_key(const Table& table, const ForeignKey& key, const Table& referenced);

}  // namespace migrate

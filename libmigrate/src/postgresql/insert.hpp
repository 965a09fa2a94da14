#pragma once

#include <string>

#include "migrate/ops.hpp"

namespace migrate::postgresql {

/// `INSERT INTO … VALUES`, a line a row.
std::string insert_text(const ops::BulkInsert& op);

}  // namespace migrate::postgresql

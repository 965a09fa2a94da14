#pragma once

#include "diff/terms.hpp"

namespace migrate {

/// Gives the constraints of `to` that have no name the name of the same constraint in `from`: what
/// is left open is no difference. Where the database names every constraint (PostgreSQL) a new one
/// gets the name that the server would choose, so that a later migration can drop it.
void name_constraints(Table& to, const Table* from, const Terms& terms);

/// `table_column_label` as PostgreSQL shortens it to 63 bytes.
std::string server_chosen_name(std::string table, std::string columns, std::string_view label);

}  // namespace migrate

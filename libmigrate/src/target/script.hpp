#pragma once

#include <string_view>

#include "migrate/dialect.hpp"
#include "sql/splitter.hpp"

namespace migrate {

sql::Flavor flavor_of(const Dialect& dialect);

/// Runs a whole script on a connection, statement by statement. Where a transaction is open a fence
/// keeps it as it is. Errors have the place in `file`.
void run_script(Connection& connection, sql::Flavor flavor, std::string_view script,
                const std::string& file);

/// Fills in where an error of a statement that begins at `begin` happened in the script.
ErrorInfo placed_in(ErrorInfo error, std::string_view script, const std::string& file,
                    const sql::Position& begin);

}  // namespace migrate

#pragma once

#include "commands/session.hpp"

namespace migrate {

/// Reflects what is selected and tells what is outside the model, and globs that match nothing, as
/// warnings.
Reflection reflect(const Context& context, Database& database, const Selection& selection);

/// The statements that make a schema, without semicolons.
std::vector<std::string> creation(const Dialect& dialect, const Schema& schema);

}  // namespace migrate

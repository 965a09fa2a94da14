#pragma once

#include <string>

#include "migrate/dialect.hpp"

namespace migrate {

/// Opens the backend `name` ("postgresql") from `libmigrate-<name>.so`: beside the program, in the
/// installed place seen from the program's folder, or in the installed place itself; the first file
/// that is there is the one. It stays open for good. Throws Error{ErrorCode::connection} naming the
/// places where none has it, and where it cannot be used: another version, a library it needs.
const Dialect& open_module(const std::string& name);

}  // namespace migrate

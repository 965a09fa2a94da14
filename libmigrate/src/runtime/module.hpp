#pragma once

#include <string>

#include "migrate/dialect.hpp"

namespace migrate {

/// Opens the backend `name` ("postgresql") from `libmigrate-<name>.so`: beside the program, in the
/// installed place seen from the program's folder, or in the installed place itself; the first file
/// that is there is the one. It stays open for good. Throws Error{ErrorCode::connection} naming the
/// places where none has it, and where it cannot be used: another version, a library it needs.
///
/// `client` is the database's own library ("libpq.so.5"), which is opened before it, so that the
/// symbols of the thirty libraries behind it are looked for in one another, and those of functions
/// when they are called first. The driver's own are bound at once (docs/decisions/0044).
const Dialect& open_module(const std::string& name, const char* client);

}  // namespace migrate

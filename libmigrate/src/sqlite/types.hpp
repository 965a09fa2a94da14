#pragma once

#include <string>
#include <string_view>

#include "migrate/schema/values.hpp"

namespace migrate::sqlite {

/// Dialect::type_of() for SQLite: only what this spells exactly as type_text() does is portable.
Type type_of(std::string_view text);

/// Dialect::type_text() for SQLite, without the CHECK that an enum is made of there. Throws
/// Error{ErrorCode::revision} for an array, which SQLite does not have.
std::string type_text(const Type& type);

}  // namespace migrate::sqlite

#pragma once

#include <string>
#include <string_view>

#include "migrate/schema/values.hpp"

/// The portable types, as PostgreSQL prints them.
namespace migrate::postgresql {

/// The type that format_type() prints as `text`: a portable one, or else the text itself. Text
/// alone does not tell an enum from any other type of a database: reflection does.
Type type_of(std::string_view text);

/// The type as format_type() prints it, which is how it is written here. `type_text(type_of(text))`
/// is `text`.
std::string type_text(const Type& type);

}  // namespace migrate::postgresql

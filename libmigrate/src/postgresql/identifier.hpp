#pragma once

#include <string>
#include <string_view>

namespace migrate::postgresql {

/// `name` as the server itself prints it: in double quotes only where it would otherwise be another
/// name or a keyword.
std::string identifier(std::string_view name);

/// The same with its schema, where it has one.
std::string qualified(std::string_view schema, std::string_view name);

/// What identifier() or the server wrote, without its quotes.
std::string unquoted(std::string_view identifier);

}  // namespace migrate::postgresql

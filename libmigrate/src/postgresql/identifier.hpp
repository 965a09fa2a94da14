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

/// How the model names a collation: plainly (`C`, `de-x-icu`), or as SQL where it has a schema that
/// must be said, or where the plain name would be taken for SQL.
std::string collation_name(std::string_view schema, std::string_view name);

/// What collation_name() gave, or a person wrote, as SQL.
std::string collation_text(std::string_view name);

}  // namespace migrate::postgresql

#pragma once

#include "migrate/schema/values.hpp"
#include "sqlite/tokens.hpp"

namespace migrate::sqlite {

/// Is this a bare word that SQLite has a meaning for?
bool is_keyword(const Token& token);

/// Without what makes no difference: the order of columns; in texts, comments, the case of keywords
/// and quotes around names that need none (renaming a thing there and back leaves them behind).
Schema plain(Schema schema);

}  // namespace migrate::sqlite

#pragma once

#include "migrate/schema/values.hpp"

namespace migrate {

/// SQLite's names are the same in upper and lower case. Spells the tables and columns of `schema`
/// as `like` does, and then every mention of one as its own definition, so that everything else can
/// look at names as they stand.
void align_spelling(Schema& schema, const Schema& like);

}  // namespace migrate

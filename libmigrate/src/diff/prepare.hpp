#pragma once

#include "diff/terms.hpp"

namespace migrate {

/// A schema in the form in which two are compared: what its database has no place for taken out,
/// and what may be left open filled in (the columns that a foreign key refers to, NOT NULL of a
/// key's columns on PostgreSQL, the object of an enum whose values stand at a column).
/// On SQLite names are spelled as `like` spells them.
Schema prepared(const Schema& schema, const Schema& like, const Terms& terms);

/// The order in which a table's parts are looked at, whatever order they came in.
void sort_parts(Table& table);

}  // namespace migrate

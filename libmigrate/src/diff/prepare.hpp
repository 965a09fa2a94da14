#pragma once

#include "diff/terms.hpp"

namespace migrate {

/// A schema in the form in which two are compared: what its database has no place for taken out,
/// and what may be left open filled in (the columns that a foreign key refers to, NOT NULL of a
/// key's columns on PostgreSQL, the object of an enum whose values stand at a column).
/// On SQLite names are spelled as `like` spells them.
Schema prepared(const Schema& schema, const Schema& like, const Terms& terms);

/// The same things at the same places as in prepared(), but as they are: what an operation
/// remembers of a database must be what is there.
Schema arranged(const Schema& schema, const Schema& prepared, const Terms& terms);

}  // namespace migrate

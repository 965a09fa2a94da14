#pragma once

#include <string>
#include <vector>

#include "migrate/db.hpp"

namespace migrate::sqlite {

/// What `PRAGMA foreign_key_check` finds in `tables` and in the tables that refer to them, one text
/// a row: `tag (bookmark_id = 7) refers to no row of bookmark`. The text names the values of the
/// key, not the rowid, which a rebuild may change; so the texts of two moments can be compared. A
/// key whose parent columns are not unique is a text of its own (`foreign key mismatch …`).
/// https://sqlite.org/pragma.html#pragma_foreign_key_check
std::vector<std::string> foreign_key_violations(Connection& connection,
                                                const std::vector<std::string>& tables);

}  // namespace migrate::sqlite

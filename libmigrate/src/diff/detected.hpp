#pragma once

#include "diff/object_diff.hpp"
#include "diff/table_diff.hpp"

namespace migrate {

/// What was found, in the words that Alembic's users know: `added column 'user.note'`.
std::vector<std::string> detected_in(const TableDiff& table, const Terms& terms);
std::string detected_table(std::string_view what, const Table& table);
std::string detected_object(const ObjectPair& pair);

/// `name`, or `schema.name`.
std::string shown(const std::string& schema, const std::string& name);

}  // namespace migrate

#pragma once

#include <string>
#include <string_view>

#include "migrate/schema/values.hpp"

/// What the server's own printing of expressions and indexes says.
namespace migrate::postgresql {

/// Without the parentheses that enclose the whole of it, however many.
std::string without_parentheses(std::string_view expression);

/// The text that the server prints when it has read its own: an array that is cast as a whole
/// prints as an array of casts from then on (`x IN ('a', 'b')` of a varchar). Texts are compared,
/// so that reading makes that step itself.
std::string settled(std::string_view sql);

/// Is it one call of a function, `lower(a)`, which an index may have without parentheses around?
bool is_call(std::string_view expression);

/// Reads what pg_get_indexdef() printed. `expressions[i]` says whether the i-th key is an
/// expression, for the text alone does not tell. Fills columns, method, include, options and where;
/// the catalog has the rest.
void read_index(std::string_view definition, const std::vector<bool>& expressions, Index& index);

}  // namespace migrate::postgresql

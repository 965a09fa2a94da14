#pragma once

#include <string>
#include <string_view>

#include "migrate/schema/values.hpp"

namespace migrate {

/// Reads what to_json() writes, or people (docs/schema-json.md): the schema as it is written, not
/// yet normalized(). `file` is for the errors, which are Error{ErrorCode::revision} with the place
/// of what is wrong: syntax, keys and words that are not known, a key that is missing, a table or a
/// column that stands there twice, a version that this program does not know.
Schema parse_json_schema(std::string_view text, std::string_view file);

}  // namespace migrate

#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace migrate {

/// Holds a document against a JSON Schema: the keywords that docs/revision.schema.json uses, and
/// no others (a keyword that is not known is an error, so that none is passed over). Empty = valid;
/// else where and why not.
std::string schema_violation(const nlohmann::json& schema, const nlohmann::json& document);

}  // namespace migrate

#pragma once

#include <map>
#include <string>
#include <vector>

#include "migrate/commands.hpp"

namespace migrate {

/// What a hook gets on stdin: one JSON document, a newline at its end.
std::string hook_document(const std::string& hook, const std::vector<PlannedStep>& steps,
                          const std::string& error,
                          const std::map<std::string, std::string>& variables);

}  // namespace migrate

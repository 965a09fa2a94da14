#pragma once

#include <string>
#include <vector>

namespace migrate {

/// What an upgrade says that has nothing to do; `targets` as in RunResult.
std::string already_there(const std::vector<std::string>& targets);

}  // namespace migrate

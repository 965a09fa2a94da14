#pragma once

#include <string>
#include <vector>

namespace migrate {

/// Every key that migrate.ini may hold, in the order in which migrate.ini.example has them.
std::vector<std::string> setting_keys();

}  // namespace migrate

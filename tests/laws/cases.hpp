#pragma once

#include <string>
#include <vector>

namespace migrate::test {

/// Two schemas in a database's own SQL that a comparison has to tell apart, and to bring into each
/// other. Most are what Alembic does not see, sees where nothing is, or cannot do.
struct Case {
  std::string name;
  std::string before;
  std::string after;
  std::string detected;  ///< one line of what is found
};

const std::vector<Case>& postgresql_cases();
const std::vector<Case>& sqlite_cases();

}  // namespace migrate::test

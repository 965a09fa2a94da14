#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace migrate::sqlite {

/// What fires a trigger.
struct TriggerHead {
  std::string event = {};                 ///< INSERT, UPDATE or DELETE
  std::vector<std::string> columns = {};  ///< of UPDATE OF …
  std::string table = {};
};

/// Reads the beginning of a CREATE TRIGGER statement.
TriggerHead trigger_head(std::string_view statement);

}  // namespace migrate::sqlite

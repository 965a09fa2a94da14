#include "stage_database.hpp"

#include <stdexcept>

namespace migrate::test {

StageDatabase::StageDatabase(const std::string& backend) : url_("sqlite:///app.db") {
  if (backend != "sqlite") {
    throw std::runtime_error("no server for " + backend);
  }
}

std::vector<std::pair<std::string, std::string>> StageDatabase::replacements() const { return {}; }

std::vector<std::string> StageDatabase::secrets() const { return {}; }

}  // namespace migrate::test

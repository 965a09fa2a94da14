#include "golden.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace migrate::test {

bool updates_golden() {
  const char* value = std::getenv("MIGRATE_UPDATE_GOLDEN");
  return value != nullptr && std::string_view(value) == "1";
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw std::runtime_error("cannot read " + path);
  }
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const std::string& path, std::string_view data) {
  std::ofstream file(path, std::ios::binary);
  file << data;
  if (!file.flush()) {
    throw std::runtime_error("cannot write " + path);
  }
}

}  // namespace migrate::test

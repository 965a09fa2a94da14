#include "support/random.hpp"

#include <cstdlib>
#include <string_view>

namespace migrate::test {
namespace {

std::uint64_t first_seed() {
  const char* const value = std::getenv("MIGRATE_TEST_SEED");
  if (value == nullptr) return 1;
  if (std::string_view(value) == "random") return std::random_device{}();
  return std::strtoull(value, nullptr, 10);
}

}  // namespace

std::vector<std::uint64_t> seeds(const char* variable, int usual) {
  const char* const value = std::getenv(variable);
  const int count = value == nullptr ? usual : static_cast<int>(std::strtol(value, nullptr, 10));
  std::vector<std::uint64_t> all;
  for (std::uint64_t seed = first_seed(); static_cast<int>(all.size()) < count; ++seed) {
    all.push_back(seed);
  }
  return all;
}

std::string repeat_with(const char* variable, std::uint64_t seed) {
  return "MIGRATE_TEST_SEED=" + std::to_string(seed) + ' ' + variable + "=1 repeats this";
}

}  // namespace migrate::test

#include "migrate/host.hpp"

#include <pwd.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdlib>

#include "migrate/error.hpp"

namespace migrate {
namespace {

std::optional<std::string> variable(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::chrono::system_clock::time_point now() {
  if (const auto epoch = variable("SOURCE_DATE_EPOCH")) {
    std::int64_t seconds = 0;
    const char* end = epoch->data() + epoch->size();
    const auto result = std::from_chars(epoch->data(), end, seconds);
    if (result.ec == std::errc() && result.ptr == end) {
      return std::chrono::system_clock::time_point(std::chrono::seconds(seconds));
    }
  }
  return std::chrono::system_clock::now();
}

std::string new_id() {
  std::array<unsigned char, 6> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    throw Error(ErrorCode::file, "the kernel's random source gave no bytes for a revision id");
  }
  constexpr std::string_view digits = "0123456789abcdef";
  std::string id;
  for (const unsigned char byte : bytes) {
    id += digits[byte >> 4U];
    id += digits[byte & 0xFU];
  }
  return id;
}

std::string user() {
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
  // NSS may load libraries to answer; the variable nearly always knows.
  std::string name = variable("USER").value_or(variable("LOGNAME").value_or(""));
  if (name.empty()) {
    const passwd* entry = getpwuid(geteuid());
    name = entry != nullptr ? entry->pw_name : std::to_string(geteuid());
  }
  return name + '@' + host.data();
}

}  // namespace

Host system_host() { return {.now = now, .new_id = new_id, .variable = variable, .user = user()}; }

std::string_view version() { return MIGRATE_VERSION; }

}  // namespace migrate

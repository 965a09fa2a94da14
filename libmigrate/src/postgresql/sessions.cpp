#include "postgresql/sessions.hpp"

#include "base/text.hpp"
#include "base/time_text.hpp"

namespace migrate::postgresql {
namespace {

/// Another session's statement may set a password: nothing of it is shown from there on.
std::string without_password(const std::string& statement) {
  const std::size_t at = text::lower(statement).find("password");
  return at == std::string::npos ? statement : statement.substr(0, at) + "…";
}

std::string age(const Value& seconds) {
  if (!seconds) return "";
  return " (" + duration_text(std::chrono::seconds(std::stoll(*seconds))) + ")";
}

}  // namespace

std::string describe_session(const Row& row, std::size_t first) {
  const auto value = [&](std::size_t column) { return row.at(first + column).value_or("?"); };
  return "pid " + value(0) + " (application " + value(1) + ", user " + value(2) + ", host " +
         value(3) + ", since " + value(4) + age(row.at(first + 5)) + ", " +
         without_password(value(6)) + ")";
}

}  // namespace migrate::postgresql

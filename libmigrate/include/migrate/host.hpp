#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace migrate {

/// What the library takes from the world around it, passed in so that output is reproducible.
/// Every member must be set; system_host() does.
struct Host {
  /// The time, for Create Date and history.
  std::function<std::chrono::system_clock::time_point()> now;
  /// A new revision id: 12 hexadecimal digits that nobody can guess or repeat.
  std::function<std::string()> new_id;
  /// A variable of the environment.
  std::function<std::optional<std::string>(std::string_view name)> variable;
  /// Who runs this: `user@host`, for the history table.
  std::string user;
};

/// The real one: system clock (or `SOURCE_DATE_EPOCH`, where that is set), the kernel's random
/// source, the process's environment.
Host system_host();

/// The library's version, `1.2.3`.
std::string_view version();

}  // namespace migrate

#pragma once

#include "migrate/dialect.hpp"

namespace migrate {

/// What a backend that is opened at run time exports as `migrate_backend`: its dialect, which lives
/// as long as the process. Sets `version` to the version() it was built as; the caller must not
/// touch the dialect where that is not its own.
using BackendEntry = const Dialect*(const char** version);

inline constexpr const char* backend_entry = "migrate_backend";

}  // namespace migrate

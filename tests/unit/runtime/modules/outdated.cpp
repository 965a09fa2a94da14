#include "dialect/module.hpp"

extern "C" {
migrate::BackendEntry migrate_backend;
}

/// A module that another version of the program left behind.
const migrate::Dialect* migrate_backend(const char** version) {
  *version = "0.0.1";
  return nullptr;
}

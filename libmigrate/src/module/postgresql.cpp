#include "dialect/module.hpp"
#include "migrate/host.hpp"

extern "C" {
migrate::BackendEntry migrate_backend;
}

/// All that libmigrate-postgresql.so exports.
[[gnu::visibility("default")]] const migrate::Dialect* migrate_backend(const char** version) {
  *version = migrate::version().data();
  return &migrate::postgresql::dialect();
}

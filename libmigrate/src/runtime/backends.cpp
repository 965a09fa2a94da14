#include "migrate/runtime.hpp"
#include "runtime/module.hpp"

namespace migrate {
namespace {

const Dialect& postgresql_dialect() {
#ifdef MIGRATE_POSTGRESQL_MODULE
  static const Dialect& dialect = open_module("postgresql", "libpq.so.5");
  return dialect;
#else
  return postgresql::dialect();
#endif
}

}  // namespace

const Dialect& dialect_for(const Url& url) {
  return url.scheme == "postgresql" ? postgresql_dialect() : sqlite::dialect();
}

}  // namespace migrate

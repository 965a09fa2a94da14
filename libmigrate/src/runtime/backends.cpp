#include "migrate/runtime.hpp"

namespace migrate {

const Dialect& dialect_for(const Url& url) {
  return url.scheme == "postgresql" ? postgresql::dialect() : sqlite::dialect();
}

}  // namespace migrate

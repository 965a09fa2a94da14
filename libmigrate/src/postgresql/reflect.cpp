#include "postgresql/reflect.hpp"

#include <algorithm>
#include <utility>

#include "dialect/selection.hpp"
#include "postgresql/reading.hpp"
#include "schema/order.hpp"

namespace migrate::postgresql {

Reflection reflect(Connection& connection, const ReflectOptions& options) {
  Reading reading(connection, options);
  read_types(reading);
  read_relations(reading);
  read_constraints(reading);
  read_indexes(reading);
  read_sequences(reading);
  read_objects(reading);
  read_dependencies(reading);
  read_outside(reading);
  reading.warn_of_other_comments();
  Schema schema = normalized(std::move(reading.schema));
  keep_what_takes_part(schema, options);
  std::ranges::sort(reading.warnings);
  return {.schema = std::move(schema), .warnings = std::move(reading.warnings)};
}

}  // namespace migrate::postgresql

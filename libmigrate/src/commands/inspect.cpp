#include "commands/selection.hpp"
#include "migrate/schema/json.hpp"

namespace migrate {

Inspection inspect(const Context& context, const InspectOptions& options) {
  Database database(context);
  Inspection inspection;
  inspection.reflection = reflect(context, database, options.selection);
  if (options.statements) {
    inspection.statements = creation(database.dialect(), inspection.reflection.schema);
  }
  return inspection;
}

std::string to_json(const Inspection& inspection) {
  return to_json(inspection.reflection.schema, inspection.reflection.warnings);
}

}  // namespace migrate

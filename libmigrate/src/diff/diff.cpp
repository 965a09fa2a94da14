#include "migrate/diff.hpp"

#include "diff/arrangement.hpp"
#include "migrate/schema/names.hpp"

namespace migrate {

Diff diff(const Schema& from, const Schema& to, const DiffOptions& options) {
  const Comparison comparison(from, to, options);
  return {.operations = Arrangement(comparison).operations(),
          .detected = comparison.detected(),
          .refusals = comparison.refusals(),
          .changed = comparison.changed()};
}

bool destructive(const Operation& operation) {
  if (std::holds_alternative<ops::DropTable>(operation)) return true;
  if (const auto* drop = std::get_if<ops::DropColumn>(&operation)) {
    return !drop->existing || !drop->existing->generated;
  }
  if (const auto* drop = std::get_if<ops::DropObject>(&operation)) {
    return drop->kind == Object::Kind::virtual_table || drop->kind == Object::Kind::sequence ||
           drop->kind == Object::Kind::schema || drop->kind == Object::Kind::extension;
  }
  return false;
}

}  // namespace migrate

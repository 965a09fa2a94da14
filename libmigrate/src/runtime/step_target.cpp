#include "runtime/step_target.hpp"

namespace migrate {

Schema StepTarget::shape() {
  return place_.dialect.reflect(place_.connection, {.tables = place_.store.tables()}).schema;
}

void StepTarget::run(const Statement& statement) {
  if (statement.foreign_keys_off && !scope_.foreign_keys_off) throw NeedsForeignKeysOff();
  place_.observer.on({.kind = Event::Kind::statement, .statement = statement.text});
  migrate::run(place_.connection, statement, {.transaction = true});
}

void StepTarget::run_sql(std::string_view sql) {
  const sql::Flavor flavor =
      place_.dialect.name() == "postgresql" ? sql::Flavor::postgresql : sql::Flavor::sqlite;
  for_each_statement(sql, flavor, [&](const sql::Piece& piece) {
    const StatementTraits traits = place_.dialect.traits(piece.text);
    if (std::string why = objection(traits, {}); !why.empty()) {
      throw Error(ErrorCode::revision, std::move(why));
    }
    scope_.session_changed = scope_.session_changed || traits.session;
    place_.observer.on({.kind = Event::Kind::statement, .statement = piece.text});
    place_.connection.run(piece.text, {.transaction = true});
  });
}

void run_step_operations(const Workplace& place, const PreparedStep& step, StepScope& scope) {
  StepTarget target(place, scope);
  run_operations_of(target, step, place.settings.naming);
}

}  // namespace migrate

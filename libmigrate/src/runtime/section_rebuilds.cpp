#include "runtime/section_rebuilds.hpp"

#include "base/text.hpp"

namespace migrate {
namespace {

const Table* find_table(const Schema& schema, std::string_view name) {
  for (const Table& table : schema.tables) {
    if (text::equals_ignoring_case(table.name, name)) return &table;
  }
  return nullptr;
}

}  // namespace

void SectionRebuilds::begin(OperationTarget& target) {
  if (section_.rebuilds.empty() || target.dialect().name() != "sqlite") return;
  const Schema schema = target.shape();
  for (const RebuiltTable& rebuilt : section_.rebuilds) {
    const Table* const table = find_table(schema, rebuilt.table);
    if (table == nullptr) {
      throw Error(placed(
          {.code = ErrorCode::state,
           .message = "the section rebuilds the table " + rebuilt.table + ", which is not there"}));
    }
    const std::string found = target.dialect().fingerprint(schema, rebuilt.table);
    if (found != rebuilt.fingerprint) {
      throw Error(placed(
          {.code = ErrorCode::state,
           .message = "the section rebuilds the table " + rebuilt.table +
                      " from another shape than it has (its fingerprint is " + found + ", not " +
                      rebuilt.fingerprint +
                      "): what was added to it since would be lost. Write the section anew from "
                      "this database, or for this shape"}));
    }
    before_.push_back(*table);
    run(target, target.dialect().begin_rebuild(*table));
  }
}

void SectionRebuilds::end(OperationTarget& target) const {
  if (before_.empty()) return;
  const Schema schema = target.shape();
  for (const Table& table : before_) {
    try {
      run(target, target.dialect().end_rebuild(table, schema));
    } catch (const Error& error) {
      throw Error(placed(error.info()));
    }
  }
}

void SectionRebuilds::run(OperationTarget& target, const std::vector<Statement>& statements) const {
  for (const Statement& statement : statements) target.run(statement);
}

ErrorInfo SectionRebuilds::placed(ErrorInfo error) const {
  error.file = file_;
  error.line = section_.marker_line;
  return error;
}

}  // namespace migrate

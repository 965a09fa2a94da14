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

SectionRebuilds::SectionRebuilds(Connection& connection, const Dialect& dialect,
                                 const Section& section, const OwnTables& tables, std::string file)
    : connection_(connection),
      dialect_(dialect),
      section_(section),
      tables_(tables),
      file_(std::move(file)) {}

void SectionRebuilds::begin() {
  if (section_.rebuilds.empty() || dialect_.name() != "sqlite") return;
  const Schema schema = shape();
  for (const RebuiltTable& rebuilt : section_.rebuilds) {
    const Table* const table = find_table(schema, rebuilt.table);
    if (table == nullptr) {
      throw Error(placed(
          {.code = ErrorCode::state,
           .message = "the section rebuilds the table " + rebuilt.table + ", which is not there"}));
    }
    const std::string found = dialect_.fingerprint(schema, rebuilt.table);
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
    run(dialect_.begin_rebuild(*table));
  }
}

void SectionRebuilds::end() const {
  if (before_.empty()) return;
  const Schema schema = shape();
  for (const Table& table : before_) {
    try {
      run(dialect_.end_rebuild(table, schema));
    } catch (const Error& error) {
      throw Error(placed(error.info()));
    }
  }
}

Schema SectionRebuilds::shape() const {
  return dialect_.reflect(connection_, {.tables = tables_}).schema;
}

void SectionRebuilds::run(const std::vector<Statement>& statements) const {
  for (const Statement& statement : statements) {
    migrate::run(connection_, statement, {.transaction = true});
  }
}

ErrorInfo SectionRebuilds::placed(ErrorInfo error) const {
  error.file = file_;
  error.line = section_.marker_line;
  return error;
}

}  // namespace migrate

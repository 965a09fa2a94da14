#include "runtime/script_target.hpp"

#include "migrate/application.hpp"

namespace migrate {
namespace {

sql::Flavor flavor_of(const Dialect& dialect) {
  return dialect.name() == "postgresql" ? sql::Flavor::postgresql : sql::Flavor::sqlite;
}

}  // namespace

ScriptScratch::ScriptScratch(const Dialect& dialect)
    : dialect_(dialect),
      connection_(dialect.connect(parse_url("sqlite://"), {.create = true, .foreign_keys = false},
                                  silent_observer())) {}

void ScriptScratch::copy_structure(Connection& live, const OwnTables& tables) {
  const Schema schema = dialect_.reflect(live, {.tables = tables}).schema;
  for (const Statement& statement : dialect_.create(schema)) run(statement);
}

void ScriptScratch::run(const PreparedStep& step) {
  Body body(*step.revision, step.section, migrate::flavor_of(step.section, dialect_));
  for (sql::Piece piece; body.next(piece);) {
    try {
      if (dialect_.traits(piece.text).bare) continue;  // VACUUM and its like change no structure
      connection_->run(piece.text, {.transaction = false});
    } catch (const Error& error) {
      ErrorInfo info = body.placed(error.info(), piece.begin);
      info.revision = step.revision->id;
      info.notes.push_back(
          "the statement was run in an empty copy of the database's structure, since operations "
          "that rebuild a table can only be printed where its structure is known; `migrate "
          "upgrade` "
          "itself needs no copy");
      throw Error(std::move(info));
    }
  }
}

Schema ScriptScratch::shape() { return dialect_.reflect(*connection_, {}).schema; }

void ScriptScratch::run(const Statement& statement) {
  migrate::run(*connection_, statement, {.transaction = false});
}

void ScriptScratch::run_sql(std::string_view sql) {
  for_each_statement(sql, flavor_of(dialect_), [&](const sql::Piece& piece) {
    if (dialect_.traits(piece.text).bare) return;
    connection_->run(piece.text, {.transaction = false});
  });
}

Schema ScriptTarget::shape() {
  if (scratch_ != nullptr) return scratch_->shape();
  throw Error(ErrorCode::usage,
              "this operation can only be printed where the structure of the database is known");
}

void ScriptTarget::run(const Statement& statement) {
  if (scratch_ != nullptr) scratch_->run(statement);
  foreign_keys_off_ = foreign_keys_off_ || statement.foreign_keys_off;
  if (statement.expected) {
    text_ += "-- must give " + *statement.expected + ", else: " + statement.complaint + '\n';
  }
  text_ += statement.text + ";\n\n";
}

void ScriptTarget::run_sql(std::string_view sql) {
  if (scratch_ != nullptr) scratch_->run_sql(sql);
  for_each_statement(sql, flavor_of(dialect_), [&](const sql::Piece& piece) {
    text_ += piece.text;
    text_ += ";\n\n";
  });
}

Connection& ScriptTarget::connection() {
  throw Error(ErrorCode::usage,
              "this revision reads or changes data through its connection, which a script has not "
              "got; run it with `migrate upgrade`");
}

}  // namespace migrate

#include "runtime/executor.hpp"

namespace migrate {

StepScope Workplace::scope_of(const PreparedStep& step) const {
  return {
      .tables = store.tables(),
      .wait = settings.wait,
      .foreign_keys = settings.foreign_keys,
      .foreign_keys_off = !step.section.foreign_keys.value_or(settings.foreign_keys) ||
                          !step.section.rebuilds.empty(),
      .lock_timeout = step.section.lock_timeout ? step.section.lock_timeout : settings.lock_timeout,
      .statement_timeout = step.section.statement_timeout ? step.section.statement_timeout
                                                          : settings.statement_timeout};
}

bool Workplace::claim(const StepScope& scope, const State& expected) const {
  try {
    dialect.begin_step(connection, scope);
    if (store.read().same_as(expected)) return true;
  } catch (...) {
    dialect.rollback(connection);
    throw;
  }
  dialect.rollback(connection);
  return false;
}

void Workplace::run_piece(Body& body, const sql::Piece& piece, Sha256& hash,
                          const Fence& fence) const {
  const sql::Position begin = piece.begin;
  hash.update(piece.canonical);
  hash.update(";");
  observer.on({.kind = Event::Kind::statement, .statement = piece.text});
  try {
    if (piece.kind != sql::Piece::Kind::copy) {
      connection.run(piece.text, fence);
      return;
    }
    const std::string statement(piece.text);
    connection.copy_in(
        statement,
        [&]() -> std::string_view {
          sql::Piece data;
          if (!body.next(data)) return {};
          hash.update(data.canonical);
          observer.on({.kind = Event::Kind::working,
                       .text = "bytes",
                       .number = static_cast<std::int64_t>(data.begin.offset - body.begin()),
                       .total = static_cast<std::int64_t>(body.end() - body.begin())});
          return data.kind == sql::Piece::Kind::copy_data ? data.text : std::string_view();
        },
        fence);
  } catch (const Error& error) {
    if (!error.info().file.empty()) throw;
    throw Error(body.placed(error.info(), begin));
  }
}

void Workplace::give_up(const StepScope& scope, const PreparedStep& step, const StepRecord& record,
                        ErrorInfo error, const std::string& remains) const {
  // Whether a commit that was lost took effect, the next run finds out from the rows. Who waited in
  // vain, or no longer wanted to wait, shall not wait again in order to say so.
  // An interrupted statement of a body has its place in a file (SQLite has ended the transaction).
  const bool waited = error.code == ErrorCode::busy ||
                      (error.code == ErrorCode::interrupted && error.file.empty() &&
                       !connection.in_transaction());
  dialect.rollback(connection);
  try {
    dialect.restore_session(connection, scope);
    if (error.code != ErrorCode::in_doubt && !waited) {
      dialect.begin(connection);
      store.append(record.failed(error));
      dialect.commit(connection);
    }
  } catch (const Error&) {  // best effort: the error that matters is the first
    dialect.rollback(connection);
  }
  observer.on({.kind = Event::Kind::step_fails, .revision = step.revision->id});
  error.revision = step.revision->id;
  const std::string way = step.direction == Direction::up ? "upgrade" : "downgrade";
  error.notes.push_back("in the " + way + " of revision " + step.revision->id + "; " + remains);
  throw Error(std::move(error));
}

}  // namespace migrate

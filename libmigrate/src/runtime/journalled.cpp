#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "base/time_text.hpp"
#include "ops/json.hpp"
#include "runtime/executor.hpp"
#include "runtime/lock_retry.hpp"
#include "runtime/step_target.hpp"

namespace migrate {
namespace {

/// One run of a `transaction:false` section. `journal_` is what the database's journal holds, as
/// far as this run knows; every transaction checks it.
class JournalledStep {
 public:
  JournalledStep(const Workplace& place, const StepOrder& order)
      : place_(place),
        order_(order),
        step_(*order.step),
        step_record_(step_, place.host),
        scope_(place.scope_of(step_)),
        journal_(order.before.journal) {}

  bool run() {
    for (LockRetry retry(place_, scope_);;) {
      try {
        const bool done = run_statements() && finish();
        place_.dialect.restore_session(place_.connection, scope_);
        if (done) place_.observer.on(step_record_.ends());
        return done;
      } catch (const Error& error) {
        ErrorInfo info = error.info();
        if (!retry.again(scope_, info)) {
          place_.give_up(scope_, step_, step_record_, std::move(info), remains());
        }
        hash_ = {};
      }
    }
  }

 private:
  bool run_statements() {
    if (step_.section.body != Section::Body::sql) return run_each_operation();
    Body body = open_body(step_, place_.dialect);
    const std::int64_t done = journal_ ? journal_->statements_done : 0;
    announce(done);
    std::int64_t index = 0;
    for (sql::Piece piece; body.next(piece); ++index) {
      if (index == done) check_unchanged();
      if (!(index < done ? pass_over(body, piece) : run_statement(body, piece))) return false;
    }
    if (index <= done) check_unchanged();
    if (index < done || hash_.hex() != step_.facts.digest) changed();
    return true;
  }

  /// The same for operations: what the journal counts and hashes are operations, since the
  /// statements of one may depend on the database's structure, which its own statements change.
  bool run_each_operation() {
    const OperationBody body = open_operations(step_, place_.settings.naming);
    const std::int64_t done = journal_ ? journal_->statements_done : 0;
    announce(done);
    std::int64_t index = 0;
    for (std::size_t i = 0; i < body.operations.size(); ++i, ++index) {
      if (index == done) check_unchanged();
      const std::string canonical = ops::canonical(body.operations[i]);
      const bool went_on =
          index < done ? pass_over(body, i, canonical) : run_one(body, i, canonical);
      if (!went_on) return false;
    }
    if (index <= done) check_unchanged();
    if (index < done) changed();
    return true;
  }

  void count(const std::string& canonical) {
    hash_.update(canonical);
    hash_.update(";");
  }

  bool pass_over(const OperationBody& body, std::size_t i, const std::string& canonical) {
    count(canonical);
    const auto* const execute = std::get_if<ops::Execute>(&body.operations[i]);
    if (execute == nullptr) return true;
    bool same = true;
    for_each_statement(
        execute->sql.on(place_.dialect.name()), flavor(), [&](const sql::Piece& piece) {
          if (!same || !place_.dialect.traits(piece.text).session) return;
          same = run_session([&] { place_.connection.run(piece.text, {.transaction = false}); });
        });
    return same;
  }

  /// Everything of one operation together with its journal row, but for what cannot be in a
  /// transaction: that stands alone, before the rest.
  bool run_one(const OperationBody& body, std::size_t i, const std::string& canonical) {
    const Placement placed = [&](ErrorInfo error, std::size_t) {
      return body.placed(std::move(error), i);
    };
    const std::optional<std::string> bare = bare_statement(body.operations[i]);
    if (bare) {
      try {
        return run_bare(*bare, canonical, [&] {
          place_.observer.on({.kind = Event::Kind::statement, .statement = *bare});
          place_.connection.run(*bare, {.transaction = false});
          count(canonical);
        });
      } catch (const Error& error) {
        if (!error.info().file.empty()) throw;
        throw Error(placed(error.info(), i));
      }
    }
    while (true) {
      if (!claim()) return false;
      try {
        StepTarget target(place_, scope_);
        run_operations(target, std::span(&body.operations[i], 1), placed);
        break;
      } catch (const NeedsForeignKeysOff&) {
        place_.dialect.rollback(place_.connection);
        scope_.foreign_keys_off = true;
      }
    }
    count(canonical);
    record(next());
    return true;
  }

  /// The one statement of an operation that cannot be in a transaction, if it is one.
  [[nodiscard]] std::optional<std::string> bare_statement(const Operation& operation) const {
    std::vector<Statement> statements;
    if (const auto* const execute = std::get_if<ops::Execute>(&operation)) {
      for_each_statement(
          execute->sql.on(place_.dialect.name()), flavor(), [&](const sql::Piece& piece) {
            const StatementTraits traits = place_.dialect.traits(piece.text);
            statements.push_back(
                {.text = std::string(piece.text), .bare = traits.bare || traits.session});
          });
    } else if (!needs_shape(place_.dialect, operation)) {
      statements = place_.dialect.compile(std::span(&operation, 1), {});
    }
    const bool bare = std::ranges::any_of(statements, &Statement::bare);
    if (!bare) return std::nullopt;
    if (statements.size() == 1) return statements.front().text;
    throw Error(
        ErrorInfo{.code = ErrorCode::revision,
                  .message = "`" + ops::describe(operation) +
                             "` has a statement that cannot be in a transaction; make it an "
                             "operation of its own",
                  .file = step_.revision->file.string()});
  }

  [[nodiscard]] sql::Flavor flavor() const { return flavor_of(step_.section, place_.dialect); }

  void announce(std::int64_t done) {
    Event begins = step_record_.begins();
    begins.number = done;
    place_.observer.on(begins);
    if (!journal_) return;
    place_.observer.on({.kind = Event::Kind::info,
                        .text = fmt::format("Resuming revision {} behind statement {} of {}",
                                            step_.revision->id, done, step_.facts.statements)});
  }

  /// The statements that the journal counts must be those that stand in the file now.
  void check_unchanged() const {
    if (journal_ && hash_.hex() != journal_->running_hash) changed();
  }

  [[noreturn]] void changed() const {
    throw Error(ErrorInfo{
        .code = ErrorCode::revision,
        .message = "statements of this half-done section that have run already were changed; put "
                   "them back as they were, and run again (statements that have not run yet may be "
                   "changed)",
        .file = step_.revision->file.string(),
        .line = step_.section.marker_line});
  }

  /// A statement that is done: counted, and what it set in the session is set again. False, as in
  /// all that follow: somebody else moved the journal or the rows.
  bool pass_over(Body& body, const sql::Piece& piece) {
    if (place_.dialect.traits(piece.text).session) return run_session(body, piece);
    hash_.update(piece.canonical);
    hash_.update(";");
    if (piece.kind != sql::Piece::Kind::copy) return true;
    for (sql::Piece data; body.next(data) && data.kind == sql::Piece::Kind::copy_data;) {
      hash_.update(data.canonical);
    }
    return true;
  }

  /// What others see of it (PRAGMA journal_mode) must not come from a run that they have overtaken,
  /// and no transaction can exclude that.
  bool run_session(Body& body, const sql::Piece& piece) {
    return run_session([&] { place_.run_piece(body, piece, hash_, {.transaction = false}); });
  }
  bool run_session(const std::function<void()>& run) {
    place_.turn.take(true);
    if (!place_.store.read().same_as(expected())) return false;
    scope_.session_changed = true;
    run();
    return true;
  }

  bool run_statement(Body& body, const sql::Piece& piece) {
    const StatementTraits traits = place_.dialect.traits(piece.text);
    if (traits.session) return run_session(body, piece) && advance();
    if (traits.bare) return run_bare(body, piece);
    if (!claim()) return false;
    const Sha256 before = hash_;
    // Its text is needed again where the server says that it must not be in a transaction.
    const std::string text(piece.text);
    const std::string canonical(piece.canonical);
    try {
      place_.run_piece(body, piece, hash_, {.transaction = true});
    } catch (const Error& error) {
      if (!place_.dialect.refused_in_transaction(error.info())) throw;
      place_.dialect.rollback(place_.connection);
      hash_ = before;
      return run_bare(body, {.text = text, .canonical = canonical, .begin = piece.begin});
    }
    record(next());
    return true;
  }

  /// Intent row, statement, done row. An intent that is there already was left by a process that
  /// died: the catalog is asked what became of it.
  bool run_bare(Body& body, const sql::Piece& piece) {
    return run_bare(std::string(piece.text), std::string(piece.canonical),
                    [&] { place_.run_piece(body, piece, hash_, {.transaction = false}); });
  }

  /// `run` runs the statement and adds `canonical`, and what follows it, to the hash.
  bool run_bare(const std::string& statement, const std::string& canonical,
                const std::function<void()>& run) {
    const std::string intent = sha256_hex(canonical);
    place_.turn.take(true);
    place_.dialect.begin_bare(place_.connection, scope_, statement);
    const bool in_flight = journal_ && journal_->intent == intent;
    if (in_flight && was_done(statement)) {
      hash_.update(canonical);
      hash_.update(";");
      return end_bare();
    }
    if (!in_flight) {
      JournalRow row = journal_.value_or(fresh());
      row.intent = intent;
      if (!store_in_transaction(row)) return false;
    }
    try {
      run();
    } catch (const Error& error) {
      clear_intent(statement, error);
      throw;
    }
    return end_bare();
  }

  bool end_bare() {
    place_.dialect.end_bare(place_.connection);
    return advance();
  }

  bool was_done(const std::string& statement) {
    switch (place_.dialect.in_flight(place_.connection, statement)) {
      case InFlight::done:
        return true;
      case InFlight::run:
        return false;
      case InFlight::unknown:
        break;
    }
    throw Error(ErrorInfo{
        .code = ErrorCode::state,
        .message = "this statement was running when the process was ended, and the database cannot "
                   "tell whether it took effect: " +
                   excerpt(statement),
        .file = step_.revision->file.string(),
        .line = step_.section.marker_line,
        .notes = {"if it did: take the statement out of the file, and run again",
                  "if it did not: change it so that it can be told apart (IF NOT EXISTS, or any "
                  "other word), and run again"}});
  }

  /// The database said itself that the statement failed, so a rerun need not ask; what a failed one
  /// left (an INVALID index) is removed while it is known.
  void clear_intent(const std::string& statement, const Error& error) {
    if (error.code() != ErrorCode::database && error.code() != ErrorCode::locked) return;
    try {
      // Only for its tidying up: what a catalog shows of a statement that failed is not its work.
      static_cast<void>(place_.dialect.in_flight(place_.connection, statement));
      JournalRow row = *journal_;
      row.intent.clear();
      store_in_transaction(row);
    } catch (const Error&) {  // the intent stays, and a rerun asks the catalog
      place_.dialect.rollback(place_.connection);
    }
  }

  /// One more statement is done.
  bool advance() { return store_in_transaction(next()); }

  bool store_in_transaction(const JournalRow& row) {
    if (!claim()) return false;
    record(row);
    return true;
  }

  bool claim() { return place_.claim(scope_, expected()); }

  [[nodiscard]] State expected() const {
    State expected = order_.before;
    expected.journal = journal_;
    return expected;
  }

  /// Writes the journal and commits.
  void record(const JournalRow& row) {
    place_.store.write_journal(journal_, row);
    place_.dialect.commit(place_.connection);
    journal_ = row;
  }

  [[nodiscard]] JournalRow fresh() const {
    return {.revision = step_.revision->id,
            .direction = step_.direction,
            .running_hash = Sha256().hex(),
            .started_at = iso_time(place_.host.now())};
  }

  [[nodiscard]] JournalRow next() const {
    JournalRow row = journal_.value_or(fresh());
    ++row.statements_done;
    row.running_hash = hash_.hex();
    row.intent.clear();
    return row;
  }

  bool finish() {
    if (!claim()) return false;
    if (journal_) place_.store.write_journal(journal_, std::nullopt);
    place_.store.write_step(order_.before.rows, order_.rows_after, step_record_.done());
    place_.dialect.commit(place_.connection);
    return true;
  }

  [[nodiscard]] std::string remains() const {
    if (!journal_) return "nothing of the step was kept";
    return fmt::format(
        "{} of its {} statements are done and stay done (the section is transaction:false); "
        "correct what is wrong, and run again: it goes on behind them",
        journal_->statements_done, step_.facts.statements);
  }

  const Workplace& place_;
  const StepOrder& order_;
  const PreparedStep& step_;
  StepRecord step_record_;
  StepScope scope_;
  std::optional<JournalRow> journal_;
  Sha256 hash_ = {};
};

}  // namespace

bool run_journalled(const Workplace& place, const StepOrder& order) {
  return JournalledStep(place, order).run();
}

}  // namespace migrate

#include <algorithm>

#include "runtime/executor.hpp"
#include "runtime/lock_retry.hpp"
#include "runtime/section_rebuilds.hpp"
#include "runtime/step_target.hpp"

namespace migrate {
namespace {

constexpr const char* nothing_kept = "the step was rolled back";

/// Runs the whole body; sets scope.session_changed.
void run_body(const Workplace& place, const PreparedStep& step, StepScope& scope) {
  if (step.section.body != Section::Body::sql) {
    run_step_operations(place, step, scope);
    return;
  }
  Body body = open_body(step, place.dialect);
  StepTarget target(place, scope);
  SectionRebuilds rebuilds(step.section, step.revision->file.string());
  rebuilds.begin(target);
  Sha256 hash;
  for (sql::Piece piece; body.next(piece);) {
    scope.session_changed = scope.session_changed || place.dialect.traits(piece.text).session;
    place.run_piece(body, piece, hash, {.transaction = true});
  }
  rebuilds.end(target);
  if (hash.hex() == step.facts.digest) return;
  throw Error(ErrorInfo{.code = ErrorCode::revision,
                        .message = "the file was changed while it ran; run again",
                        .file = step.revision->file.string()});
}

/// semantics.md: only new violations fail; a mismatch that was there before is a warning.
void refuse_new_violations(const Workplace& place, const PreparedStep& step,
                           const std::vector<std::string>& before,
                           const std::vector<std::string>& after) {
  std::vector<std::string> added;
  std::ranges::set_difference(after, before, std::back_inserter(added));
  for (const std::string& violation : before) {
    if (violation.starts_with("foreign key mismatch")) {
      place.observer.on({.kind = Event::Kind::warning, .text = violation + " (it was so before)"});
    }
  }
  if (added.empty()) return;
  ErrorInfo info{.message = "the section leaves " + std::to_string(added.size()) +
                            (added.size() == 1 ? " row" : " rows") +
                            " whose foreign key refers to nothing:",
                 .file = step.revision->file.string(),
                 .line = step.section.marker_line};
  constexpr std::size_t shown = 5;
  for (const std::string& violation : added) {
    if (info.notes.size() == shown) {
      info.notes.push_back("… and " + std::to_string(added.size() - shown) + " more");
      break;
    }
    info.notes.push_back(violation);
  }
  throw Error(std::move(info));
}

/// Version rows and history. What the body set in the session is put back before them, in the same
/// transaction: they are ours, and behind a pooler the session is somebody else's once the
/// transaction has ended.
void end_body(const Workplace& place, const StepOrder& order, const StepScope& scope,
              const StepRecord& record) {
  place.store.write_step(order.before.rows, order.rows_after, record.done(),
                         place.dialect.put_back(scope));
}

void unite(std::vector<std::string>& tables, const std::vector<std::string>& more) {
  tables.insert(tables.end(), more.begin(), more.end());
  std::ranges::sort(tables);
  tables.erase(std::unique(tables.begin(), tables.end()), tables.end());
}

/// Body, keys, rows and history, up to but without the commit. With enforcement off, a first try
/// that leaves violations is rolled back and done again with a look at the keys before it: which
/// tables a body touches is known only afterwards, and most leave none. False: the state moved.
bool try_step(const Workplace& place, const StepOrder& order, StepScope& scope,
              const StepRecord& record) {
  const PreparedStep& step = *order.step;
  std::vector<std::string> touched;
  bool told = false;
  for (bool compare = false;;) {
    if (!place.claim(scope, order.before)) return false;
    if (!told) place.observer.on(record.begins());
    told = true;
    const std::vector<std::string> before =
        place.dialect.foreign_key_violations(place.connection, touched);
    place.connection.take_touched_tables();
    try {
      run_body(place, step, scope);
    } catch (const NeedsForeignKeysOff&) {
      place.dialect.rollback(place.connection);
      scope.foreign_keys_off = true;
      continue;
    }
    if (!scope.foreign_keys_off) break;
    unite(touched, place.connection.take_touched_tables());
    const std::vector<std::string> after =
        place.dialect.foreign_key_violations(place.connection, touched);
    if (after.empty()) break;
    if (compare) {
      refuse_new_violations(place, step, before, after);
      break;
    }
    compare = true;
    place.dialect.rollback(place.connection);
  }
  end_body(place, order, scope, record);
  return true;
}

/// A step inside a transaction that it shares with others.
void run_joined(const Workplace& place, const StepOrder& order, StepScope& scope,
                const StepRecord& record) {
  place.observer.on(record.begins());
  try {
    run_body(place, *order.step, scope);
  } catch (const NeedsForeignKeysOff&) {
    throw Error(ErrorInfo{
        .code = ErrorCode::revision,
        .message = "a table must be rebuilt without enforcement of foreign keys, which cannot be "
                   "switched off within the one transaction of all steps; run with "
                   "`transaction_mode = per_migration`, or with `foreign_keys = off`",
        .file = order.step->revision->file.string()});
  }
  end_body(place, order, scope, record);
}

}  // namespace

bool run_transactional(const Workplace& place, const StepOrder& order) {
  const StepRecord record(*order.step, place.host);
  StepScope scope = place.scope_of(*order.step);
  bool ran = false;
  for (LockRetry retry(place, scope);;) {
    try {
      ran = try_step(place, order, scope, record);
      if (ran) place.dialect.commit(place.connection);
      break;
    } catch (const Error& error) {
      if (error.code() == ErrorCode::busy && !place.connection.in_transaction()) {
        place.dialect.restore_session(place.connection, scope);
        throw;
      }
      ErrorInfo info = error.info();
      if (retry.again(scope, info)) continue;
      place.give_up(scope, *order.step, record, std::move(info), nothing_kept);
    }
  }
  scope.put_back = ran;
  place.dialect.restore_session(place.connection, scope);
  if (ran) place.observer.on(record.ends());
  return ran;
}

bool run_all_in_one(const Workplace& place, const std::vector<StepOrder>& orders) {
  StepScope scope = place.scope_of(*orders.front().step);
  for (LockRetry retry(place, scope);;) {
    if (!place.claim(scope, orders.front().before)) return false;
    const bool ran = std::ranges::all_of(orders, [&](const StepOrder& order) {
      const StepRecord record(*order.step, place.host);
      try {
        run_joined(place, order, scope, record);
        if (&order == &orders.back()) place.dialect.commit(place.connection);
      } catch (const Error& error) {
        ErrorInfo info = error.info();
        if (retry.again(scope, info)) return false;
        place.give_up(scope, *order.step, record, std::move(info),
                      "all steps were rolled back (transaction_mode = all)");
      }
      place.observer.on(record.ends());
      return true;
    });
    if (ran) break;
  }
  scope.put_back = true;
  place.dialect.restore_session(place.connection, scope);
  return true;
}

void run_and_forget(const Workplace& place, const std::vector<StepOrder>& orders) {
  StepScope scope = place.scope_of(*orders.front().step);
  place.dialect.begin(place.connection);
  try {
    place.store.create_tables();
    for (const StepOrder& order : orders) {
      const StepRecord record(*order.step, place.host);
      try {
        run_joined(place, order, scope, record);
      } catch (const Error& error) {
        ErrorInfo info = error.info();
        info.revision = order.step->revision->id;
        place.observer.on({.kind = Event::Kind::step_fails, .revision = info.revision});
        info.notes.push_back("in the dry run of revision " + info.revision + "; nothing was kept");
        throw Error(std::move(info));
      }
      place.observer.on(record.ends());
    }
  } catch (...) {
    place.dialect.rollback(place.connection);
    throw;
  }
  place.dialect.rollback(place.connection);
}

}  // namespace migrate

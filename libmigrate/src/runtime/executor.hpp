#pragma once

#include <string>
#include <vector>

#include "base/sha256.hpp"
#include "runtime/prepared.hpp"
#include "runtime/step_record.hpp"
#include "runtime/store.hpp"
#include "runtime/turn.hpp"

namespace migrate {

/// A step as it is to be done: from which state, to which rows.
struct StepOrder {
  const PreparedStep* step = nullptr;
  State before = {};                         ///< what the plan assumed
  std::vector<std::string> rows_after = {};  ///< sorted
};

/// What a step is run with.
struct Workplace {
  Connection& connection;
  const Dialect& dialect;
  Store& store;
  Turn& turn;
  const RunSettings& settings;
  const Host& host;
  Observer& observer;

  [[nodiscard]] StepScope scope_of(const PreparedStep& step) const;

  /// Opens the step's transaction and reads the state again in it. False, with the transaction
  /// rolled back, when it is not `expected`.
  bool claim(const StepScope& scope, const State& expected) const;

  /// Runs one piece of a body (COPY with its data) and adds it to `hash`. An error says where.
  void run_piece(Body& body, const sql::Piece& piece, Sha256& hash, const Fence& fence) const;

  /// Rolls back, puts the session back, notes the failure in the history as far as that can be
  /// done, and throws the error with the revision and `remains` added.
  [[noreturn]] void give_up(const StepScope& scope, const PreparedStep& step,
                            const StepRecord& record, ErrorInfo error,
                            const std::string& remains) const;
};

/// Does a step in one transaction. False: the database was not as the plan assumed; nothing was
/// done. Throws after rolling back.
bool run_transactional(const Workplace& place, const StepOrder& order);

/// Does all steps in one transaction; false as above.
bool run_all_in_one(const Workplace& place, const std::vector<StepOrder>& orders);

/// Does all steps in one transaction that is rolled back, the making of the own tables included.
void run_and_forget(const Workplace& place, const std::vector<StepOrder>& orders);

/// Does a `transaction:false` step statement by statement, each in a small transaction together
/// with its journal row, or takes it up where the journal says. False: somebody else moved the
/// journal or the rows; what was done until then is in the journal.
bool run_journalled(const Workplace& place, const StepOrder& order);

}  // namespace migrate

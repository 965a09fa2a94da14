#pragma once

#include <memory>

#include "runtime/store.hpp"

namespace migrate {

/// A run's turn in the queue of runners: taken once there is something to do, and left at the end
/// of the run.
class Turn {
 public:
  Turn(Connection& connection, const Dialect& dialect, const Store& store,
       const RunSettings& settings, Observer& observer)
      : connection_(connection),
        dialect_(dialect),
        store_(store),
        settings_(settings),
        observer_(observer) {}

  /// Waits for it; Dialect::queue(). With `session` also for the sake of statements outside a
  /// transaction; throws Error{ErrorCode::state} where those cannot be run (a pooler).
  void take(bool session);

  void leave() { hold_.reset(); }

 private:
  Connection& connection_;
  const Dialect& dialect_;
  const Store& store_;
  const RunSettings& settings_;
  Observer& observer_;
  std::unique_ptr<QueueHold> hold_ = nullptr;
};

}  // namespace migrate

#pragma once

#include <chrono>
#include <random>

#include "runtime/executor.hpp"

namespace migrate {

/// Lets a step that could not get a lock be tried again, until it has waited for as long as
/// `lock_retry` allows: behind a lock that is asked for, everybody else queues too, so a step asks
/// briefly and often rather than once and for long.
class LockRetry {
 public:
  LockRetry(const Workplace& place, const StepScope& scope);

  /// A try ended with `error`: rolls it back and pauses, where another one is due. False otherwise;
  /// `error` is then the one to report: how often it was tried, or what ended the pause.
  bool again(const StepScope& scope, ErrorInfo& error);

 private:
  using Clock = std::chrono::steady_clock;
  using milliseconds = std::chrono::milliseconds;

  [[nodiscard]] milliseconds next_pause();

  const Workplace& place_;
  milliseconds most_a_try_;  ///< a try waits for a lock
  Clock::time_point began_ = Clock::now();
  milliseconds waited_ = {};
  milliseconds pause_;
  int tries_ = 0;
  std::minstd_rand random_{std::random_device{}()};
};

}  // namespace migrate

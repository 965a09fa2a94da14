#include "runtime/lock_retry.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/time_text.hpp"

namespace migrate {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds shortest_pause(100);
constexpr milliseconds longest_pause(10'000);

}  // namespace

LockRetry::LockRetry(const Workplace& place, const StepScope& scope)
    : place_(place),
      // 0 is without end: then only a deadlock ends a try.
      most_a_try_(scope.lock_timeout.value_or(milliseconds(0))),
      // Long enough for those who queued behind the lock to be served.
      pause_(std::clamp(most_a_try_ / 5, shortest_pause, longest_pause)) {
  if (most_a_try_.count() == 0) most_a_try_ = milliseconds::max();
}

milliseconds LockRetry::next_pause() {
  std::uniform_int_distribution<milliseconds::rep> jitter(pause_.count() / 2, pause_.count());
  pause_ = std::min(pause_ * 2, longest_pause);
  return milliseconds(jitter(random_));
}

bool LockRetry::again(const StepScope& scope, ErrorInfo& error) {
  if (error.code != ErrorCode::locked || place_.settings.lock_retry.count() == 0) return false;
  ++tries_;
  // What else a try did until its lock timed out is no waiting.
  waited_ += std::min(most_a_try_, std::chrono::duration_cast<milliseconds>(Clock::now() - began_));
  const milliseconds left = place_.settings.lock_retry - waited_;
  if (left.count() <= 0) {
    error.notes.push_back(
        fmt::format("tried {} times in {}, which is as long as `lock_retry` allows", tries_,
                    duration_text(waited_)));
    return false;
  }
  const milliseconds pause = std::min(next_pause(), left);
  place_.dialect.rollback(place_.connection);
  place_.observer.on(
      {.kind = Event::Kind::waiting,
       .text = fmt::format("{}; rolled back, and tried again in {} ({} of {} waited)",
                           error.message, duration_text(pause), duration_text(waited_),
                           duration_text(place_.settings.lock_retry))});
  try {
    place_.dialect.restore_session(place_.connection, scope);
    place_.connection.pause(pause);
  } catch (const Error& other) {
    error = other.info();
    return false;
  }
  waited_ += pause;
  began_ = Clock::now();
  return true;
}

}  // namespace migrate

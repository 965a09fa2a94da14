#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "postgresql/aside.hpp"

namespace migrate::postgresql {

/// Watches a statement that takes its time, from a second connection: whom it waits for, and how
/// far an index has been built. Both are told to the observer, on the thread that waits for the
/// statement. Where the second connection cannot be had, nothing is told.
class Watch {
 public:
  enum class Of {
    runner,     ///< a statement of our own, which other runners can keep waiting
    statement,  ///< a user's
  };

  Watch(const Url& url, Observer& observer) : aside_(url), observer_(observer) {}

  /// A statement was sent to the server process `pid`, or, behind a pooler, to another that can be
  /// known by the statement; which must live as long as it is waited for.
  void begin(std::string_view statement, std::int64_t pid, Of of);

  /// Waits until something can be read from the statement's connection, or a while.
  void wait(int descriptor);

  /// Whom the statement waited for when it was last looked at, described; empty: for nobody.
  [[nodiscard]] const std::vector<std::string>& blockers() const { return blockers_; }

 private:
  using Clock = std::chrono::steady_clock;

  void look();
  void tell(const std::vector<Row>& rows);
  void tell_blockers(std::vector<std::string> pids, std::vector<std::string> blockers);
  void tell_progress(const Row& row);

  Aside aside_;
  Observer& observer_;
  std::string_view statement_ = {};
  std::int64_t pid_ = 0;
  bool stale_ = false;  ///< the answer that is awaited is about an earlier statement
  Of of_ = Of::statement;
  Clock::time_point next_look_ = {};
  std::chrono::milliseconds interval_ = {};
  std::vector<std::string> blockers_ = {};
  std::vector<std::string> told_ = {};  ///< the numbers of the processes
  std::string phase_ = {};
};

}  // namespace migrate::postgresql

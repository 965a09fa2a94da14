#pragma once

#include <atomic>
#include <mutex>

struct pg_cancel;
struct pg_conn;

namespace migrate::postgresql {

/// Requests to cancel: each hits the statement that runs or else the next, never one behind that.
class Interruption {
 public:
  explicit Interruption(pg_conn* connection);
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  /// From any thread. A request that reaches the server before its statement does is lost, so it is
  /// made again for half a second.
  void request() noexcept;

  /// Is there a request that no statement has met yet?
  [[nodiscard]] bool pending() const { return pending_; }

  /// Is there one? It is met by this.
  bool meet() { return pending_.exchange(false); }

  /// Says for its lifetime that a statement which may be cancelled is on its way or runs.
  class Target {
   public:
    Target(Interruption& of, bool value) : of_(of) { set(value); }
    ~Target() { set(false); }
    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;

   private:
    void set(bool value) {
      // Waits for a request that is being sent: it must not hit the next statement.
      const std::lock_guard lock(of_.mutex_);
      of_.running_ = value;
    }

    Interruption& of_;
  };

 private:
  std::mutex mutex_ = {};
  bool running_ = false;
  std::atomic<bool> pending_ = false;
  pg_cancel* cancel_;
};

}  // namespace migrate::postgresql

#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "log.hpp"

namespace migrate::cli {

/// How far a run is.
struct Progress {
  std::int64_t step = 0;  ///< that runs, from 1
  std::int64_t steps = 0;
  std::string title = {};       ///< revision and message
  std::int64_t statement = 0;   ///< that runs, from 1
  std::int64_t statements = 0;  ///< of the step
  std::string text = {};        ///< of the statement
  std::int64_t done = 0;        ///< of the statement or of the step's text
  std::int64_t total = 0;       ///< 0 = nobody knows
  std::string unit = {};        ///< of `done`
};

/// `[##--------] 2/4 8d2c41f7a903 Split names | 5 s | 3/12 INSERT INTO …`, no wider than `columns`.
std::string progress_line(const Progress& progress, std::chrono::seconds elapsed,
                          std::size_t columns);

/// Shows on a terminal how far a run is: one line, drawn anew ten times a second while a step runs,
/// also while nothing is heard from the database. Passes every event on to `lines`; what that
/// writes stands above the bar. The bar is gone between steps and when this is.
class ProgressBar final : public Observer {
 public:
  /// `lines` must outlive it and write to the same terminal.
  ProgressBar(LogObserver& lines, int terminal);
  ~ProgressBar() override;
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void on(const Event& event) override;

 private:
  using Clock = std::chrono::steady_clock;

  void note(const Event& event);
  void begin_step(const Event& event);
  void pass_on(const Event& event);
  void run();
  void draw();
  void clear();

  LogObserver& lines_;
  int terminal_;

  /// Taken before mutex_. Whoever works takes it only to write, so that it does not wait for a
  /// terminal that was stopped, unless it has something to say.
  std::mutex output_ = {};
  bool drawn_ = false;

  std::mutex mutex_ = {};
  Progress progress_ = {};
  Clock::time_point began_ = {};
  bool shown_ = false;  ///< a step runs
  bool ended_ = false;
  std::condition_variable changed_ = {};
  std::thread timer_ = {};  ///< begun with the first step
};

}  // namespace migrate::cli

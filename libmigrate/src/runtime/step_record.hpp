#pragma once

#include <chrono>
#include <string>

#include "runtime/prepared.hpp"

namespace migrate {

/// What one run of a step says of itself, to the observer and to the history.
class StepRecord {
 public:
  StepRecord(const PreparedStep& step, const Host& host);

  [[nodiscard]] Event begins() const;
  [[nodiscard]] Event ends() const;
  [[nodiscard]] HistoryRow done() const;
  [[nodiscard]] HistoryRow failed(const ErrorInfo& error) const;

 private:
  [[nodiscard]] std::chrono::milliseconds elapsed() const;
  [[nodiscard]] HistoryRow row(std::string outcome) const;

  const PreparedStep& step_;
  const Host& host_;
  std::string started_at_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace migrate

#pragma once

#include <memory>

#include "migrate/db.hpp"
#include "terminal.hpp"

namespace spdlog {
class logger;
}

namespace migrate::cli {

/// How much is said on stderr.
enum class Verbosity { quiet, normal, verbose };

/// Writes events to stderr as lines of Alembic's shape, which people grep for:
/// `INFO  [migrate.runtime] Running upgrade a -> b, message`.
class LogObserver final : public Observer {
 public:
  LogObserver(Verbosity verbosity, const Style& style);
  ~LogObserver() override;
  void on(const Event& event) override;

  /// Does on() write a line for events of this kind?
  [[nodiscard]] bool shows(Event::Kind kind) const;

 private:
  Verbosity verbosity_;
  std::unique_ptr<spdlog::logger> logger_;
};

}  // namespace migrate::cli

#pragma once

#include "migrate/db.hpp"

namespace migrate::cli {

/// How much is said on stderr.
enum class Verbosity { quiet, normal, verbose };

/// Writes events to stderr as lines of Alembic's shape, which people grep for:
/// `INFO  [migrate.runtime] Running upgrade a -> b, message`.
class LogObserver final : public Observer {
 public:
  explicit LogObserver(Verbosity verbosity);
  void on(const Event& event) override;

 private:
  Verbosity verbosity_;
};

}  // namespace migrate::cli

#pragma once

#include "migrate/commands.hpp"

namespace migrate::cli {

/// Turns SIGINT and SIGTERM into an interrupt of the statement that is running; without one, and at
/// the second signal, the process ends at once, with 130 or 143. Made before any other thread;
/// lives until the end.
class Signals {
 public:
  explicit Signals(Interrupter& interrupter);

  /// 130 or 143 once a signal came, else 0.
  [[nodiscard]] static int exit_status();
};

}  // namespace migrate::cli

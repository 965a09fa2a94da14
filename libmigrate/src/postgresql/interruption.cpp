#include "postgresql/interruption.hpp"

#include <libpq-fe.h>

#include <chrono>
#include <thread>

namespace migrate::postgresql {

Interruption::Interruption(pg_conn* connection) : cancel_(PQgetCancel(connection)) {}

Interruption::~Interruption() { PQfreeCancel(cancel_); }

void Interruption::request() noexcept {
  pending_ = true;
  for (int attempt = 0; attempt < 10; ++attempt) {
    {
      const std::lock_guard lock(mutex_);
      if (!running_ || !pending_) return;
      char complaint[256];
      PQcancel(cancel_, complaint, sizeof complaint);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

}  // namespace migrate::postgresql

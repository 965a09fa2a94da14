#include "signals.hpp"

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <thread>

namespace migrate::cli {
namespace {

std::atomic<int> caught = 0;

}  // namespace

Signals::Signals(Interrupter& interrupter) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  // A file that may not grow further is an error of the write, and is told as one.
  std::signal(SIGXFSZ, SIG_IGN);
  std::thread([set, &interrupter] {
    while (true) {
      int signal = 0;
      if (sigwait(&set, &signal) != 0) continue;
      const bool again = caught.exchange(signal) != 0;
      if (again || !interrupter.fire()) _exit(128 + signal);
    }
  }).detach();
}

int Signals::exit_status() { return caught == 0 ? 0 : 128 + caught; }

}  // namespace migrate::cli

#include "signals.hpp"

#include <csignal>
#include <unistd.h>

#include <atomic>
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
  std::thread([set, &interrupter] {
    while (true) {
      int signal = 0;
      if (sigwait(&set, &signal) != 0) continue;
      caught = signal;
      if (!interrupter.fire()) _exit(128 + signal);
    }
  }).detach();
}

int Signals::exit_status() { return caught == 0 ? 0 : 128 + caught; }

}  // namespace migrate::cli

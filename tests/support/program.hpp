#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace migrate::test {

/// A child process, started at once. Its output, stdout and stderr as one, goes to a file.
class Program {
 public:
  /// `words` are the program's path and its arguments. Throws std::system_error.
  Program(const std::vector<std::string>& words, std::filesystem::path output);
  /// Ends it with SIGKILL when nobody has waited for it.
  ~Program();
  Program(Program&& other) noexcept;
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// Sends SIGKILL. Nothing happens when it has ended already.
  void kill() const;

  /// Sends another signal.
  void signal(int number) const;

  /// Has it ended? It must still be waited for.
  [[nodiscard]] bool ended() const;

  /// Waits for its end. The exit status, or 128 + the signal that ended it.
  int wait();

  [[nodiscard]] std::string output() const;

 private:
  pid_t pid_ = -1;
  std::filesystem::path output_;
};

}  // namespace migrate::test

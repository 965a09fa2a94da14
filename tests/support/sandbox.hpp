#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "transcript.hpp"

namespace migrate::test {

/// A fresh folder with a bash in it that runs one command after the other: what a command leaves
/// behind (files, variables, the folder it went to, `$?`) the next one finds, as in a terminal.
/// The environment is closed: HOME, the temporary folder and the cache are inside, nothing of the
/// caller's is seen but the options of the sanitizers. Destroying it ends every process that was
/// started in it and removes the folder.
class Sandbox {
 public:
  struct Options {
    std::vector<std::filesystem::path> programs = {};  ///< folders that PATH begins with
    std::map<std::string, std::string> environment = {};
    bool merge_streams = false;  ///< stderr goes where stdout goes, in the order of a terminal
  };

  explicit Sandbox(Options options);
  ~Sandbox();
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  /// Where commands begin; `$WORK` to them.
  [[nodiscard]] const std::filesystem::path& folder() const { return work_; }

  /// Writes a file below folder(), with the folders that lead to it.
  void write(const std::filesystem::path& path, std::string_view data) const;

  /// Runs `command` and waits for its end. Stdin is empty. Throws std::runtime_error when it takes
  /// longer than two minutes, or when an earlier command ended the shell.
  Outcome run(std::string_view command);

 private:
  void start_shell();
  int wait_for_status();
  void stop_shell();

  Options options_;
  std::filesystem::path root_;
  std::filesystem::path work_;
  int channel_ = -1;  ///< commands to the shell, statuses from it
  pid_t shell_ = -1;
  int count_ = 0;
  int status_ = 0;  ///< of the last command
};

}  // namespace migrate::test

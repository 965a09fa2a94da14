#pragma once

#include <string>
#include <vector>

#include "support/program.hpp"
#include "support/temp_folder.hpp"

namespace migrate::test {

/// What a run of the program came to.
struct Ended {
  int status = 0;
  std::string output = {};  ///< stdout and stderr, as they came
};

/// A migrate.ini and its revisions, and the program that brings them to a database:
/// $MIGRATE_TEST_PROGRAM, else this build's.
class Deployment {
 public:
  /// `settings` are lines of migrate.ini.
  explicit Deployment(std::string url, const std::string& settings = "");

  /// A revision above the one that was added last (`revises` empty), or above others.
  void add(const std::string& id, const std::string& up, const std::string& options = "",
           const std::string& revises = "");

  /// Where the program's `--url` leads from now on; empty: it has none.
  void connect_by(std::string url) { url_ = std::move(url); }

  /// Variables for the programs that are started from now on, `NAME=value`.
  void set(std::vector<std::string> environment) { environment_ = std::move(environment); }

  /// Starts `migrate WORDS`.
  Program start(const std::vector<std::string>& words);

  /// Runs it to its end.
  Ended run(const std::vector<std::string>& words);

  /// Waits for the end of what was started.
  static Ended end(Program& program);

  [[nodiscard]] const TempFolder& folder() const { return folder_; }

 private:
  std::string url_;
  std::string last_ = {};
  std::vector<std::string> environment_ = {};
  TempFolder folder_ = {};
  int started_ = 0;
};

}  // namespace migrate::test

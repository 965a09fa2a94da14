#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "subject.hpp"
#include "support/program.hpp"
#include "support/temp_folder.hpp"

namespace migrate::test {

/// A migrate.ini and its revisions in a folder of its own, and the program that runs them on a
/// subject.
class Workload {
 public:
  explicit Workload(const std::string& backend);

  /// The revisions of tests/crash/mixed.
  void add_mixed();

  /// Six more above them, whose statements take long enough to be killed amid.
  void add_heavy();

  /// So many small ones above `parent`, g01, g02, …: every third transaction:false, and some of
  /// them in branches.
  void add_small(int count, const std::string& parent);

  /// A new revision, open behind its header.
  std::ofstream add(const std::string& id, const std::string& revises);

  /// Starts `migrate WORDS`.
  Program start(const std::vector<std::string>& words);

  /// Runs it to its end and returns the most memory that it had, in KiB.
  long peak_memory(const std::vector<std::string>& words);

  /// Runs it to its end; a status other than 0 is an exception with the output.
  void run(const std::vector<std::string>& words);

  Subject& subject() { return subject_; }

 private:
  [[nodiscard]] std::string between(int i) const;
  [[nodiscard]] std::vector<std::string> command(const std::vector<std::string>& words) const;
  std::filesystem::path new_output();

  Subject subject_;
  TempFolder folder_ = {};
  int started_ = 0;
};

/// A number from the environment.
int count_from(const char* variable, int otherwise);

/// MIGRATE_TEST_SEED, or a new one; printed, so that a failure can be repeated.
unsigned seed();

}  // namespace migrate::test

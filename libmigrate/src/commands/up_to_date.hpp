#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "migrate/settings.hpp"

namespace migrate {

/// All revision files of a project as they were at one moment, without what is in them.
struct FilesSeen {
  std::string hash = {};  ///< of their names, inodes, sizes, and times of writing and of change,
                          ///< and of who sees them

  /// Does the same hash mean the same contents? Not where one was written or changed less than
  /// three seconds before: another change within the same tick of the file system's clock (on FAT,
  /// 2 s) would leave the same hash behind.
  bool settled = false;
};

/// Empty where they are so few that to read them takes no longer, or where one cannot be seen.
/// `now` is the machine's clock, which files have their times from, and not one that is made up.
FilesSeen see_files(const std::vector<std::filesystem::path>& locations, bool recursive,
                    std::chrono::system_clock::time_point now);
FilesSeen see_files(const Settings& settings);

/// That an upgrade to these targets, from these version rows, with these files, had nothing to do:
/// a file of the cache, so that the next run, which has nothing to do either, reads no revisions.
/// It says nothing else: with any other files, targets or rows the revisions are read.
class UpToDate {
 public:
  /// There is none where there is no cache that can be written to, or where the file is not whole.
  UpToDate(const Settings& settings, const std::vector<std::string>& targets);

  [[nodiscard]] bool with(const FilesSeen& files) const {
    return !files.hash.empty() && files_ == files.hash;
  }
  [[nodiscard]] bool from(const std::vector<std::string>& rows) const {
    return rows_ == hash_of(rows);
  }

  /// What the targets are, as RunResult has them.
  [[nodiscard]] const std::vector<std::string>& at() const { return at_; }

  /// Keeps it, in the place of what was kept before.
  void keep(const FilesSeen& files, const std::vector<std::string>& rows,
            const std::vector<std::string>& at) const;

  /// May it be asked for, or kept?
  [[nodiscard]] bool has_cache() const { return !file_.empty(); }

 private:
  [[nodiscard]] std::string hash_of(const std::vector<std::string>& rows) const;

  std::filesystem::path file_ = {};
  const std::vector<std::string>& targets_;
  std::string files_ = "none";
  std::string rows_ = {};
  std::vector<std::string> at_ = {};
};

}  // namespace migrate

#pragma once

#include <filesystem>

namespace migrate {

/// While this lives no other process has one of the same folder: two that each find a revision id
/// unused must not both write it. Waits for its turn. A folder that is not there, or whose file
/// system has no locks, is left unlocked: the faults of a directory are told at the next load.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace migrate

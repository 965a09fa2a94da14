#include <algorithm>

#include "migrate/revision.hpp"

namespace migrate {
namespace {

namespace fs = std::filesystem;

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

bool is_revision_file(std::string_view path) {
  return path.ends_with(".sql") && name_of(path).front() != '.';
}

/// Paths as texts, since each path among 10,000 that is compared costs as much as one that is read.
void list(const fs::path& location, bool recursive, std::vector<std::string>& files) {
  std::error_code error;
  fs::directory_iterator entries(location, error);
  if (error) {
    throw Error(ErrorInfo{.code = ErrorCode::file,
                          .message = "the folder of revision files cannot be read: " +
                                     error.message() +
                                     "; make it, or correct `script_location` or "
                                     "`version_locations`",
                          .file = location.string()});
  }
  std::vector<fs::path> folders;
  for (const fs::directory_entry& entry : entries) {
    // The kind comes with the entry; asking the file system about 10,000 files would cost more
    // than reading them.
    const std::string& path = entry.path().native();
    if (is_revision_file(path)) {
      files.push_back(path);
    } else if (recursive && entry.is_directory() && name_of(path).front() != '.') {
      folders.push_back(entry.path());
    }
  }
  for (const fs::path& folder : folders) list(folder, true, files);
}

}  // namespace

Directory read_directory(const std::vector<fs::path>& locations, bool recursive) {
  std::vector<std::string> files;
  for (const fs::path& location : locations) list(location, recursive, files);
  std::ranges::sort(files);
  files.erase(std::unique(files.begin(), files.end()), files.end());
  Directory directory;
  directory.revisions.reserve(files.size());
  for (const std::string& file : files) {
    try {
      directory.revisions.push_back(read_header(file));
    } catch (const Error& error) {
      directory.faults.push_back(error.info());
    }
  }
  return directory;
}

}  // namespace migrate

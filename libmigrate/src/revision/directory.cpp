#include <algorithm>

#include "migrate/revision.hpp"

namespace migrate {
namespace {

namespace fs = std::filesystem;

bool is_revision_file(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.front() != '.' && name.ends_with(".sql");
}

void list(const fs::path& location, bool recursive, std::vector<fs::path>& files) {
  std::error_code error;
  fs::directory_iterator entries(location, error);
  if (error) {
    throw Error(ErrorInfo{.code = ErrorCode::file,
                          .message = "the folder of revision files cannot be read: " +
                                     error.message() + "; `migrate init` makes one",
                          .file = location.string()});
  }
  std::vector<fs::path> folders;
  for (const fs::directory_entry& entry : entries) {
    // The kind comes with the entry; asking the file system about 10,000 files would cost more
    // than reading them.
    if (is_revision_file(entry.path())) {
      files.push_back(entry.path());
    } else if (recursive && entry.is_directory() &&
               entry.path().filename().string().front() != '.') {
      folders.push_back(entry.path());
    }
  }
  for (const fs::path& folder : folders) list(folder, true, files);
}

}  // namespace

Directory read_directory(const std::vector<fs::path>& locations, bool recursive) {
  std::vector<fs::path> files;
  for (const fs::path& location : locations) list(location, recursive, files);
  std::ranges::sort(files);
  files.erase(std::unique(files.begin(), files.end()), files.end());
  Directory directory;
  directory.revisions.reserve(files.size());
  for (const fs::path& file : files) {
    try {
      directory.revisions.push_back(read_header(file));
    } catch (const Error& error) {
      directory.faults.push_back(error.info());
    }
  }
  return directory;
}

}  // namespace migrate

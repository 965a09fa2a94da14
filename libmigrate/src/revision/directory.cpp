#include "revision/directory.hpp"

#include <dirent.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <memory>
#include <span>

#include "base/halves.hpp"
#include "migrate/revision.hpp"

namespace migrate {
namespace {

namespace fs = std::filesystem;

struct CloseFolder {
  void operator()(DIR* folder) const { closedir(folder); }
};

/// By readdir() and as texts: the paths that std::filesystem makes of 10,000 names cost more than
/// reading the files.
void list(const std::string& location, bool recursive, std::vector<std::string>& files) {
  const std::unique_ptr<DIR, CloseFolder> folder(opendir(location.c_str()));
  if (folder == nullptr) {
    throw Error(ErrorInfo{.code = ErrorCode::file,
                          .message = std::string("the folder of revision files cannot be read: ") +
                                     std::strerror(errno) +
                                     "; make it, or correct `script_location` or "
                                     "`version_locations`",
                          .file = location});
  }
  std::vector<std::string> folders;
  const std::string prefix = location.ends_with('/') ? location : location + '/';
  while (const dirent* entry = readdir(folder.get())) {
    const std::string_view name = entry->d_name;
    if (name.front() == '.') continue;
    std::error_code error;
    if (name.ends_with(".sql") || name.ends_with(".json")) {
      files.push_back(prefix);
      files.back() += name;
    } else if (recursive && entry->d_type != DT_REG &&
               fs::is_directory(prefix + entry->d_name, error)) {
      folders.push_back(prefix + entry->d_name);
    }
  }
  for (const std::string& inner : folders) list(inner, true, files);
}

/// So many files take about as long as a thread takes to begin and end.
constexpr std::size_t worth_a_thread = 128;

Directory read_headers(std::span<const std::string> files) {
  Directory directory;
  directory.revisions.reserve(files.size());
  for (const std::string& file : files) {
    try {
      directory.revisions.push_back(read_header(fs::path(file)));
    } catch (const Error& error) {
      directory.faults.push_back(error.info());
    }
  }
  return directory;
}

}  // namespace

std::vector<std::string> revision_files(const std::vector<fs::path>& locations, bool recursive) {
  std::vector<std::string> files;
  for (const fs::path& location : locations) list(location.native(), recursive, files);
  return files;
}

Directory read_directory(const std::vector<fs::path>& locations, bool recursive) {
  std::vector<std::string> files = revision_files(locations, recursive);
  std::ranges::sort(files);
  files.erase(std::unique(files.begin(), files.end()), files.end());
  Directory directory;
  directory.revisions.reserve(files.size());
  for (Directory& part :
       in_halves(std::span<const std::string>(files), worth_a_thread, read_headers)) {
    std::ranges::move(part.revisions, std::back_inserter(directory.revisions));
    std::ranges::move(part.faults, std::back_inserter(directory.faults));
  }
  return directory;
}

}  // namespace migrate

#include "commands/up_to_date.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <span>

#include "base/halves.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/whole_file.hpp"
#include "migrate/error.hpp"
#include "migrate/host.hpp"
#include "revision/directory.hpp"
#include "revision/input.hpp"

namespace migrate {
namespace {

namespace fs = std::filesystem;

/// Fewer are read in half a millisecond.
constexpr std::size_t worth_a_cache = 64;
constexpr std::size_t worth_a_thread = 128;

/// A line for each of a few heads; what is larger is not a note.
constexpr std::uintmax_t largest_note = std::uintmax_t{1} << 20U;

struct Seen {
  std::string hash = {};  ///< empty where a file could not be seen
  std::int64_t latest = 0;
};

Seen see(std::span<const std::string> files) {
  Sha256 hash;
  Seen seen;
  std::string line;
  for (const std::string& file : files) {
    struct stat found = {};
    if (stat(file.c_str(), &found) != 0) return {};
    const std::int64_t written_at = nanoseconds(found.st_mtim);
    const std::int64_t changed_at = nanoseconds(found.st_ctim);
    seen.latest = std::max({seen.latest, written_at, changed_at});
    line = file;
    line += '\0';
    for (const auto number :
         {static_cast<std::int64_t>(found.st_dev), static_cast<std::int64_t>(found.st_ino),
          static_cast<std::int64_t>(found.st_size), written_at, changed_at}) {
      line.append(reinterpret_cast<const char*>(&number), sizeof number);
    }
    hash.update(line);
  }
  seen.hash = hash.hex();
  return seen;
}

/// Is it a folder to write to, or can it be made?
bool can_hold_files(fs::path folder) {
  std::error_code error;
  while (!fs::exists(folder, error) && folder.has_relative_path()) folder = folder.parent_path();
  return fs::is_directory(folder, error) && access(folder.c_str(), W_OK | X_OK) == 0;
}

/// The file of these folders; none where there is no cache.
fs::path file_for(const Settings& settings) {
  if (settings.target.cache.empty() || !can_hold_files(settings.target.cache)) return {};
  Sha256 hash;
  std::error_code error;
  for (const fs::path& location : settings.version_locations) {
    hash.update(fs::absolute(location, error).native() + '\n');
  }
  return settings.target.cache / ("up-to-date-" + hash.hex());
}

}  // namespace

FilesSeen see_files(const std::vector<fs::path>& locations, bool recursive,
                    std::chrono::system_clock::time_point now) {
  std::vector<std::string> files;
  try {
    files = revision_files(locations, recursive);
  } catch (const Error&) {
    return {};  // who reads them says what is wrong
  }
  if (files.size() < worth_a_cache) return {};
  Sha256 hash;
  FilesSeen all{.settled = true};
  hash.update(version());
  hash.update(std::to_string(geteuid()));
  for (const Seen& seen : in_halves(std::span<const std::string>(files), worth_a_thread, see)) {
    if (seen.hash.empty()) return {};
    hash.update(seen.hash);
    const std::chrono::nanoseconds latest(seen.latest);
    all.settled = all.settled && latest < (now - std::chrono::seconds(3)).time_since_epoch();
  }
  all.hash = hash.hex();
  return all;
}

FilesSeen see_files(const Settings& settings) {
  return see_files(settings.version_locations, settings.recursive_version_locations,
                   std::chrono::system_clock::now());
}

UpToDate::UpToDate(const Settings& settings, const std::vector<std::string>& targets)
    : file_(file_for(settings)), targets_(targets) {
  std::error_code error;
  if (file_.empty() || !fs::is_regular_file(file_, error)) return;
  if (fs::file_size(file_, error) > largest_note || error) return;
  try {
    // Two hashes, the targets, and an end: a file that is cut short has none.
    std::vector<std::string> lines = text::split(read_whole(file_), '\n');
    if (lines.size() < 3 || lines.back() != "end") return;
    files_ = lines[0];
    rows_ = lines[1];
    at_.assign(lines.begin() + 2, lines.end() - 1);
  } catch (const Error&) {
    // There is none yet.
  }
}

std::string UpToDate::hash_of(const std::vector<std::string>& rows) const {
  Sha256 hash;
  for (const auto* const list : {&targets_, &rows}) {
    hash.update(std::to_string(list->size()) + '\n');
    for (const std::string& word : *list) hash.update(std::to_string(word.size()) + '\n' + word);
  }
  return hash.hex();
}

void UpToDate::keep(const FilesSeen& files, const std::vector<std::string>& rows,
                    const std::vector<std::string>& at) const {
  std::vector<std::string> lines = {files.hash, hash_of(rows)};
  lines.insert(lines.end(), at.begin(), at.end());
  lines.emplace_back("end");
  migrate::keep(file_, text::join(lines, "\n"));
}

}  // namespace migrate

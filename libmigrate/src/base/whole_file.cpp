#include "base/whole_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <string>

namespace migrate {

namespace fs = std::filesystem;

std::error_code write_whole(const fs::path& file, const fs::path& beside, std::string_view text) {
  std::ofstream out(beside, std::ios::binary);
  out << text;
  out.close();
  std::error_code error;
  if (out) {
    fs::rename(beside, file, error);
  } else {
    error.assign(errno, std::generic_category());
  }
  std::error_code ignored;
  if (error) fs::remove(beside, ignored);
  return error;
}

void keep(const fs::path& file, std::string_view text) noexcept {
  try {
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    write_whole(file, file.string() + '.' + std::to_string(getpid()), text);
  } catch (const std::exception&) {
    // What cannot be kept is made again the next time.
  }
}

}  // namespace migrate

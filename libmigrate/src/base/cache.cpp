#include "base/cache.hpp"

#include <unistd.h>

#include <fstream>
#include <string>

namespace migrate {

namespace fs = std::filesystem;

void keep(const fs::path& file, std::string_view text) noexcept {
  try {
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    const fs::path beside = file.string() + '.' + std::to_string(getpid());
    std::ofstream out(beside, std::ios::binary);
    out << text;
    out.close();
    if (out) fs::rename(beside, file, error);
    if (!out || error) fs::remove(beside, error);
  } catch (const std::exception&) {
    // What cannot be kept is made again the next time.
  }
}

}  // namespace migrate

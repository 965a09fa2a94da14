#include "revision/input.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "migrate/error.hpp"

namespace migrate {
namespace {

[[noreturn]] void fail(const std::string& file, int error) {
  throw Error(ErrorInfo{.code = ErrorCode::file,
                        .message = std::string("cannot be read: ") + std::strerror(error),
                        .file = file});
}

}  // namespace

FileStamp file_stamp(const std::filesystem::path& file) {
  struct stat found = {};
  if (stat(file.c_str(), &found) != 0) fail(file.native(), errno);
  constexpr std::int64_t nanoseconds = 1'000'000'000;
  return {.inode = found.st_ino,
          .size = found.st_size,
          .changed_at = found.st_mtim.tv_sec * nanoseconds + found.st_mtim.tv_nsec};
}

InputFile::InputFile(const std::filesystem::path& file)
    : file_(file.native()), descriptor_(open(file_.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (descriptor_ < 0) fail(file_, errno);
}

InputFile::~InputFile() { close(descriptor_); }

std::string_view InputFile::read(std::uint64_t offset, std::size_t length, std::string& buffer) {
  if (buffer.size() < length) buffer.resize(length);
  std::size_t got = 0;
  while (got < length) {
    const std::size_t count =
        read_some(offset + got, std::span(buffer).subspan(got, length - got)).size();
    if (count == 0) break;
    got += count;
  }
  return std::string_view(buffer).substr(0, got);
}

std::string_view InputFile::read_some(std::uint64_t offset, std::span<char> buffer) {
  while (true) {
    const ssize_t count =
        pread(descriptor_, buffer.data(), buffer.size(), static_cast<off_t>(offset));
    if (count >= 0) return {buffer.data(), static_cast<std::size_t>(count)};
    if (errno != EINTR) fail(file_, errno);
  }
}

}  // namespace migrate

#include "revision/input.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "migrate/error.hpp"

namespace migrate {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file, int error) {
  throw Error(ErrorInfo{.code = ErrorCode::file,
                        .message = std::string("cannot be read: ") + std::strerror(error),
                        .file = file.string()});
}

}  // namespace

InputFile::InputFile(std::filesystem::path file)
    : file_(std::move(file)), descriptor_(open(file_.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (descriptor_ < 0) fail(file_, errno);
}

InputFile::~InputFile() { close(descriptor_); }

std::string_view InputFile::read(std::uint64_t offset, std::size_t length, std::string& buffer) {
  if (buffer.size() < length) buffer.resize(length);
  std::size_t got = 0;
  while (got < length) {
    const ssize_t count =
        pread(descriptor_, buffer.data() + got, length - got, static_cast<off_t>(offset + got));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(file_, errno);
    if (count == 0) break;
    got += static_cast<std::size_t>(count);
  }
  return std::string_view(buffer).substr(0, got);
}

}  // namespace migrate

#include "revision/input.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
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

FileStamp file_stamp(const RevisionText& text) {
  if (text.embedded.data() != nullptr) return {};
  struct stat found = {};
  if (stat(text.file.c_str(), &found) != 0) fail(text.file.native(), errno);
  return {.inode = found.st_ino, .size = found.st_size, .changed_at = nanoseconds(found.st_mtim)};
}

InputFile::InputFile(const RevisionText& text)
    : file_(text.file.native()), embedded_(text.embedded) {
  if (embedded_.data() != nullptr) return;
  descriptor_ = open(file_.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0) fail(file_, errno);
}

InputFile::~InputFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

std::string_view InputFile::read(std::uint64_t offset, std::size_t length, std::string& buffer) {
  if (embedded_.data() != nullptr) return embedded(offset, length);
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

std::string_view InputFile::embedded(std::uint64_t offset, std::size_t length) const {
  return embedded_.substr(std::min<std::uint64_t>(offset, embedded_.size()), length);
}

std::string_view InputFile::read_some(std::uint64_t offset, std::span<char> buffer) {
  if (embedded_.data() != nullptr) return embedded(offset, buffer.size());
  while (true) {
    const ssize_t count =
        pread(descriptor_, buffer.data(), buffer.size(), static_cast<off_t>(offset));
    if (count >= 0) return {buffer.data(), static_cast<std::size_t>(count)};
    if (errno != EINTR) fail(file_, errno);
  }
}

std::string read_whole(const RevisionText& text) {
  InputFile file(text);
  std::string whole;
  constexpr std::size_t piece = std::size_t{64} * 1024;
  std::string buffer;
  while (true) {
    const std::string_view read = file.read(whole.size(), piece, buffer);
    whole += read;
    if (read.size() < piece) return whole;
  }
}

}  // namespace migrate

#pragma once

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "migrate/revision.hpp"

namespace migrate {

/// A time of a file as one number.
inline std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

/// Tells one state of a file from another, as far as the file system does.
struct FileStamp {
  std::uint64_t inode = 0;
  std::int64_t size = 0;
  std::int64_t changed_at = 0;  ///< in nanoseconds

  bool operator==(const FileStamp&) const = default;
};

/// How the file is now; of a text that a program carries always the same. Throws
/// Error{ErrorCode::file}.
FileStamp file_stamp(const RevisionText& text);

/// A file open for reading in pieces. Throws Error{ErrorCode::file}.
class InputFile {
 public:
  explicit InputFile(const RevisionText& text);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  /// `length` bytes from `offset`, fewer at the end, into `buffer`, which is resized.
  std::string_view read(std::uint64_t offset, std::size_t length, std::string& buffer);

  /// Some bytes from `offset`, at the end none, by one call of the system.
  std::string_view read_some(std::uint64_t offset, std::span<char> buffer);

 private:
  [[nodiscard]] std::string_view embedded(std::uint64_t offset, std::size_t length) const;

  std::string file_;
  std::string_view embedded_;
  int descriptor_ = -1;  ///< none where the text is embedded
};

/// The whole text.
std::string read_whole(const RevisionText& text);

}  // namespace migrate

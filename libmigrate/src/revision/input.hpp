#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace migrate {

/// Tells one state of a file from another, as far as the file system does.
struct FileStamp {
  std::uint64_t inode = 0;
  std::int64_t size = 0;
  std::int64_t changed_at = 0;  ///< in nanoseconds

  bool operator==(const FileStamp&) const = default;
};

/// How the file is now. Throws Error{ErrorCode::file}.
FileStamp file_stamp(const std::filesystem::path& file);

/// A file open for reading in pieces. Throws Error{ErrorCode::file}.
class InputFile {
 public:
  explicit InputFile(const std::filesystem::path& file);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  /// `length` bytes from `offset`, fewer at the end, into `buffer`, which is resized.
  std::string_view read(std::uint64_t offset, std::size_t length, std::string& buffer);

  /// Some bytes from `offset`, at the end none, by one call of the system.
  std::string_view read_some(std::uint64_t offset, std::span<char> buffer);

 private:
  std::string file_;
  int descriptor_;
};

}  // namespace migrate

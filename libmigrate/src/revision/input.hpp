#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace migrate {

/// A file open for reading in pieces. Throws Error{ErrorCode::file}.
class InputFile {
 public:
  explicit InputFile(std::filesystem::path file);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  /// At most `length` bytes from `offset`, into `buffer`, which is resized; empty at the end.
  std::string_view read(std::uint64_t offset, std::size_t length, std::string& buffer);

 private:
  std::filesystem::path file_;
  int descriptor_;
};

}  // namespace migrate

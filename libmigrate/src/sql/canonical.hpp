#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace migrate::sql {

/// Collects the tokens of a statement in the form that Piece::canonical describes.
class Canonical {
 public:
  /// This many bytes behind a token must be readable: short tokens are copied whole, with what
  /// follows them, because that needs no loop.
  static constexpr std::size_t slack = 16;

  void clear() { size_ = 0; }
  [[nodiscard]] std::string_view text() const { return {data_.get(), size_}; }

  void add_token(const char* token, std::size_t length) {
    if (capacity_ - size_ <= length + slack) grow(length + slack + 1);
    char* const out = data_.get() + size_;
    std::memcpy(out, token, slack);
    if (length > slack) std::memcpy(out + slack, token + slack, length - slack);
    out[length] = '\n';
    size_ += length + 1;
  }

  /// The same with CRLF as LF.
  void add_token_without_cr(std::string_view token);

  /// Appends with CRLF as LF, and no newline of its own.
  void add_without_cr(std::string_view text);

 private:
  void grow(std::size_t more);

  std::unique_ptr<char[]> data_ = {};
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace migrate::sql

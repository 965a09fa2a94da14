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

  void clear() { end_ = data_.get(); }
  [[nodiscard]] std::string_view text() const { return {data_.get(), size()}; }

  void add_token(std::string_view token) {
    if (room() <= token.size() + slack) grow(token.size() + slack + 1);
    std::memcpy(end_, token.data(), slack);
    if (token.size() > slack) {
      std::memcpy(end_ + slack, token.data() + slack, token.size() - slack);
    }
    end_[token.size()] = '\n';
    end_ += token.size() + 1;
  }

  /// The same with CRLF as LF.
  void add_token_without_cr(std::string_view token);

  /// Appends with CRLF as LF, and no newline of its own.
  void add_without_cr(std::string_view text);

 private:
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(end_ - data_.get()); }
  [[nodiscard]] std::size_t room() const { return static_cast<std::size_t>(limit_ - end_); }
  void grow(std::size_t more);

  std::unique_ptr<char[]> data_ = {};
  char* end_ = nullptr;    ///< of what has been collected
  char* limit_ = nullptr;  ///< of the buffer
};

}  // namespace migrate::sql

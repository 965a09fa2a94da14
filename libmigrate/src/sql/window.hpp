#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "sql/splitter.hpp"

namespace migrate::sql {

/// Moves `position` over `bytes`, which may begin and end within a character.
void advance(Position& position, std::string_view bytes);

/// The stretch of an endless text that is held in memory. Places in it are counted from the start
/// of the text, so they stay right when its first bytes are dropped.
class Window {
 public:
  /// As many bytes behind end() may be read; what they hold means nothing.
  static constexpr std::size_t slack = 16;

  /// Appends bytes; those before `keep` may be dropped.
  void append(std::string_view bytes, std::uint64_t keep);

  [[nodiscard]] const char* at(std::uint64_t place) const {
    return data_.get() + static_cast<std::size_t>(place - base_);
  }
  [[nodiscard]] std::uint64_t place(const char* at) const {
    return base_ + static_cast<std::size_t>(at - data_.get());
  }
  [[nodiscard]] std::string_view view(std::uint64_t begin, std::uint64_t end) const {
    return {at(begin), static_cast<std::size_t>(end - begin)};
  }

  /// The end of what may be read: the first NUL byte, or the end of what was appended.
  [[nodiscard]] std::uint64_t end() const { return end_; }
  [[nodiscard]] bool stops_at_nul() const { return end_ != base_ + size_; }

  /// Whether any byte so far was a carriage return.
  [[nodiscard]] bool has_cr() const { return has_cr_; }

 private:
  void make_room(std::size_t more, std::uint64_t keep);

  std::unique_ptr<char[]> data_ = {};
  std::size_t capacity_ = 0;
  std::size_t size_ = 0;
  std::uint64_t base_ = 0;  ///< place of data_[0]
  std::uint64_t end_ = 0;
  bool has_cr_ = false;
};

}  // namespace migrate::sql

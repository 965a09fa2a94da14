#include "sql/canonical.hpp"

#include <algorithm>

namespace migrate::sql {

void Canonical::grow(std::size_t more) {
  const std::size_t used = size();
  const std::size_t capacity = std::max(2 * (used + room()), used + more);
  // Not make_unique, which would write zeros over what is about to be written.
  std::unique_ptr<char[]> data(new char[capacity]);
  if (used != 0) std::memcpy(data.get(), data_.get(), used);
  data_ = std::move(data);
  end_ = data_.get() + used;
  limit_ = data_.get() + capacity;
}

void Canonical::add_without_cr(std::string_view text) {
  if (room() < text.size()) grow(text.size());
  std::size_t at = 0;
  while (true) {
    const std::size_t cr = std::min(text.find("\r\n", at), text.size());
    if (cr != at) std::memcpy(end_, text.data() + at, cr - at);
    end_ += cr - at;
    if (cr == text.size()) return;
    at = cr + 1;
  }
}

void Canonical::add_token_without_cr(std::string_view token) {
  add_without_cr(token);
  if (room() == 0) grow(1);
  *end_++ = '\n';
}

}  // namespace migrate::sql

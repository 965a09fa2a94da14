#include "sql/canonical.hpp"

#include <algorithm>

namespace migrate::sql {

void Canonical::grow(std::size_t more) {
  const std::size_t capacity = std::max<std::size_t>(2 * capacity_, size_ + more);
  // Not make_unique, which would write zeros over what is about to be written.
  std::unique_ptr<char[]> data(new char[capacity]);
  if (size_ != 0) std::memcpy(data.get(), data_.get(), size_);
  data_ = std::move(data);
  capacity_ = capacity;
}

void Canonical::add_without_cr(std::string_view text) {
  if (capacity_ - size_ < text.size()) grow(text.size());
  const auto append = [this](std::string_view part) {
    if (!part.empty()) std::memcpy(data_.get() + size_, part.data(), part.size());
    size_ += part.size();
  };
  std::size_t at = 0;
  while (true) {
    const std::size_t cr = text.find("\r\n", at);
    append(text.substr(at, cr - at));
    if (cr == std::string_view::npos) return;
    at = cr + 1;
  }
}

void Canonical::add_token_without_cr(std::string_view token) {
  add_without_cr(token);
  if (capacity_ == size_) grow(1);
  data_[size_++] = '\n';
}

}  // namespace migrate::sql

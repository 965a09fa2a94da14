#include "base/sha256.hpp"

#include <algorithm>
#include <cstring>

namespace migrate {

void Sha256::update(std::string_view bytes) {
  if (bytes.empty()) return;  // memcpy takes no null, not even for nothing
  const auto* in = reinterpret_cast<const unsigned char*>(bytes.data());
  std::size_t left = bytes.size();
  if (const std::size_t used = length_ % 64; used != 0) {
    const std::size_t take = std::min(left, 64 - used);
    std::memcpy(pending_.data() + used, in, take);
    length_ += take;
    in += take;
    left -= take;
    if (used + take < 64) return;
    sha256_blocks(state_, pending_.data(), 1);
  }
  length_ += left;
  sha256_blocks(state_, in, left / 64);
  if (left % 64 != 0) std::memcpy(pending_.data(), in + (left - left % 64), left % 64);
}

std::string Sha256::hex() const {
  Sha256 last = *this;
  const std::uint64_t bits = length_ * 8;
  const std::size_t zeros = (119 - length_ % 64) % 64;
  std::string padding("\x80", 1);
  padding.append(zeros, '\0');
  for (int shift = 56; shift >= 0; shift -= 8) {
    padding += static_cast<char>(static_cast<unsigned char>(bits >> static_cast<unsigned>(shift)));
  }
  last.update(padding);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const std::uint32_t word : last.state_) {
    for (int shift = 28; shift >= 0; shift -= 4) {
      out += digits[(word >> static_cast<unsigned>(shift)) & 0xFU];
    }
  }
  return out;
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.hex();
}

}  // namespace migrate

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/sha256_blocks.hpp"

namespace migrate {

/// SHA-256 (FIPS 180-4), fed in pieces.
class Sha256 {
 public:
  void update(std::string_view bytes);

  /// The digest of everything fed so far as 64 hexadecimal digits. The object goes on as if this
  /// had not been called.
  [[nodiscard]] std::string hex() const;

 private:
  Sha256State state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<unsigned char, 64> pending_ = {};
  std::uint64_t length_ = 0;
};

std::string sha256_hex(std::string_view bytes);

}  // namespace migrate

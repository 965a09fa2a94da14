#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace migrate {

using Sha256State = std::array<std::uint32_t, 8>;

/// Folds `count` blocks of 64 bytes into a state (FIPS 180-4, 6.2), in the fastest way there is
/// here.
void sha256_blocks(Sha256State& state, const unsigned char* bytes, std::size_t count);

/// The same on any processor, about 270 MB/s.
void sha256_blocks_portable(Sha256State& state, const unsigned char* bytes, std::size_t count);

/// The same by the processor's own instructions, about 1,700 MB/s. False, and nothing is done,
/// where it has none.
bool sha256_blocks_native(Sha256State& state, const unsigned char* bytes, std::size_t count);

}  // namespace migrate

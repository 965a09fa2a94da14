#include "base/sha256.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace migrate {
namespace {

// The examples of FIPS 180-4 and of NIST's test vectors.
TEST(Sha256, GivesThePublishedDigests) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, IsTheSameHoweverTheBytesAreFed) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += static_cast<char>(i * 7);
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    Sha256 hash;
    hash.update(std::string_view(text).substr(0, cut));
    hash.update(std::string_view(text).substr(cut));
    ASSERT_EQ(hash.hex(), sha256_hex(text)) << cut;
  }
}

TEST(Sha256, NothingIsFedWithoutATrace) {
  Sha256 hash;
  hash.update("a");
  hash.update({});
  hash.update("bc");
  EXPECT_EQ(hash.hex(), sha256_hex("abc"));
}

TEST(Sha256, AskingDoesNotEndIt) {
  Sha256 hash;
  hash.update("a");
  EXPECT_EQ(hash.hex(), sha256_hex("a"));
  hash.update("bc");
  EXPECT_EQ(hash.hex(), sha256_hex("abc"));
}

/// FIPS 180-4's own examples are above; here the two ways are held against each other.
TEST(Sha256Blocks, TheProcessorsInstructionsAndPlainCodeAgree) {
  std::mt19937 random(7);
  std::vector<unsigned char> bytes(64UL * 37);
  for (unsigned char& byte : bytes) byte = static_cast<unsigned char>(random());
  Sha256State start{};
  for (std::uint32_t& word : start) word = static_cast<std::uint32_t>(random());
  for (const std::size_t blocks : {0UL, 1UL, 2UL, 5UL, 37UL}) {
    Sha256State portable = start;
    Sha256State best = start;
    sha256_blocks_portable(portable, bytes.data(), blocks);
    sha256_blocks(best, bytes.data(), blocks);
    EXPECT_EQ(portable, best) << blocks;
    Sha256State native = start;
    if (sha256_blocks_native(native, bytes.data(), blocks)) {
      EXPECT_EQ(portable, native) << blocks;
    } else {
      EXPECT_EQ(native, start) << "this processor has no such instructions";
    }
  }
}

}  // namespace
}  // namespace migrate

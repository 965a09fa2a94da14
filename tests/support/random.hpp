#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace migrate::test {

/// Random choices that are the same for the same seed, with any compiler and library.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  /// From 0 to `limit` - 1; `limit` is not 0.
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(engine_() % limit); }
  /// From `least` to `most`, both included.
  int between(int least, int most) {
    return least + static_cast<int>(below(static_cast<std::size_t>(most - least) + 1));
  }
  bool percent(int chance) { return below(100) < static_cast<std::size_t>(chance); }

  template <class T>
  const T& any(const std::vector<T>& choices) {
    return choices[below(choices.size())];
  }
  template <class T>
  void shuffle(std::vector<T>& all) {
    for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[below(i)]);
  }

 private:
  std::mt19937_64 engine_;
};

/// The seeds of a property test's rounds, one after the other: the first is MIGRATE_TEST_SEED (a
/// number, or `random` for a new one each time; without it always the same), their number is the
/// environment's `variable`, else `usual`.
std::vector<std::uint64_t> seeds(const char* variable, int usual);

/// For SCOPED_TRACE: how this round is run again alone.
std::string repeat_with(const char* variable, std::uint64_t seed);

}  // namespace migrate::test

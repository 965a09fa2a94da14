#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "migrate/error.hpp"
#include "sql/splitter.hpp"

// The first byte chooses the flavour, the second how the rest is fed. Any way of feeding must give
// the same pieces as the whole at once; texts stand in the script where their pieces say, in order
// and apart; the canonical form of a canonical form is itself, but for carriage returns and for
// strings that a newline joins to an E'…' before.

namespace {

using migrate::sql::Flavor;
using migrate::sql::OwnedPiece;
using migrate::sql::Piece;
using migrate::sql::Position;
using migrate::sql::Splitter;

struct Outcome {
  std::vector<OwnedPiece> pieces = {};
  migrate::ErrorInfo error = {};
  bool operator==(const Outcome&) const = default;
};

void require(bool condition) {
  if (!condition) std::abort();
}

void take(Splitter& splitter, Outcome& outcome) {
  for (Piece piece; splitter.next(piece);) {
    std::vector<OwnedPiece>& pieces = outcome.pieces;
    if (piece.kind == Piece::Kind::copy_data && pieces.back().kind == Piece::Kind::copy_data) {
      pieces.back().text += piece.text;
      pieces.back().canonical += piece.canonical;
    } else {
      pieces.push_back(
          {piece.kind, std::string(piece.text), std::string(piece.canonical), piece.begin});
    }
  }
}

/// Feeds parts of 1 to `most` bytes; 0: all at once.
Outcome split_in_parts(Flavor flavor, std::string_view script, std::size_t most) {
  Outcome outcome;
  Splitter splitter(flavor);
  try {
    for (std::size_t i = 0; !script.empty(); ++i) {
      const std::size_t size = most == 0 ? script.size() : 1 + (i * 7919) % most;
      // A copy of its own, so that the sanitizer sees a read beyond it.
      splitter.feed(std::string(script.substr(0, size)));
      script.remove_prefix(std::min(size, script.size()));
      take(splitter, outcome);
    }
    splitter.finish();
    take(splitter, outcome);
  } catch (const migrate::Error& error) {
    outcome.error = error.info();
    require(error.info().line != 0 && error.info().column != 0);
  }
  return outcome;
}

void require_positions(std::string_view script, const Outcome& outcome) {
  std::size_t last_end = 0;
  for (const OwnedPiece& piece : outcome.pieces) {
    const auto begin = static_cast<std::size_t>(piece.begin.offset);
    require(begin >= last_end);
    require(script.substr(begin, piece.text.size()) == piece.text);
    const std::string_view before = script.substr(0, begin);
    require(piece.begin.line == 1 + static_cast<std::size_t>(std::ranges::count(before, '\n')));
    last_end = begin + piece.text.size();
  }
}

void require_stable_canonical_form(Flavor flavor, const Outcome& outcome) {
  for (const OwnedPiece& piece : outcome.pieces) {
    if (piece.kind != Piece::Kind::statement) continue;
    if (piece.canonical.find_first_of("\r") != std::string::npos) continue;
    if (piece.canonical.find("E'") != std::string::npos) continue;
    if (piece.canonical.find("e'") != std::string::npos) continue;
    // Not at the very start, where a byte order mark would be skipped.
    const Outcome again = split_in_parts(flavor, '\n' + piece.canonical, 0);
    require(again.pieces.size() == 1 && again.pieces[0].canonical == piece.canonical);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const Flavor flavor = data[0] % 2 == 0 ? Flavor::sqlite : Flavor::postgresql;
  const std::size_t most = 1 + data[1] % 40;
  std::string script(size - 2, '\0');
  std::copy(data + 2, data + size, script.begin());
  const Outcome whole = split_in_parts(flavor, script, 0);
  require(split_in_parts(flavor, script, most) == whole);
  require_positions(script, whole);
  require_stable_canonical_form(flavor, whole);
  migrate::sql::leading_tokens(flavor, script, 20);
  return 0;
}

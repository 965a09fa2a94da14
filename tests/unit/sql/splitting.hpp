#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "sql/splitter.hpp"

namespace migrate::sql {

/// Pieces and errors as test failures show them.
void PrintTo(const OwnedPiece& piece, std::ostream* out);
void PrintTo(const Position& position, std::ostream* out);

/// All that comes of a script: its pieces, neighbouring copy_data pieces as one, then the error
/// that ended it as `line:column: message`.
struct Outcome {
  std::vector<OwnedPiece> pieces = {};
  std::string error = {};
  bool operator==(const Outcome&) const = default;
};
void PrintTo(const Outcome& outcome, std::ostream* out);

/// Feeds the script in parts that end at `cuts`, which grow, and takes out what there is after
/// each part.
Outcome split_at(Flavor flavor, std::string_view script, const std::vector<std::size_t>& cuts);

/// Feeds `chunk` bytes at a time.
Outcome split_by(Flavor flavor, std::string_view script, std::size_t chunk);

/// A line a piece: a statement as its text, else `copy: …`, `data: …`, `end`, and `error: …`.
std::vector<std::string> lines_of(const Outcome& outcome);

/// A script, and what is expected of lines_of() for it.
struct Case {
  std::string_view script = {};
  std::vector<std::string> expected = {};
};

/// Expects a case to come out right as a whole, cut at each byte, and byte by byte.
void expect_case(Flavor flavor, const Case& test);

}  // namespace migrate::sql

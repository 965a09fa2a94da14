#include "splitting.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <numeric>
#include <ostream>

#include "migrate/error.hpp"

namespace migrate::sql {
namespace {

void take(Splitter& splitter, Outcome& outcome) {
  for (Piece piece; splitter.next(piece);) {
    std::vector<OwnedPiece>& pieces = outcome.pieces;
    if (piece.kind == Piece::Kind::copy_data && !pieces.empty() &&
        pieces.back().kind == Piece::Kind::copy_data) {
      pieces.back().text += piece.text;
      pieces.back().canonical += piece.canonical;
    } else {
      pieces.push_back(
          {piece.kind, std::string(piece.text), std::string(piece.canonical), piece.begin});
    }
  }
}

}  // namespace

void PrintTo(const Position& position, std::ostream* out) {
  *out << fmt::format("{}:{} (byte {})", position.line, position.column, position.offset);
}

void PrintTo(const OwnedPiece& piece, std::ostream* out) {
  PrintTo(piece.begin, out);
  *out << fmt::format(" kind {}: [{}] = [{}]\n", static_cast<int>(piece.kind), piece.text,
                      piece.canonical);
}

void PrintTo(const Outcome& outcome, std::ostream* out) {
  for (const OwnedPiece& piece : outcome.pieces) PrintTo(piece, out);
  *out << outcome.error;
}

Outcome split_at(Flavor flavor, std::string_view script, const std::vector<std::size_t>& cuts) {
  Outcome outcome;
  Splitter splitter(flavor);
  try {
    std::size_t begin = 0;
    for (const std::size_t cut : cuts) {
      // A buffer of its own, so that a view that outlives it is found.
      const std::string part(script.substr(begin, cut - begin));
      splitter.feed(part);
      take(splitter, outcome);
      begin = cut;
    }
    splitter.feed(script.substr(begin));
    splitter.finish();
    take(splitter, outcome);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::revision);
    const ErrorInfo& info = error.info();
    outcome.error = fmt::format("{}:{}: {}", info.line, info.column, info.message);
  }
  return outcome;
}

Outcome split_by(Flavor flavor, std::string_view script, std::size_t chunk) {
  std::vector<std::size_t> cuts;
  for (std::size_t cut = chunk; cut < script.size(); cut += chunk) cuts.push_back(cut);
  return split_at(flavor, script, cuts);
}

std::vector<std::string> lines_of(const Outcome& outcome) {
  std::vector<std::string> lines;
  for (const OwnedPiece& piece : outcome.pieces) {
    switch (piece.kind) {
      case Piece::Kind::statement:
        lines.push_back(piece.text);
        break;
      case Piece::Kind::copy:
        lines.push_back("copy: " + piece.text);
        break;
      case Piece::Kind::copy_data:
        lines.push_back("data: " + piece.text);
        break;
      case Piece::Kind::copy_end:
        lines.push_back("end" + piece.text + piece.canonical);
        break;
    }
  }
  if (!outcome.error.empty()) lines.push_back("error: " + outcome.error);
  return lines;
}

void expect_case(Flavor flavor, const Case& test) {
  SCOPED_TRACE(fmt::format("script: [{}]", test.script));
  const Outcome whole = split_at(flavor, test.script, {});
  EXPECT_EQ(lines_of(whole), test.expected);
  for (std::size_t cut = 0; cut <= test.script.size(); ++cut) {
    ASSERT_EQ(split_at(flavor, test.script, {cut}), whole) << "cut at byte " << cut;
  }
  for (const std::size_t chunk : {1U, 2U, 3U}) {
    ASSERT_EQ(split_by(flavor, test.script, chunk), whole) << "fed by " << chunk;
  }
}

}  // namespace migrate::sql

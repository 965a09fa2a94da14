#pragma once

#include <string>
#include <string_view>

#include "migrate/dialect.hpp"
#include "migrate/revision.hpp"
#include "revision/input.hpp"
#include "sql/splitter.hpp"

namespace migrate {

/// The grammar that a section's text follows: its own dialect's, else the connected one's.
sql::Flavor flavor_of(const Section& section, const Dialect& dialect);

/// The statements of one section, streamed from its file.
class Body {
 public:
  Body(const RevisionText& text, const Section& section, sql::Flavor flavor);

  /// The next piece; false at the end. Places are those in the file. Throws
  /// Error{ErrorCode::revision} with file, line and column for text that does not end.
  bool next(sql::Piece& piece);

  /// Adds to an error of a statement where in the file it happened: the line and column of its
  /// position, else of the statement's first token, and the text of that line.
  [[nodiscard]] ErrorInfo placed(ErrorInfo error, const sql::Position& statement);

  /// Where the section's text stands in the file.
  [[nodiscard]] std::uint64_t begin() const { return begin_; }
  [[nodiscard]] std::uint64_t end() const { return end_; }

 private:
  /// The line of the file around a byte, cut to what a terminal shows.
  [[nodiscard]] std::string line_at(std::uint64_t offset, std::size_t& caret);

  std::filesystem::path file_;
  InputFile input_;
  sql::Splitter splitter_;
  std::string buffer_ = {};
  std::uint64_t begin_;
  std::uint64_t at_;
  std::uint64_t end_;
};

/// What reading a section once, before anything runs, tells.
struct BodyFacts {
  std::string digest = {};      ///< SHA-256 over the canonical forms of all pieces
  std::int64_t statements = 0;  ///< COPY with its data counts as one
  bool needs_session = false;   ///< some run, or set something, outside a transaction
};

/// Reads a section's text once. With `checked`, throws Error{ErrorCode::revision} with file, line
/// and column for a statement that may not stand in it: transaction control anywhere,
/// `PRAGMA foreign_keys` and VACUUM in a transactional section, a temporary object in one that is
/// not (it could not be resumed).
///
/// Of operations each is read, reversed where that is asked for, and the SQL of `execute` is looked
/// at in the same way.
BodyFacts read_body(const RevisionText& text, const Section& section, const Dialect& dialect,
                    bool checked);

/// Why this statement may not stand in the section, or nothing.
std::string objection(const StatementTraits& traits, const Section& section);

/// The checksum of a revision (revision-files.md): SHA-256 over the digests of its up sections.
/// Empty where the revision is C++. A section that has been read already, one of `sections`, is not
/// read again.
std::string revision_checksum(const RevisionText& text, const std::vector<Section>& sections,
                              const Dialect& dialect, const Section* read = nullptr,
                              const std::string& read_digest = {});

}  // namespace migrate

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace migrate::sql {

/// Which grammar of tokens and statements a text follows.
enum class Flavor { sqlite, postgresql };

/// A place in a text. `line` and `column` start at 1, `column` counts characters (UTF-8 code
/// points), `offset` counts bytes from the start of the text.
struct Position {
  std::uint64_t offset = 0;
  std::uint64_t line = 1;
  std::uint64_t column = 1;
  bool operator==(const Position&) const = default;
};

/// One piece of a script, in order. The views are valid until the next call on the splitter.
struct Piece {
  enum class Kind {
    statement,  ///< one statement, from its first token to the last before its terminator
    copy,       ///< PostgreSQL: a COPY … FROM STDIN statement; copy_data pieces follow
    copy_data,  ///< some whole lines of its data, with their newlines
    copy_end,   ///< the `\.` line was read; text is empty
  };
  Kind kind = Kind::statement;
  std::string_view text = {};
  /// The tokens of the statement as they are (CRLF as LF inside them), each followed by one '\n';
  /// comments and the space between tokens are left out. For copy_data: the text with CRLF as LF.
  /// This is what checksums and the journal's running hash are made of, so its form never changes.
  std::string_view canonical = {};
  Position begin = {};  ///< of the first byte of `text`
};

/// Splits a script into statements the way the `sqlite3` and `psql` shells do, incrementally:
/// bytes go in with feed(), pieces come out of next(). Memory: the longest statement, and for COPY
/// data a bounded chunk. Never lets out a statement whose terminator has not been read, unless
/// finish() has said that no more bytes come.
///
/// Both: '…' strings, "…" names, comments that belong to the space between tokens; an empty
/// statement (`;;`) is no piece; a UTF-8 byte order mark at offset 0 is skipped; a NUL byte is an
/// error. SQLite: `…` and […] names, CREATE [TEMP|TEMPORARY] TRIGGER … BEGIN … END; (with CASE …
/// END inside) is one statement, as sqlite3_complete() has it; /* comments do not nest and may be
/// left open at the end. PostgreSQL: E'…' with backslashes, U&'…', $tag$…$tag$, nested comments,
/// parentheses (CREATE RULE … DO (a; b)), BEGIN ATOMIC … END bodies with CASE … END, COPY … FROM
/// STDIN with its data up to `\.`, which begins on the next line.
///
/// psql's `\restrict KEY` and `\unrestrict KEY` lines between statements are skipped; any other
/// line that begins with a backslash between statements is an error that says so.
///
/// Throws Error{ErrorCode::revision} with line and column where a string, name, comment,
/// dollar-quoted text, trigger, ATOMIC body or COPY data is still open at the end.
class Splitter {
 public:
  /// `start` is the place of the first byte that will be fed, in the file it comes from.
  explicit Splitter(Flavor flavor, Position start = {});
  ~Splitter();
  Splitter(Splitter&&) noexcept;
  Splitter& operator=(Splitter&&) noexcept;

  /// Appends bytes; they are copied. A multi-byte character or a token may be cut anywhere.
  void feed(std::string_view bytes);

  /// No more bytes will come: a last statement without a terminator is let out by next().
  void finish();

  /// The next piece, or false: more bytes are needed or, after finish(), nothing is left.
  bool next(Piece& out);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// A piece of a whole script as a value of its own; for short texts and tests.
struct OwnedPiece {
  Piece::Kind kind = Piece::Kind::statement;
  std::string text = {};
  std::string canonical = {};
  Position begin = {};
  bool operator==(const OwnedPiece&) const = default;
};

/// Feeds all of `script` at once and collects the pieces.
std::vector<OwnedPiece> split(Flavor flavor, std::string_view script);

/// The first tokens of a statement, at most `max`: bare words in upper case (ASCII), a quoted name
/// with its quotes taken off and its case kept, a string literal with its quotes, numbers and
/// parameters whole, any other character alone. For telling kinds of statements apart; reads no
/// further than it must. `quoted` says whether the token was a quoted name.
struct Token {
  std::string text = {};
  bool quoted = false;
  bool operator==(const Token&) const = default;
};
std::vector<Token> leading_tokens(Flavor flavor, std::string_view statement, std::size_t max);

}  // namespace migrate::sql

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "migrate/error.hpp"
#include "sql/splitter_impl.hpp"

namespace migrate::sql {
namespace {

using Kind = Lexeme::Kind;

constexpr std::size_t npos = std::string_view::npos;

const char* unclosed(std::string_view token, Kind kind) {
  if (kind == Kind::name) return "This quoted name is not closed.";
  if (token.starts_with('$')) return "This dollar-quoted text is not closed.";
  return "This string is not closed.";
}

}  // namespace

void fail(const Position& at, std::string message) {
  throw Error(ErrorInfo{.code = ErrorCode::revision,
                        .message = std::move(message),
                        .line = at.line,
                        .column = at.column});
}

void Splitter::Impl::feed(std::string_view bytes) {
  const std::uint64_t keep = in_statement_ ? begin_ : next_;
  if (keep > reached_.offset - start_.offset) position(keep);
  window_.append(bytes, keep);
}

/// Of a place that is not before any place that was asked for earlier.
Position Splitter::Impl::position(std::uint64_t place) {
  advance(reached_, window_.view(reached_.offset - start_.offset, place));
  return reached_;
}

bool Splitter::Impl::next(Piece& out) {
  if (next_piece(out)) return true;
  if (window_.stops_at_nul()) fail(position(window_.end()), "A NUL byte cannot stand in SQL text.");
  return false;
}

bool Splitter::Impl::next_piece(Piece& out) {
  if (mode_ == Mode::start && !skip_byte_order_mark()) return false;
  if (mode_ == Mode::copy_line && !skip_copy_line()) return false;
  return mode_ == Mode::copy_data ? next_copy_data(out) : next_statement(out);
}

bool Splitter::Impl::skip_byte_order_mark() {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  const std::string_view text = window_.view(0, window_.end());
  if (start_.offset == 0) {
    if (text.size() < mark.size() && mark.starts_with(text) && !is_final()) return false;
    if (text.starts_with(mark)) {
      next_ = mark.size();
      reached_.offset += mark.size();
    }
  }
  mode_ = Mode::sql;
  return true;
}

bool Splitter::Impl::next_statement(Piece& out) {
  const char* at = window_.at(next_);
  const char* const end = window_.at(window_.end());
  const bool final = is_final();
  while (at != end) {
    const std::string_view rest(at, static_cast<std::size_t>(end - at));
    const Lexeme lexeme = lexer_.scan(rest, final);
    if (Lexeme::is_token(lexeme.kind)) {
      const std::string_view token = rest.substr(0, lexeme.length);
      if (lexeme.kind == Kind::semicolon && (!in_statement_ || end_.is_complete())) {
        next_ = window_.place(at + 1);
        if (in_statement_) return deliver(out);
      } else if (!in_statement_ && *at == '\\' && flavor_ == Flavor::postgresql) {
        next_ = window_.place(at);
        if (!skip_psql_command()) return false;
        at = window_.at(next_);
        continue;
      } else {
        add_token(token, lexeme);
      }
    } else if (lexeme.kind == Kind::none) {
      break;
    } else if (lexeme.kind == Kind::block_comment) {
      add_comment(at);
    }
    at += lexeme.length;
    // The lexer would skip it as well, but not as fast.
    if (at != end && *at == ' ') ++at;
  }
  next_ = window_.place(at);
  return at == end && final && last_statement(out);
}

inline void Splitter::Impl::add_token(std::string_view token, const Lexeme& lexeme) {
  if (!in_statement_) begin_statement(window_.place(token.data()));
  if (!lexeme.closed) fail(position(window_.place(token.data())), unclosed(token, lexeme.kind));
  end_.add(lexeme.kind, token);
  if (window_.has_cr()) {
    canonical_.add_token_without_cr(token);
  } else {
    canonical_.add_token(token);
  }
  token_end_ = window_.place(token.data() + token.size());
}

void Splitter::Impl::add_comment(const char* at) {
  if (lexer_.in_comment() && !in_comment_) comment_begin_ = position(window_.place(at));
  in_comment_ = lexer_.in_comment();
}

void Splitter::Impl::begin_statement(std::uint64_t place) {
  in_statement_ = true;
  begin_ = place;
  begin_position_ = position(place);
  canonical_.clear();
  end_.reset();
}

bool Splitter::Impl::deliver(Piece& out) {
  in_statement_ = false;
  if (end_.is_copy_in()) mode_ = Mode::copy_line;
  out.kind = end_.is_copy_in() ? Piece::Kind::copy : Piece::Kind::statement;
  out.text = window_.view(begin_, token_end_);
  out.canonical = canonical_.text();
  out.begin = begin_position_;
  return true;
}

/// At the end of the text.
bool Splitter::Impl::last_statement(Piece& out) {
  if (in_comment_ && flavor_ == Flavor::postgresql) {
    fail(comment_begin_, "This comment is not closed.");
  }
  if (!in_statement_) return false;
  if (end_.open_body() != nullptr) fail(begin_position_, end_.open_body());
  if (end_.is_copy_in()) fail_without_end_of_copy();
  return deliver(out);
}

/// False: more bytes are needed.
bool Splitter::Impl::skip_psql_command() {
  std::string_view line;
  if (!read_line(line)) return false;
  const std::string_view command =
      line.substr(0, std::min(line.find_first_of(" \t\r"), line.size()));
  if (command != "\\restrict" && command != "\\unrestrict") {
    fail(position(next_),
         fmt::format("\"{}\" is a command of psql, not SQL: remove the line, or run the file with "
                     "psql.",
                     command));
  }
  next_ += line.size();
  return true;
}

/// The rest of the line at next_, without its newline. False: more bytes are needed.
bool Splitter::Impl::read_line(std::string_view& line) {
  const std::string_view rest = window_.view(next_, window_.end());
  const std::size_t newline = rest.find('\n', searched_);
  if (newline == npos && !is_final()) {
    searched_ = rest.size();
    return false;
  }
  searched_ = 0;
  line = rest.substr(0, newline);
  return true;
}

Splitter::Splitter(Flavor flavor, Position start) : impl_(std::make_unique<Impl>(flavor, start)) {}
Splitter::~Splitter() = default;
Splitter::Splitter(Splitter&&) noexcept = default;
Splitter& Splitter::operator=(Splitter&&) noexcept = default;

void Splitter::feed(std::string_view bytes) { impl_->feed(bytes); }
void Splitter::finish() { impl_->finish(); }
bool Splitter::next(Piece& out) { return impl_->next(out); }

std::vector<OwnedPiece> split(Flavor flavor, std::string_view script) {
  Splitter splitter(flavor);
  splitter.feed(script);
  splitter.finish();
  std::vector<OwnedPiece> pieces;
  for (Piece piece; splitter.next(piece);) {
    pieces.push_back({.kind = piece.kind,
                      .text = std::string(piece.text),
                      .canonical = std::string(piece.canonical),
                      .begin = piece.begin});
  }
  return pieces;
}

}  // namespace migrate::sql

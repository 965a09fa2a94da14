#include <string>

#include "sql/copy_data.hpp"
#include "sql/splitter_impl.hpp"

namespace migrate::sql {
namespace {

constexpr std::size_t npos = std::string_view::npos;

/// Data is handed on in pieces of about this size.
constexpr std::size_t usual_piece = std::size_t{256} * 1024;

bool is_blank(Flavor flavor, std::string_view line) {
  Lexer lexer(flavor);
  while (!line.empty()) {
    const Lexeme lexeme = lexer.scan(line, true);
    if (Lexeme::is_token(lexeme.kind)) return false;
    line.remove_prefix(lexeme.length);
  }
  return !lexer.in_comment();
}

}  // namespace

void Splitter::Impl::fail_without_end_of_copy() const {
  fail(begin_position_, "This COPY … FROM STDIN has no line \"\\.\" that ends its data.");
}

/// What stands behind `COPY … FROM STDIN;` on its line. False: more bytes are needed.
bool Splitter::Impl::skip_copy_line() {
  std::string_view line;
  if (!read_line(line)) return false;
  if (!is_blank(flavor_, line)) {
    fail(position(next_),
         "Nothing may follow COPY … FROM STDIN on its line: its data begins on the next one.");
  }
  if (next_ + line.size() == window_.end()) fail_without_end_of_copy();
  next_ += line.size() + 1;
  mode_ = Mode::copy_data;
  return true;
}

bool Splitter::Impl::next_copy_data(Piece& out) {
  std::string_view line;
  if (!read_line(line)) return false;
  if (is_end_of_copy(line)) {
    deliver_copy_end(line, out);
    return true;
  }
  if (next_ + line.size() == window_.end()) fail_without_end_of_copy();
  const std::string_view rest = window_.view(next_, window_.end());
  const std::size_t last_newline = rest.substr(0, usual_piece).rfind('\n');
  const std::size_t whole = last_newline == npos ? line.size() : last_newline;
  deliver_copy_data(lines_before_marker(rest.substr(0, whole + 1)), out);
  return true;
}

void Splitter::Impl::deliver_copy_data(std::string_view data, Piece& out) {
  out.kind = Piece::Kind::copy_data;
  out.text = data;
  out.canonical = data;
  out.begin = position(next_);
  if (window_.has_cr() && data.find('\r') != npos) {
    canonical_.clear();
    canonical_.add_without_cr(data);
    out.canonical = canonical_.text();
  }
  next_ += data.size();
}

void Splitter::Impl::deliver_copy_end(std::string_view line, Piece& out) {
  out.kind = Piece::Kind::copy_end;
  out.text = {};
  out.canonical = {};
  out.begin = position(next_);
  next_ += line.size();
  mode_ = Mode::sql;
}

}  // namespace migrate::sql

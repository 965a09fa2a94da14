#include <algorithm>

#include "sql/lexer.hpp"

// Comments, strings and quoted names: what goes on until its end comes.

namespace migrate::sql {
namespace {

constexpr std::size_t npos = std::string_view::npos;

}  // namespace

/// May be empty when an earlier call has read all of the comment but not seen its newline.
Lexeme Lexer::scan_line_comment(std::string_view rest) {
  const std::size_t end = flavor_ == Flavor::sqlite ? rest.find('\n') : rest.find_first_of("\n\r");
  if (end != npos) {
    pending_ = Pending::nothing;
    return {Kind::line_comment, true, end};
  }
  pending_ = Pending::line_comment;
  remembers_ = true;
  return {Kind::line_comment, true, rest.size()};
}

Lexeme Lexer::scan_block_comment(std::string_view rest, std::size_t at, bool final) {
  const bool nests = flavor_ == Flavor::postgresql;
  for (; at < rest.size(); ++at) {
    if (rest[at] != '*' && rest[at] != '/') continue;
    if (at + 1 == rest.size() && !final) break;  // its fellow may follow
    const std::string_view pair = rest.substr(at, 2);
    if (pair == "*/" && --depth_ == 0) {
      pending_ = Pending::nothing;
      return {Kind::block_comment, true, at + 2};
    }
    if (pair == "/*" && nests) ++depth_;
    if (pair == "*/" || (pair == "/*" && nests)) ++at;
  }
  pending_ = Pending::block_comment;
  remembers_ = true;
  return at == 0 ? Lexeme() : Lexeme{Kind::block_comment, true, at};
}

Lexeme Lexer::open_text(Kind kind, Ending ending, std::size_t opening, std::string_view rest,
                        bool final) {
  text_kind_ = kind;
  ending_ = ending;
  opening_ = opening;
  looked_at_ = opening;
  quote_ = rest[opening - 1] == '[' ? ']' : rest[opening - 1];
  return scan_text(rest, final);
}

Lexeme Lexer::scan_text(std::string_view rest, bool final) {
  const std::size_t end = end_of_text(rest, final);
  if (end == npos && !final) {
    pending_ = Pending::text;
    remembers_ = true;
    return {};
  }
  pending_ = Pending::nothing;
  if (end == npos) return {text_kind_, false, rest.size()};
  if (ending_ == Ending::escaped) {
    continuation_ = Continuation::after_escaped;
    remembers_ = true;
  }
  return {text_kind_, true, end};
}

/// Behind the closing quote; npos: not in `rest`, and looked_at_ says where to go on.
std::size_t Lexer::end_of_text(std::string_view rest, bool final) {
  if (ending_ == Ending::escaped) return end_of_escaped(rest, final);
  if (ending_ == Ending::tag) return end_of_tagged(rest);
  while (true) {
    const std::size_t at = rest.find(quote_, looked_at_);
    looked_at_ = std::min(at, rest.size());
    if (at == npos) return npos;
    if (ending_ == Ending::single) return at + 1;
    if (at + 1 == rest.size()) return final ? at + 1 : npos;
    if (rest[at + 1] != quote_) return at + 1;
    looked_at_ = at + 2;
  }
}

std::size_t Lexer::end_of_escaped(std::string_view rest, bool final) {
  while (looked_at_ < rest.size()) {
    const char c = rest[looked_at_];
    if (c == '\'' || c == '\\') {
      if (looked_at_ + 1 == rest.size()) return final && c == '\'' ? rest.size() : npos;
      if (c == '\'' && rest[looked_at_ + 1] != '\'') return looked_at_ + 1;
      ++looked_at_;
    }
    ++looked_at_;
  }
  return npos;
}

std::size_t Lexer::end_of_tagged(std::string_view rest) {
  const std::string_view tag = rest.substr(0, opening_);
  while (true) {
    looked_at_ = std::min(rest.find('$', looked_at_), rest.size());
    if (rest.size() - looked_at_ < tag.size()) return npos;
    if (rest.substr(looked_at_, tag.size()) == tag) return looked_at_ + tag.size();
    ++looked_at_;
  }
}

}  // namespace migrate::sql

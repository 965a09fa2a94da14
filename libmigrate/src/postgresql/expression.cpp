#include "postgresql/expression.hpp"

#include <utility>
#include <vector>

#include "base/text.hpp"
#include "postgresql/identifier.hpp"
#include "sql/lexer.hpp"

namespace migrate::postgresql {
namespace {

using Kind = sql::Lexeme::Kind;

struct Part {
  Kind kind;
  std::size_t begin;
  std::size_t end;
};

/// The tokens of a text that the server printed.
std::vector<Part> tokens(std::string_view text) {
  std::vector<Part> out;
  sql::Lexer lexer(sql::Flavor::postgresql);
  for (std::size_t at = 0; at < text.size();) {
    const sql::Lexeme lexeme = lexer.scan(text.substr(at), true);
    if (sql::Lexeme::is_token(lexeme.kind)) out.push_back({lexeme.kind, at, at + lexeme.length});
    if (lexeme.length == 0) break;
    at += lexeme.length;
  }
  return out;
}

/// Walks over the tokens of an index's definition.
class IndexReader {
 public:
  IndexReader(std::string_view text, const std::vector<bool>& expressions)
      : text_(text), tokens_(tokens(text)), expressions_(expressions) {}

  void read(Index& index) {
    while (!take("USING")) ++at_;
    index.method = at("btree") ? "" : std::string(word());
    ++at_;
    keys(index.columns);
    if (take("INCLUDE")) {
      for (const std::string& name : list()) index.include.push_back(unquoted(name));
    }
    if (take("NULLS")) at_ += at("NOT") ? 2 : 1;
    if (take("WITH")) {
      for (const std::string& option : list()) index.options.push_back(plain(option));
    }
    if (take("TABLESPACE")) ++at_;
    if (take("WHERE"))
      index.where = Sql(settled(without_parentheses(text_.substr(tokens_[at_].begin))));
  }

 private:
  [[nodiscard]] bool done() const { return at_ >= tokens_.size(); }
  [[nodiscard]] std::string_view word() const {
    return text_.substr(tokens_[at_].begin, tokens_[at_].end - tokens_[at_].begin);
  }
  [[nodiscard]] bool at(std::string_view wanted) const { return !done() && word() == wanted; }
  bool take(std::string_view wanted) {
    if (!at(wanted)) return false;
    ++at_;
    return true;
  }

  /// Steps over ( … ).
  void skip_parentheses() {
    int depth = 0;
    do {
      depth += at("(") ? 1 : at(")") ? -1 : 0;
      ++at_;
    } while (depth > 0 && !done());
  }

  [[nodiscard]] std::string from(std::size_t first) const {
    return std::string(
        text_.substr(tokens_[first].begin, tokens_[at_ - 1].end - tokens_[first].begin));
  }

  /// A name, with its schema where it has one.
  std::string name() {
    const std::size_t first = at_++;
    while (take(".")) ++at_;
    return from(first);
  }

  /// ( a, b ) as its parts' texts.
  std::vector<std::string> list() {
    std::vector<std::string> out;
    ++at_;
    while (!done() && !at(")")) {
      const std::size_t first = at_;
      while (!done() && !at(",") && !at(")")) ++at_;
      out.push_back(from(first));
      take(",");
    }
    ++at_;
    return out;
  }

  /// `fillfactor='70'` as the catalog has it: fillfactor=70.
  static std::string plain(const std::string& option) {
    const std::size_t equals = option.find('=');
    if (equals == std::string::npos || !option.ends_with('\'')) return option;
    const std::size_t open = option.find('\'', equals);
    const std::string value = option.substr(open + 1, option.size() - open - 2);
    return option.substr(0, equals + 1) + text::replace_all(value, "''", "'");
  }

  void keys(std::vector<IndexColumn>& columns) {
    ++at_;
    for (std::size_t i = 0; !done() && !at(")"); ++i, take(",")) {
      columns.push_back(key(i < expressions_.size() && expressions_[i]));
    }
    ++at_;
  }

  IndexColumn key(bool is_expression) {
    IndexColumn out;
    const std::size_t first = at_;
    if (is_expression) {
      // A call without parentheses around it, else anything within them.
      while (!at("(") && !done()) ++at_;
      skip_parentheses();
      out.expression = Sql(settled(without_parentheses(from(first))));
    } else {
      ++at_;
      out.column = unquoted(from(first));
    }
    if (take("COLLATE")) out.collation = collation();
    if (!at(",") && !at(")") && !at("ASC") && !at("DESC") && !at("NULLS")) {
      out.opclass = name();
      const std::size_t parameters = at_;
      if (at("(")) {
        skip_parentheses();
        out.opclass += " " + from(parameters);
      }
    }
    out.descending = take("DESC");
    if (take("NULLS")) {
      out.nulls = at("FIRST") ? Nulls::first : Nulls::last;
      ++at_;
    }
    return out;
  }

  std::string collation() {
    const std::string first = unquoted(word());
    ++at_;
    if (!take(".")) return collation_name("", first);
    const std::string second = unquoted(word());
    ++at_;
    return collation_name(first, second);
  }

  std::string_view text_;
  std::vector<Part> tokens_;
  const std::vector<bool>& expressions_;
  std::size_t at_ = 0;
};

/// `(ARRAY[a, b])::text[]` from its opening parenthesis on, as tokens.
struct CastArray {
  std::vector<std::pair<std::size_t, std::size_t>> elements = {};  ///< where they stand in the text
  std::string type = {};                                           ///< of an element
  std::size_t end = 0;                                             ///< one past it, in the text
};

class ArrayReader {
 public:
  explicit ArrayReader(std::string_view text) : text_(text), tokens_(tokens(text)) {}

  [[nodiscard]] const std::vector<Part>& parts() const { return tokens_; }

  /// False: no such thing begins at this token.
  bool read(std::size_t first, CastArray& out) const {
    std::size_t at = first;
    if (!is(at++, "(") || !is(at++, "ARRAY") || !is(at++, "[")) return false;
    std::size_t begin = at;
    for (int depth = 0; depth >= 0; ++at) {
      if (at >= tokens_.size()) return false;
      if (depth == 0 && (is(at, ",") || is(at, "]"))) {
        if (at == begin) return false;
        out.elements.emplace_back(tokens_[begin].begin, tokens_[at - 1].end);
        begin = at + 1;
      }
      depth += is(at, "(") || is(at, "[") ? 1 : is(at, ")") || is(at, "]") ? -1 : 0;
    }
    if (!is(at++, ")") || !is(at++, "::")) return false;
    const std::size_t type = at;
    while (at < tokens_.size() && !is(at, "[") && !is(at, ")")) ++at;
    if (at == type || !is(at, "[") || !is(at + 1, "]")) return false;
    out.type = text_.substr(tokens_[type].begin, tokens_[at - 1].end - tokens_[type].begin);
    out.end = tokens_[at + 1].end;
    return true;
  }

 private:
  [[nodiscard]] bool is(std::size_t at, std::string_view wanted) const {
    return at < tokens_.size() &&
           text_.substr(tokens_[at].begin, tokens_[at].end - tokens_[at].begin) == wanted;
  }

  std::string_view text_;
  std::vector<Part> tokens_;
};

std::string array_text(std::string_view text, const CastArray& array) {
  std::string out;
  for (const auto& [begin, end] : array.elements) {
    if (!out.empty()) out += ", ";
    out.append("(").append(text.substr(begin, end - begin)).append(")::").append(array.type);
  }
  return "ARRAY[" + out + "]";
}

}  // namespace

std::string settled(std::string_view sql) {
  if (sql.find("(ARRAY[") == std::string_view::npos) return std::string(sql);
  const ArrayReader reader(sql);
  std::string out;
  std::size_t copied = 0;
  for (std::size_t at = 0; at < reader.parts().size(); ++at) {
    const std::size_t begin = reader.parts()[at].begin;
    CastArray array;
    if (begin < copied || !reader.read(at, array)) continue;
    out.append(sql.substr(copied, begin - copied)).append(array_text(sql, array));
    copied = array.end;
  }
  return out.append(sql.substr(copied));
}

std::string without_parentheses(std::string_view expression) {
  while (expression.size() > 1 && expression.front() == '(' && expression.back() == ')') {
    int depth = 0;
    for (const Part& part : tokens(expression)) {
      depth += part.kind == Kind::open ? 1 : part.kind == Kind::close ? -1 : 0;
      if (depth == 0 && part.end != expression.size()) return std::string(expression);
    }
    expression = text::trim(expression.substr(1, expression.size() - 2));
  }
  return std::string(expression);
}

bool is_call(std::string_view expression) {
  const std::vector<Part> parts = tokens(expression);
  if (parts.size() < 3 || parts[0].kind != Kind::word || parts[1].kind != Kind::open ||
      parts[0].end != parts[1].begin) {
    return false;
  }
  const std::string_view name = expression.substr(0, parts[0].end);
  if (identifier(name) != name) return false;  // a keyword, or folded to another name
  int depth = 0;
  for (const Part& part : parts) {
    depth += part.kind == Kind::open ? 1 : part.kind == Kind::close ? -1 : 0;
    if (depth == 0 && part.kind == Kind::close) return part.end == parts.back().end;
  }
  return false;
}

void read_index(std::string_view definition, const std::vector<bool>& expressions, Index& index) {
  IndexReader(definition, expressions).read(index);
}

}  // namespace migrate::postgresql

#include <algorithm>
#include <span>

#include "base/text.hpp"
#include "ops/renaming.hpp"

/// Names in SQL expressions. The lexers of sql/ are a floor apart and tell dialects from each
/// other; an expression that a database printed needs less.
namespace migrate::ops {
namespace {

struct Identifier {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string name = {};  ///< without its quotes
  bool quoted = false;
};

bool is_word(char c) {
  return text::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         c == '$' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

bool is_plain(std::string_view name) {
  if (name.empty() || text::is_digit(name.front())) return false;
  for (const char c : name) {
    if (!text::is_digit(c) && !(c >= 'a' && c <= 'z') && c != '_') return false;
  }
  return true;
}

class Scan {
 public:
  explicit Scan(std::string_view expression) : text_(expression) {}

  /// The next name that may be a column's; false at the end.
  bool next(Identifier& out) {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\'') {
        skip_quoted('\'');
      } else if (c == '"' || c == '`' || c == '[') {
        out = quoted(c == '[' ? ']' : c);
        if (!called()) return true;
      } else if (text_.substr(at_, 2) == "--") {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (text_.substr(at_, 2) == "/*") {
        const std::size_t end = text_.find("*/", at_ + 2);
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
      } else if (is_word(c)) {
        out = word();
        if (!text::is_digit(c) && !called() && !is_prefix()) return true;
      } else {
        ++at_;
      }
    }
    return false;
  }

 private:
  std::string skip_quoted(char quote) {
    std::string inner;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == quote) {
        ++at_;
        if (at_ >= text_.size() || text_[at_] != quote || quote == ']') break;
      }
      inner += text_[at_];
    }
    return inner;
  }

  Identifier quoted(char quote) {
    Identifier out{.begin = at_, .quoted = true};
    out.name = skip_quoted(quote);
    out.end = at_;
    return out;
  }

  Identifier word() {
    Identifier out{.begin = at_};
    while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    out.end = at_;
    out.name = text_.substr(out.begin, at_ - out.begin);
    return out;
  }

  /// `lower(`.
  [[nodiscard]] bool called() const {
    std::size_t at = at_;
    while (at < text_.size() && text::is_space(text_[at])) ++at;
    return at < text_.size() && text_[at] == '(';
  }

  /// The E of E'…'.
  [[nodiscard]] bool is_prefix() const { return at_ < text_.size() && text_[at_] == '\''; }

  std::string_view text_;
  std::size_t at_ = 0;
};

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::ranges::any_of(
      words, [&](std::string_view known) { return text::equals_ignoring_case(word, known); });
}

/// What stands in an expression without quotes and is reserved is no name, though a column may be
/// called that.
bool is_reserved(std::string_view word) {
  constexpr std::string_view words[] = {
      "ALL",     "AND",   "ANY",    "AS",     "BETWEEN", "CASE",   "CAST",    "COLLATE",
      "DEFAULT", "ELSE",  "END",    "ESCAPE", "EXISTS",  "FALSE",  "FROM",    "GLOB",
      "IN",      "IS",    "ISNULL", "LIKE",   "MATCH",   "NOT",    "NOTNULL", "NULL",
      "OR",      "ORDER", "SELECT", "THEN",   "TRUE",    "UNIQUE", "WHEN",    "WHERE"};
  return is_one_of(word, words);
}

/// Keywords of one of the databases that a name is not written like without quotes.
bool is_keyword(std::string_view word) {
  constexpr std::string_view words[] = {"ABORT",
                                        "ACTION",
                                        "ADD",
                                        "AFTER",
                                        "ALTER",
                                        "ALWAYS",
                                        "ANALYSE",
                                        "ANALYZE",
                                        "ARRAY",
                                        "ASC",
                                        "ASYMMETRIC",
                                        "ATTACH",
                                        "AUTHORIZATION",
                                        "AUTOINCREMENT",
                                        "BEFORE",
                                        "BEGIN",
                                        "BINARY",
                                        "BOTH",
                                        "BY",
                                        "CASCADE",
                                        "CHECK",
                                        "COLLATION",
                                        "COLUMN",
                                        "COMMIT",
                                        "CONCURRENTLY",
                                        "CONFLICT",
                                        "CONSTRAINT",
                                        "CREATE",
                                        "CROSS",
                                        "CURRENT",
                                        "CURRENT_CATALOG",
                                        "CURRENT_DATE",
                                        "CURRENT_ROLE",
                                        "CURRENT_SCHEMA",
                                        "CURRENT_TIME",
                                        "CURRENT_TIMESTAMP",
                                        "CURRENT_USER",
                                        "DATABASE",
                                        "DEFERRABLE",
                                        "DEFERRED",
                                        "DELETE",
                                        "DESC",
                                        "DETACH",
                                        "DISTINCT",
                                        "DO",
                                        "DROP",
                                        "EACH",
                                        "EXCEPT",
                                        "EXCLUDE",
                                        "EXCLUSIVE",
                                        "EXPLAIN",
                                        "FAIL",
                                        "FETCH",
                                        "FILTER",
                                        "FIRST",
                                        "FOLLOWING",
                                        "FOR",
                                        "FOREIGN",
                                        "FREEZE",
                                        "FULL",
                                        "GENERATED",
                                        "GRANT",
                                        "GROUP",
                                        "GROUPS",
                                        "HAVING",
                                        "IF",
                                        "IGNORE",
                                        "ILIKE",
                                        "IMMEDIATE",
                                        "INDEX",
                                        "INDEXED",
                                        "INITIALLY",
                                        "INNER",
                                        "INSERT",
                                        "INSTEAD",
                                        "INTERSECT",
                                        "INTO",
                                        "JOIN",
                                        "KEY",
                                        "LAST",
                                        "LATERAL",
                                        "LEADING",
                                        "LEFT",
                                        "LIMIT",
                                        "LOCALTIME",
                                        "LOCALTIMESTAMP",
                                        "MATERIALIZED",
                                        "NATURAL",
                                        "NO",
                                        "NOTHING",
                                        "NULLS",
                                        "OF",
                                        "OFFSET",
                                        "ON",
                                        "ONLY",
                                        "OTHERS",
                                        "OUTER",
                                        "OVER",
                                        "OVERLAPS",
                                        "PARTITION",
                                        "PLACING",
                                        "PLAN",
                                        "PRAGMA",
                                        "PRECEDING",
                                        "PRIMARY",
                                        "QUERY",
                                        "RAISE",
                                        "RANGE",
                                        "RECURSIVE",
                                        "REFERENCES",
                                        "REGEXP",
                                        "REINDEX",
                                        "RELEASE",
                                        "RENAME",
                                        "REPLACE",
                                        "RESTRICT",
                                        "RETURNING",
                                        "RIGHT",
                                        "ROLLBACK",
                                        "ROW",
                                        "ROWS",
                                        "SAVEPOINT",
                                        "SESSION_USER",
                                        "SET",
                                        "SIMILAR",
                                        "SOME",
                                        "SYMMETRIC",
                                        "TABLE",
                                        "TABLESAMPLE",
                                        "TEMP",
                                        "TEMPORARY",
                                        "TIES",
                                        "TO",
                                        "TRAILING",
                                        "TRANSACTION",
                                        "TRIGGER",
                                        "UNBOUNDED",
                                        "UNION",
                                        "UPDATE",
                                        "USER",
                                        "USING",
                                        "VACUUM",
                                        "VALUES",
                                        "VARIADIC",
                                        "VERBOSE",
                                        "VIEW",
                                        "VIRTUAL",
                                        "WINDOW",
                                        "WITH",
                                        "WITHOUT"};
  return is_reserved(word) || is_one_of(word, words);
}

bool is_it(const Identifier& identifier, std::string_view column) {
  if (identifier.quoted) return identifier.name == column;
  return text::equals_ignoring_case(identifier.name, column) && !is_reserved(column);
}

}  // namespace

bool mentions(std::string_view expression, std::string_view column) {
  Scan scan(expression);
  for (Identifier identifier; scan.next(identifier);) {
    if (is_it(identifier, column)) return true;
  }
  return false;
}

std::string renamed(std::string_view expression, std::string_view column,
                    std::string_view new_name) {
  std::string out;
  std::size_t copied = 0;
  Scan scan(expression);
  for (Identifier identifier; scan.next(identifier);) {
    if (!is_it(identifier, column)) continue;
    out += expression.substr(copied, identifier.begin - copied);
    out += identifier.quoted || !is_plain(new_name) || is_keyword(new_name)
               ? '"' + text::replace_all(new_name, "\"", "\"\"") + '"'
               : std::string(new_name);
    copied = identifier.end;
  }
  out += expression.substr(copied);
  return out;
}

}  // namespace migrate::ops

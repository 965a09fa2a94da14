#include "postgresql/statements.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace migrate::postgresql {
namespace {

/// Enough for `CREATE OR REPLACE LOCAL TEMPORARY VIEW`.
constexpr std::size_t leading = 8;

constexpr std::array<std::string_view, 6> any_transaction_control = {
    "BEGIN", "START TRANSACTION", "COMMIT", "END", "ABORT", "PREPARE TRANSACTION"};

constexpr std::array<std::string_view, 4> any_without_traits = {"INSERT", "UPDATE", "DELETE",
                                                                "COPY"};

/// Lost with the connection. PREPARE is here without TRANSACTION: a plan of the session.
constexpr std::array<std::string_view, 6> any_session = {"SET",     "RESET",      "DISCARD",
                                                         "PREPARE", "DEALLOCATE", "LOAD"};

constexpr std::array<std::string_view, 11> any_bare = {"CREATE INDEX CONCURRENTLY",
                                                       "CREATE UNIQUE INDEX CONCURRENTLY",
                                                       "DROP INDEX CONCURRENTLY",
                                                       "VACUUM",
                                                       "ALTER SYSTEM",
                                                       "CREATE DATABASE",
                                                       "DROP DATABASE",
                                                       "CREATE TABLESPACE",
                                                       "DROP TABLESPACE",
                                                       "REINDEX DATABASE",
                                                       "REINDEX SYSTEM"};

template <std::size_t n>
bool at_any(const Words& words, const std::array<std::string_view, n>& phrases) {
  return std::ranges::any_of(phrases, [&](std::string_view phrase) { return words.at(phrase); });
}

bool is_transaction_control(Words words) {
  if (at_any(words, any_transaction_control)) return true;
  if (!words.take("ROLLBACK")) return false;
  if (!words.take("WORK")) words.take("TRANSACTION");
  return !words.at("TO");
}

bool is_session(Words words) {
  if (words.take("SELECT")) {
    // pg_dump sets the search_path so.
    words.take("PG_CATALOG .");
    return words.at("SET_CONFIG (");
  }
  if (words.at("SET LOCAL") || words.at("SET CONSTRAINTS") || words.at("SET TRANSACTION") ||
      words.at("PREPARE TRANSACTION")) {
    return false;
  }
  return at_any(words, any_session);
}

bool is_bare(Words words) {
  if (at_any(words, any_bare)) return true;
  if (!words.take("REINDEX")) return false;
  if (words.at("( CONCURRENTLY )")) return true;
  words.skip_parentheses();
  words.skip();  // INDEX, TABLE, SCHEMA
  return words.at("CONCURRENTLY");
}

/// Is there `INTO TEMP name`, but not in an INSERT INTO or MERGE INTO?
bool selects_into_temporary(std::string_view statement) {
  Words words(statement, std::string_view::npos);
  for (bool other = false; !words.done();) {
    other = words.at("INSERT") || words.at("MERGE");
    words.skip();
    if (other || !words.take("INTO")) continue;
    if (!words.take("LOCAL")) words.take("GLOBAL");
    if (!words.take("TEMP") && !words.take("TEMPORARY")) continue;
    // A table may be called temp: then no name follows.
    words.take("TABLE");
    if (!words.at("FROM") && words.name()) return true;
  }
  return false;
}

bool is_temporary(Words words, std::string_view statement) {
  if (words.at("SELECT") || words.at("WITH")) return selects_into_temporary(statement);
  if (!words.take("CREATE")) return false;
  words.take("OR REPLACE");
  if (!words.take("LOCAL")) words.take("GLOBAL");
  if (words.at("TEMP") || words.at("TEMPORARY")) return true;
  for (; !words.done(); words.skip()) {
    if (words.at("PG_TEMP .")) return true;
    if (words.at("(") || words.at("AS")) break;
  }
  return false;
}

}  // namespace

StatementTraits traits(std::string_view statement) {
  // What large files are full of is told by its first word.
  if (at_any(Words(statement, 1), any_without_traits)) return {};
  const Words words(statement, leading);
  StatementTraits out;
  out.transaction_control = is_transaction_control(words);
  out.session = !out.transaction_control && is_session(words);
  out.bare = is_bare(words);
  out.temporary = is_temporary(words, statement);
  return out;
}

std::string Name::quoted() const {
  return schema.empty() ? quote(name) : quote(schema) + "." + quote(name);
}

Words::Words(std::string_view statement, std::size_t most)
    : tokens_(sql::leading_tokens(sql::Flavor::postgresql, statement, most)) {}

bool Words::at(std::string_view phrase) const {
  std::size_t token = next_;
  while (!phrase.empty()) {
    const std::string_view word = phrase.substr(0, phrase.find(' '));
    if (token >= tokens_.size() || tokens_[token].quoted || tokens_[token].text != word) {
      return false;
    }
    ++token;
    phrase.remove_prefix(std::min(phrase.size(), word.size() + 1));
  }
  return true;
}

bool Words::take(std::string_view phrase) {
  if (!at(phrase)) return false;
  next_ += static_cast<std::size_t>(std::ranges::count(phrase, ' ')) + 1;
  return true;
}

void Words::skip() { next_ = std::min(next_ + 1, tokens_.size()); }

void Words::skip_parentheses() {
  if (!at("(")) return;
  int depth = 0;
  do {
    depth += at("(") ? 1 : at(")") ? -1 : 0;
    skip();
  } while (depth > 0 && !done());
}

std::optional<std::string> Words::identifier() {
  if (done()) return std::nullopt;
  const sql::Token& token = tokens_[next_];
  const char first = token.text.empty() ? '\0' : token.text.front();
  const bool bare =
      (first >= 'A' && first <= 'Z') || first == '_' || static_cast<unsigned char>(first) >= 0x80;
  if (!token.quoted && !bare) return std::nullopt;
  ++next_;
  return token.quoted ? token.text : text::lower(token.text);
}

std::optional<Name> Words::name() {
  std::optional<std::string> first = identifier();
  if (!first) return std::nullopt;
  if (!take(".")) return Name{.schema = {}, .name = *std::move(first)};
  std::optional<std::string> second = identifier();
  if (!second) return std::nullopt;
  return Name{.schema = *std::move(first), .name = *std::move(second)};
}

std::string quote(std::string_view identifier) {
  return '"' + text::replace_all(identifier, "\"", "\"\"") + '"';
}

std::string literal(std::string_view text) {
  const std::string quotes = text::replace_all(text, "'", "''");
  if (text.find('\\') == std::string_view::npos) return '\'' + quotes + '\'';
  return "E'" + text::replace_all(quotes, "\\", "\\\\") + '\'';
}

}  // namespace migrate::postgresql

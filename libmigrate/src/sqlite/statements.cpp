#include "sqlite/statements.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "sql/splitter.hpp"

namespace migrate::sqlite {
namespace {

/// ROLLBACK [TRANSACTION] TO …: a savepoint's matter.
bool rolls_back_to_savepoint(const std::vector<sql::Token>& tokens) {
  const std::size_t next = tokens.size() > 1 && tokens[1].text == "TRANSACTION" ? 2 : 1;
  return tokens.size() > next && tokens[next].text == "TO";
}

/// PRAGMA [schema.]name
std::string pragma_name(const std::vector<sql::Token>& tokens) {
  const bool qualified = tokens.size() > 3 && tokens[2].text == ".";
  const std::size_t at = qualified ? 3 : 1;
  return at < tokens.size() ? text::lower(tokens[at].text) : "";
}

/// These are kept by the file, not by the connection, and obey its transactions: to set one again
/// when a section is resumed would undo what others have set since.
bool writes_to_file(std::string_view pragma) {
  constexpr std::array<std::string_view, 6> names = {"application_id",     "default_cache_size",
                                                     "incremental_vacuum", "optimize",
                                                     "schema_version",     "user_version"};
  return std::ranges::find(names, pragma) != names.end();
}

/// CREATE TEMP …, and CREATE TABLE [IF NOT EXISTS] temp.name.
bool creates_temporary(const std::vector<sql::Token>& tokens) {
  if (tokens.size() < 2) return false;
  if (tokens[1].text == "TEMP" || tokens[1].text == "TEMPORARY") return true;
  const std::size_t name = tokens.size() > 2 && tokens[2].text == "IF" ? 5 : 2;
  return tokens.size() > name + 1 && text::equals_ignoring_case(tokens[name].text, "temp") &&
         tokens[name + 1].text == ".";
}

bool can_have_traits(std::string_view verb) {
  constexpr std::array<std::string_view, 4> without = {"INSERT", "UPDATE", "DELETE", "REPLACE"};
  return std::ranges::find(without, verb) == without.end();
}

}  // namespace

StatementTraits statement_traits(std::string_view statement) {
  // What large files are full of is told by its first word.
  const std::vector<sql::Token> first = sql::leading_tokens(sql::Flavor::sqlite, statement, 1);
  if (first.empty() || first.front().quoted || !can_have_traits(first.front().text)) return {};
  const std::vector<sql::Token> tokens = sql::leading_tokens(sql::Flavor::sqlite, statement, 7);
  const std::string& verb = tokens.front().text;
  if (verb == "BEGIN" || verb == "COMMIT" || verb == "END") return {.transaction_control = true};
  // SQLite has none of these, but who brings them is told before anything runs.
  if (verb == "ABORT") return {.transaction_control = true};
  if (verb == "START" || verb == "PREPARE") {
    return {.transaction_control = tokens.size() > 1 && tokens[1].text == "TRANSACTION"};
  }
  if (verb == "ROLLBACK") return {.transaction_control = !rolls_back_to_savepoint(tokens)};
  if (verb == "VACUUM") return {.bare = true};
  if (verb == "ATTACH" || verb == "DETACH") return {.session = true, .bare = true};
  if (verb == "PRAGMA") {
    const std::string name = pragma_name(tokens);
    if (writes_to_file(name)) return {};
    return {.session = true, .bare = true, .foreign_keys = name == "foreign_keys"};
  }
  if (verb == "CREATE") return {.temporary = creates_temporary(tokens)};
  return {};
}

}  // namespace migrate::sqlite

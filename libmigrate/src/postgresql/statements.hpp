#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/dialect.hpp"
#include "sql/splitter.hpp"

namespace migrate::postgresql {

/// What a statement is by its words; Dialect::traits().
StatementTraits traits(std::string_view statement);

/// A name as a statement writes it, folded as the server folds it.
struct Name {
  std::string schema = {};  ///< empty = by the search_path
  std::string name = {};

  /// Quoted, with its schema where it has one.
  [[nodiscard]] std::string quoted() const;
};

/// The first words of a statement, read one after another.
class Words {
 public:
  Words(std::string_view statement, std::size_t most);

  /// Steps over the words of `phrase` (upper case, one blank between) if all of them come next.
  bool take(std::string_view phrase);

  /// Does `phrase` come next?
  [[nodiscard]] bool at(std::string_view phrase) const;

  /// Steps over ( … ) if it comes next.
  void skip_parentheses();

  /// Steps over one token.
  void skip();

  /// Reads a name with or without a schema.
  std::optional<Name> name();

  [[nodiscard]] bool done() const { return next_ >= tokens_.size(); }

 private:
  std::optional<std::string> identifier();

  std::vector<sql::Token> tokens_;
  std::size_t next_ = 0;
};

/// `identifier` in double quotes.
std::string quote(std::string_view identifier);

/// `text` as a string literal, whatever standard_conforming_strings says.
std::string literal(std::string_view text);

}  // namespace migrate::postgresql

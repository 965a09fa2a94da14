#include "sqlite/dependencies.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.hpp"
#include "sqlite/names.hpp"
#include "sqlite/tokens.hpp"

namespace migrate::sqlite {
namespace {

bool is_one_of(const Token& token, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return token.is(word); });
}

class Finder {
 public:
  explicit Finder(std::string_view statement) : in_(statement) {}

  std::vector<std::string> find() {
    while (!in_.at_end()) look_at(in_.next());
    std::vector<std::string> names;
    std::ranges::set_difference(found_, own_, std::back_inserter(names));
    return names;
  }

 private:
  void look_at(const Token& token) {
    const bool wanted = table_wanted_;
    table_wanted_ = false;
    if (token.opens()) {
      lists_.push_back(wanted);  // FROM (a, b) or FROM (SELECT …)
      table_wanted_ = wanted;
    } else if (token.closes()) {
      if (lists_.size() > 1) lists_.pop_back();
    } else if (token.is_symbol(',')) {
      table_wanted_ = lists_.back();
    } else if (wanted && token.is_name() && !is_one_of(token, {"SELECT", "VALUES", "WITH"})) {
      note_table(token);
    } else if (is_one_of(token, {"FROM", "JOIN"})) {
      lists_.back() = table_wanted_ = true;
    } else if (is_one_of(token, {"INTO", "UPDATE"})) {
      table_wanted_ = !in_.peek().is("OF");
    } else if (is_one_of(token, {"SELECT", "WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "WINDOW",
                                 "UNION", "EXCEPT", "INTERSECT", "SET", "VALUES"})) {
      lists_.back() = false;
      table_wanted_ = false;
    } else if (token.is("IN")) {
      table_wanted_ = in_.peek().kind != sql::Lexeme::Kind::open;
    } else if (token.is("WITH")) {
      in_.skip("RECURSIVE");
      if (in_.peek().is_name()) own_.insert(text::lower(unquoted(in_.peek().text)));
    } else if (token.is("AS") &&
               (in_.peek().opens() || in_.peek().is("MATERIALIZED") || in_.peek().is("NOT"))) {
      note_own();
    }
  }

  void note_table(const Token& token) {
    if (is_one_of(token, {"OR"})) {  // UPDATE OR REPLACE t
      in_.next();
      table_wanted_ = true;
      return;
    }
    if (in_.skip_symbol('.')) {  // main.t
      found_.insert(text::lower(in_.name()));
    } else if (!in_.peek().opens()) {  // else a function
      found_.insert(text::lower(unquoted(token.text)));
    }
  }

  /// WITH a AS (…), b (x, y) AS (…): the name before AS.
  void note_own() {
    std::size_t at = in_.position() - 1;
    while (at > 0 && in_.at(at - 1).closes()) {
      int depth = 0;
      do {
        --at;
        if (in_.at(at).closes()) ++depth;
        if (in_.at(at).opens()) --depth;
      } while (at > 0 && depth > 0);
    }
    if (at > 0 && in_.at(at - 1).is_name()) {
      own_.insert(text::lower(unquoted(in_.at(at - 1).text)));
    }
  }

  TokenReader in_;
  bool table_wanted_ = false;
  std::vector<bool> lists_ = {false};  ///< in these parentheses a comma leads to another table
  std::set<std::string> found_ = {};
  std::set<std::string> own_ = {};
};

}  // namespace

std::vector<std::string> tables_in(std::string_view statement) { return Finder(statement).find(); }

}  // namespace migrate::sqlite

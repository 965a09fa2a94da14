#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "sql/splitter.hpp"

namespace migrate::sql {

/// Writes valid scripts that are hard to split: quotes, comments, semicolons and keywords stand
/// wherever the grammar lets them. The same seed gives the same scripts. SQLite's prepare against
/// the tables of sqlite_schema() as long as they are not run.
class ScriptGenerator {
 public:
  ScriptGenerator(Flavor flavor, std::uint32_t seed) : flavor_(flavor), random_(seed) {}

  std::string script();

  static const char* sqlite_schema();

 private:
  bool sqlite() const { return flavor_ == Flavor::sqlite; }
  std::size_t below(std::size_t limit) { return random_() % limit; }
  bool one_in(std::size_t n) { return below(n) == 0; }
  std::string any(const std::vector<std::string>& choices);

  void put(std::string_view token);
  void put_words(std::string_view words);
  void gap();
  std::string blanks();
  std::string line_comment();
  std::string block_comment(int depth);
  std::string comment_text();
  std::string filling();

  void statement();
  void sqlite_statement();
  void postgresql_statement();
  void trigger();
  void routine();
  void rule();
  void body_statement();
  void query(int depth);
  void insert();
  void update();
  void expressions(int depth);
  void expression(int depth);
  void nested_expression(int depth);
  void case_expression(int depth);
  void name();
  void parameter();
  std::string string();
  std::string escape_string();
  std::string dollar_string();

  Flavor flavor_;
  std::mt19937 random_;
  std::string out_ = {};
  bool may_touch_ = true;   ///< the next token needs no blank before it
  bool names_ = true;       ///< columns of t may stand in expressions
  bool parameters_ = true;  ///< parameters may
};

/// How many scripts the tests generate (MIGRATE_TEST_SQL_SCRIPTS), and from which seed
/// (MIGRATE_TEST_SQL_SEED).
std::size_t script_count(std::size_t usual);
std::uint32_t script_seed();

}  // namespace migrate::sql

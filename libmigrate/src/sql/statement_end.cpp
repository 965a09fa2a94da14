#include "sql/statement_end.hpp"

#include <utility>

#include "base/text.hpp"

namespace migrate::sql {
namespace {

using Kind = Lexeme::Kind;

template <typename... Keyword>
bool is(std::string_view word, Keyword... keywords) {
  return (text::equals_ignoring_case(word, keywords) || ...);
}

}  // namespace

const char* StatementEnd::open_body() const {
  if (step_ == Step::trigger) return "This CREATE TRIGGER is not closed by \"END;\".";
  if (step_ == Step::body) return "This BEGIN ATOMIC body is not closed by \"END\".";
  return nullptr;
}

void StatementEnd::follow(Kind kind, std::string_view token) {
  const std::string_view word = kind == Kind::word ? token : std::string_view();
  const bool after_semicolon = std::exchange(after_semicolon_, kind == Kind::semicolon);
  const bool after_dot = std::exchange(after_dot_, token == ".");
  switch (step_) {
    case Step::trigger:
    case Step::body:
      // In both grammars the END of a body stands behind a semicolon, and that of a CASE, or a name
      // or a label `end`, never does: there is nothing to count.
      if (!after_semicolon || !is(word, "END")) return;
      step_ = step_ == Step::body ? Step::plain : Step::trigger_end;
      return;
    case Step::trigger_end:
      step_ = Step::trigger;
      return;
    case Step::routine:
    case Step::begin:
      if (step_ == Step::begin && is(word, "ATOMIC")) {
        step_ = Step::body;
        after_semicolon_ = true;
      } else {
        step_ = depth_ == 0 && is(word, "BEGIN") ? Step::begin : Step::routine;
      }
      return;
    case Step::copy:
      if (after_dot) return;
      if (is(word, "FROM")) step_ = Step::copy_from;
      if (is(word, "TO")) step_ = Step::plain;
      return;
    case Step::copy_first:
      step_ = kind == Kind::open ? Step::plain : Step::copy;
      return;
    case Step::copy_from:
      // PostgreSQL takes STDOUT for STDIN here.
      step_ = is(word, "STDIN", "STDOUT") ? Step::copy_in : Step::plain;
      return;
    case Step::copy_in:
    case Step::plain:
      return;
    case Step::first:
    case Step::explain:
    case Step::create:
      step_ = after(word);
  }
}

/// The step after one of the first words.
StatementEnd::Step StatementEnd::after(std::string_view word) const {
  const bool sqlite = flavor_ == Flavor::sqlite;
  if (step_ == Step::create) {
    if (sqlite && is(word, "TEMP", "TEMPORARY")) return Step::create;
    if (sqlite && is(word, "TRIGGER")) return Step::trigger;
    if (!sqlite && is(word, "OR", "REPLACE")) return Step::create;
    if (!sqlite && is(word, "FUNCTION", "PROCEDURE")) return Step::routine;
    return Step::plain;
  }
  if (is(word, "CREATE")) return Step::create;
  if (!sqlite) return is(word, "COPY") ? Step::copy_first : Step::plain;
  if (is(word, "EXPLAIN")) return Step::explain;
  return step_ == Step::explain && is(word, "QUERY", "PLAN") ? Step::explain : Step::plain;
}

}  // namespace migrate::sql

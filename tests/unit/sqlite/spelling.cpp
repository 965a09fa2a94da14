#include "spelling.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "schema/order.hpp"
#include "sqlite/names.hpp"

namespace migrate::sqlite {

bool is_keyword(const Token& token) {
  return token.kind == sql::Lexeme::Kind::word && !text::is_digit(token.text.back()) &&
         identifier(token.text).front() == '"';
}

namespace {

/// The text with every name in quotes only where it must be, keywords in capitals, without
/// comments.
std::string respelled(const std::string& text) {
  std::string out;
  for (const Token& token : tokens_of(text)) {
    if (!out.empty()) out += ' ';
    if (token.kind == sql::Lexeme::Kind::name) {
      out += identifier(unquoted(token.text));
    } else if (is_keyword(token)) {
      out += text::upper(token.text);
    } else {
      out += token.text;
    }
  }
  return out;
}

}  // namespace

Schema plain(Schema schema) {
  for (Table& table : schema.tables) {
    std::ranges::sort(table.columns, {}, &Column::name);
    for (Column& column : table.columns) {
      if (column.server_default) column.server_default = respelled(column.server_default->text);
      if (!column.generated) continue;
      column.generated->expression = respelled(column.generated->expression.text);
    }
    for (Check& check : table.checks) check.condition = respelled(check.condition.text);
    for (Index& index : table.indexes) {
      index.where = respelled(index.where.text);
      for (IndexColumn& part : index.columns) part.expression = respelled(part.expression.text);
    }
  }
  for (Object& object : schema.objects) object.definition = respelled(object.definition);
  return normalized(std::move(schema));
}

}  // namespace migrate::sqlite

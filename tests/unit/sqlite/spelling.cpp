#include "spelling.hpp"

#include <algorithm>

#include "schema/order.hpp"
#include "sqlite/names.hpp"
#include "sqlite/tokens.hpp"

namespace migrate::sqlite {
namespace {

/// The text with every name in quotes only where it must be: renaming a thing there and back leaves
/// quotes behind.
std::string respelled(const std::string& text) {
  std::string out;
  for (const Token& token : tokens_of(text)) {
    if (!out.empty()) out += ' ';
    const bool name = token.kind == sql::Lexeme::Kind::name;
    out += name ? identifier(unquoted(token.text)) : std::string(token.text);
  }
  return out;
}

}  // namespace

Schema plain(Schema schema) {
  for (Table& table : schema.tables) {
    std::ranges::sort(table.columns, {}, &Column::name);
    for (Column& column : table.columns) {
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

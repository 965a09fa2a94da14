#include "sqlite/create.hpp"

#include "migrate/schema/names.hpp"
#include "schema/order.hpp"
#include "sqlite/ddl.hpp"
#include "sqlite/lower.hpp"

namespace migrate::sqlite {

std::vector<Statement> create_object(const Object& object) {
  switch (object.kind) {
    case Object::Kind::enumeration:
      return {};
    case Object::Kind::view:
    case Object::Kind::trigger:
    case Object::Kind::virtual_table: {
      std::vector<Statement> statements = {{.text = object.definition}};
      for (const std::string& text : object.then) statements.push_back({.text = text});
      return statements;
    }
    default:
      throw Error(ErrorCode::revision, "SQLite has nothing of the kind " +
                                           std::string(name_of(object.kind)) + ": " + object.name +
                                           " cannot be made there");
  }
}

std::vector<Statement> create(const Schema& schema) {
  std::vector<Statement> statements;
  for (const Item& item : creation_order(schema)) {
    if (item.table == nullptr) {
      for (Statement& statement : create_object(*item.object)) {
        statements.push_back(std::move(statement));
      }
      continue;
    }
    const Table table = lowered(*item.table, schema);
    statements.push_back({.text = table_definition(table)});
    for (const Index& index : table.indexes) {
      statements.push_back({.text = index_definition(index, table.name)});
    }
  }
  return statements;
}

}  // namespace migrate::sqlite

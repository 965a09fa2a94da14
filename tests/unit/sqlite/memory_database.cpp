#include "memory_database.hpp"

#include "sql/splitter.hpp"

namespace migrate::sqlite {

MemoryDatabase::MemoryDatabase(bool foreign_keys)
    : connection_(
          dialect().connect(parse_url("sqlite://"), {.foreign_keys = foreign_keys}, observer_)) {}

void MemoryDatabase::run(std::string_view script) {
  for (const sql::OwnedPiece& piece : sql::split(sql::Flavor::sqlite, script)) {
    connection_->execute(piece.text);
  }
}

void MemoryDatabase::create(const Schema& schema) {
  for (const Statement& statement : dialect().create(schema)) connection_->execute(statement.text);
}

Reflection MemoryDatabase::reflection(const ReflectOptions& options) {
  return dialect().reflect(*connection_, options);
}

std::string MemoryDatabase::rows(std::string_view query) {
  std::string text;
  for (const Row& row : connection_->query(query)) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i != 0) text += '|';
      text += row[i] ? *row[i] : "∅";
    }
    text += '\n';
  }
  return text;
}

std::string text_of(const Schema& schema) {
  std::string text;
  for (const Statement& statement : dialect().create(schema)) text += statement.text + ";\n";
  for (const Object& object : schema.objects) {
    text += "-- " + object.name;
    for (const Dependency& on : object.depends_on) text += " on " + on.kind + ' ' + on.name;
    text += '\n';
  }
  for (const Table& table : schema.tables) {
    for (const Column& column : table.columns) {
      text += "-- " + table.name + '.' + column.name + " kind " +
              std::to_string(static_cast<int>(column.type.kind)) +
              (column.nullable ? " nullable\n" : "\n");
    }
  }
  return text;
}

}  // namespace migrate::sqlite

#include "memory_database.hpp"

#include <algorithm>

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

void MemoryDatabase::apply(std::span<const Operation> operations) {
  apply(dialect().compile(operations, schema()));
}

void MemoryDatabase::apply(const std::vector<Statement>& statements) {
  StepScope scope;
  scope.foreign_keys_off = std::ranges::any_of(statements, &Statement::foreign_keys_off);
  std::vector<std::string> tables;
  for (const Table& table : schema().tables) tables.push_back(table.name);
  const std::vector<std::string> before = dialect().foreign_key_violations(*connection_, tables);
  dialect().begin_step(*connection_, scope);
  try {
    for (const Statement& statement : statements) {
      migrate::run(*connection_, statement, {.transaction = true});
    }
    const std::vector<std::string> touched = connection_->take_touched_tables();
    for (const std::string& violation : dialect().foreign_key_violations(*connection_, touched)) {
      if (std::ranges::find(before, violation) != before.end()) continue;
      throw Error(ErrorCode::database, violation);
    }
    dialect().commit(*connection_);
  } catch (...) {
    dialect().rollback(*connection_);
    dialect().restore_session(*connection_, scope);
    throw;
  }
  dialect().restore_session(*connection_, scope);
}

std::string MemoryDatabase::dump() {
  std::string text =
      rows("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name");
  text += rows("SELECT name FROM sqlite_temp_schema");
  for (const Row& row :
       connection_->query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")) {
    const std::string name = dialect().quote(*row[0]);
    std::string quoted;
    for (const Row& column :
         connection_->query("SELECT name FROM pragma_table_xinfo(" + dialect().literal(*row[0]) +
                            ") WHERE hidden <> 1")) {
      if (!quoted.empty()) quoted += " || ',' || ";
      quoted += "quote(" + dialect().quote(*column[0]) + ')';
    }
    text += name + '\n' + rows("SELECT " + quoted + " FROM " + name + " ORDER BY 1");
  }
  return text;
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

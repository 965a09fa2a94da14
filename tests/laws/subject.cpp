#include "laws/subject.hpp"

#include <algorithm>

#include "commands/sql_body.hpp"
#include "ops/json.hpp"
#include "sql/splitter.hpp"

namespace migrate::test {

Subject::Subject(const std::string& backend)
    : Database(backend),
      url_(database_.url()),
      connection_(dialect_.connect(url_, {.create = true, .foreign_keys = false}, observer_)),
      scratch_(open_scratch(url_, dialect_, settings_, observer_)) {}

void Subject::make(const Schema& schema) {
  for (const Statement& statement : dialect_.create(schema)) connection_->execute(statement.text);
}

void Subject::run_script(const std::string& script) {
  const sql::Flavor flavor = is_postgresql() ? sql::Flavor::postgresql : sql::Flavor::sqlite;
  for (const sql::OwnedPiece& piece : sql::split(flavor, script)) {
    SCOPED_TRACE(piece.text);
    connection_->execute(piece.text);
  }
}

void Subject::run(const std::vector<Operation>& operations, const Schema& before, Form form) {
  std::vector<Operation> done = operations;
  if (form == Form::json_file) {
    const std::string text = json::layout(ops::output(std::span<const Operation>(operations)));
    const json::Value array = json::parse(text);
    done = ops::read_all({.text = text, .file = "operations.json"}, array);
    EXPECT_EQ(done, operations) << text;
  }
  connection_->execute("BEGIN");
  if (form == Form::sql_file) {
    run_script(sql_text(done, before, dialect_));
  } else {
    for (const Statement& statement : dialect_.compile(done, before)) {
      migrate::run(*connection_, statement, Fence{.transaction = false});
    }
  }
  connection_->execute("COMMIT");
}

Schema Subject::reflect() { return dialect_.reflect(*connection_, settings_.reflect).schema; }

SchemaDifference Subject::difference(const Schema& wanted) {
  return compare_schemas(reflect(), {.schema = wanted}, dialect_, *scratch_);
}

SchemaDifference Subject::difference_to(const std::string& script) {
  const Reflection made = scratch_->run(script, "wanted.sql");
  return compare_schemas(reflect(), {.schema = made.schema, .normal = true}, dialect_, *scratch_);
}

std::vector<Operation> reversed(const std::vector<Operation>& operations) {
  std::vector<Operation> result;
  for (const Operation& operation : operations) result.push_back(ops::reverse(operation));
  std::ranges::reverse(result);
  return result;
}

}  // namespace migrate::test

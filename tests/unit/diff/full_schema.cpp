#include "unit/diff/full_schema.hpp"

namespace migrate::test {
namespace {

Table parent() {
  Table table;
  table.name = "parent";
  table.columns = {column("id", "integer", false), column("code", "text", false)};
  PrimaryKey key;
  key.name = "parent_pkey";
  key.columns = {"id"};
  key.autoincrement = true;
  key.include = {"code"};
  key.options = {"fillfactor=70"};
  key.comment = "the key";
  table.primary_key = key;
  Unique unique;
  unique.name = "parent_code_key";
  unique.columns = {"code"};
  unique.include = {"id"};
  unique.options = {"fillfactor=70"};
  unique.comment = "its code";
  table.uniques = {unique};
  return table;
}

Column full_column() {
  Column full = column("full", "varchar", false);
  full.server_default = "'a'";
  full.collation = "C";
  full.comment = "a column";
  full.not_null_name = "full_not_null";
  full.storage = "extended";
  full.compression = "lz4";
  full.statistics = 5;
  full.options = {"n_distinct=5"};
  return full;
}

std::vector<Column> columns() {
  Column counted = column("counted", "integer", false);
  counted.identity = Identity{.always = true,
                              .start = 1,
                              .increment = 1,
                              .minimum = 1,
                              .maximum = 100,
                              .cache = 1,
                              .cycle = false,
                              .sequence = "counted_seq"};
  Column computed = column("computed");
  computed.generated = Generated{.expression = "amount + 1", .stored = true};
  Column mood = column("mood");
  mood.type.kind = Type::Kind::enumeration;
  mood.type.name = "mood";
  Column amount = column("amount");
  amount.type = {.kind = Type::Kind::numeric, .precision = 10, .scale = 2};
  return {full_column(), counted, computed, mood, amount, column("parent")};
}

Index index() {
  Index result;
  result.name = "child_index";
  IndexColumn expression;
  expression.expression = "lower(full)";
  expression.collation = "C";
  expression.opclass = "text_ops";
  result.columns = {"parent", expression};
  result.method = "btree";
  result.include = {"amount"};
  result.where = "amount > 0";
  result.options = {"fillfactor=70"};
  result.comment = "an index";
  return result;
}

ForeignKey foreign_key() {
  ForeignKey key;
  key.name = "child_parent_fkey";
  key.columns = {"parent"};
  key.references = {"other", "parent", {"id"}};
  key.on_delete_columns = {"parent"};
  key.comment = "a foreign key";
  return key;
}

Table child() {
  Table table;
  table.name = "child";
  table.columns = columns();
  table.foreign_keys = {foreign_key()};
  Check check;
  check.name = "child_amount_check";
  check.condition = "amount > 0";
  check.comment = "a check";
  table.checks = {check};
  table.excludes = {{"child_excl", "EXCLUDE USING gist (parent WITH =)", "an exclusion"}};
  table.indexes = {index()};
  table.comment = "a table";
  table.partition_by = "RANGE (amount)";
  table.partition_of = PartitionOf{"other", "whole", "DEFAULT"};
  table.inherits = {{"other", "ancestor"}};
  table.access_method = "heap2";
  table.options = {"fillfactor=70"};
  table.replica_identity = "full";
  return table;
}

Object object(Object::Kind kind, std::string name, std::string definition) {
  Object result;
  result.kind = kind;
  result.name = std::move(name);
  result.definition = std::move(definition);
  result.comment = "an object";
  return result;
}

}  // namespace

Column column(std::string name, std::string type, bool nullable) {
  Column result;
  result.name = std::move(name);
  result.type.name = std::move(type);
  result.nullable = nullable;
  return result;
}

Schema full_schema() {
  Schema schema;
  schema.tables = {child(), parent()};
  Object mood = object(Object::Kind::enumeration, "mood", "");
  mood.values = {"sad", "happy"};
  Object sequence = object(Object::Kind::sequence, "numbers", "CREATE SEQUENCE numbers");
  sequence.owned_by = "child.parent";
  Object view = object(Object::Kind::view, "shown", "CREATE VIEW shown AS SELECT id FROM parent");
  view.depends_on = {{"table", "", "parent"}};
  Object trigger = object(Object::Kind::trigger, "watch", "CREATE TRIGGER watch …");
  trigger.table = "parent";
  trigger.then = {"ALTER TABLE parent DISABLE TRIGGER watch"};
  Object function = object(Object::Kind::function, "f(integer)",
                           "CREATE OR REPLACE FUNCTION f(a integer)\n RETURNS integer\n LANGUAGE "
                           "sql\nAS $$ SELECT a $$");
  schema.objects = {mood, sequence, view, trigger, function};
  return schema;
}

}  // namespace migrate::test

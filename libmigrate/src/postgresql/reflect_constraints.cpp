#include <algorithm>

#include "base/text.hpp"
#include "postgresql/expression.hpp"
#include "postgresql/reading.hpp"

namespace migrate::postgresql {
namespace {

/// A partition's share of its parent's foreign key comes and goes with the parent's.
constexpr std::string_view constraints_query = R"(SELECT k.oid, k.conrelid, k.conname, k.contype,
  k.condeferrable, k.condeferred, k.convalidated, k.conislocal, k.connoinherit, k.conkey,
  k.confrelid, fn.nspname, f.relname, k.confkey, k.confdeltype, k.confupdtype, k.confmatchtype,
  $set_columns,
  CASE k.contype WHEN 'c' THEN pg_get_expr(k.conbin, k.conrelid)
                 WHEN 'x' THEN pg_get_constraintdef(k.oid) END
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
  LEFT JOIN pg_class f ON f.oid = k.confrelid LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
WHERE c.relnamespace IN ($schemas) AND c.relkind IN ('r', 'p')
  AND (k.contype IN ('p', 'u', 'c', 'x') OR k.contype = 'f' AND k.conparentid = 0))";

Action action(char letter) {
  switch (letter) {
    case 'r':
      return Action::restrict;
    case 'c':
      return Action::cascade;
    case 'n':
      return Action::set_null;
    case 'd':
      return Action::set_default;
    default:
      return Action::no_action;
  }
}

Deferrable deferrable(const Fields& fields) {
  if (!fields.flag(4)) return Deferrable::no;
  return fields.flag(5) ? Deferrable::initially_deferred : Deferrable::initially_immediate;
}

std::vector<std::string> names(const Relation& relation, const std::vector<int>& numbers) {
  std::vector<std::string> out;
  for (const int number : numbers) {
    const auto found = relation.columns.find(number);
    if (found != relation.columns.end()) out.push_back(found->second);
  }
  return out;
}

/// The columns of tables that are not read, but referred to.
void read_referenced(Reading& reading, const std::vector<Row>& constraints) {
  std::string numbers;
  for (const Row& row : constraints) {
    const Fields fields(row);
    if (fields.letter(3) != 'f' || reading.relations.contains(fields.oid(10))) continue;
    if (!numbers.empty()) numbers += ", ";
    numbers += fields.text(10);
  }
  if (numbers.empty()) return;
  for (const Row& row : reading.query("SELECT attrelid, attnum, attname FROM pg_attribute"
                                      " WHERE attnum > 0 AND attrelid IN (" +
                                      numbers + ")")) {
    const Fields fields(row);
    reading.referenced[fields.oid(0)].columns.emplace(static_cast<int>(fields.number(1)),
                                                      fields.text(2));
  }
}

ForeignKey foreign_key(const Reading& reading, const Relation& relation, const Fields& fields) {
  ForeignKey out = {.name = fields.text(2), .columns = names(relation, fields.numbers(9))};
  const auto read = reading.relations.find(fields.oid(10));
  const Relation& referenced =
      read != reading.relations.end() ? read->second : reading.referenced.at(fields.oid(10));
  out.references = {.schema = reading.schema_named(fields.text(11)),
                    .table = fields.text(12),
                    .columns = names(referenced, fields.numbers(13))};
  out.on_delete = action(fields.letter(14));
  out.on_update = action(fields.letter(15));
  out.match = fields.letter(16) == 'f' ? Match::full : Match::simple;
  out.on_delete_columns = names(relation, fields.numbers(17));
  out.deferrable = deferrable(fields);
  out.not_valid = !fields.flag(6);
  return out;
}

template <class Key>
Key key_of(const Relation& relation, const Fields& fields) {
  Key out;
  out.name = fields.text(2);
  for (std::string& name : names(relation, fields.numbers(9))) {
    out.columns.emplace_back(std::move(name));
  }
  out.deferrable = deferrable(fields);
  return out;
}

void add(Reading& reading, const Relation& relation, const Fields& fields) {
  Table& table = reading.schema.tables[relation.place];
  std::string comment = reading.comment(Catalog::constraint, fields.oid(0));
  switch (fields.letter(3)) {
    case 'p':
      table.primary_key = key_of<PrimaryKey>(relation, fields);
      table.primary_key->comment = std::move(comment);
      break;
    case 'u':
      table.uniques.push_back(key_of<Unique>(relation, fields));
      table.uniques.back().comment = std::move(comment);
      break;
    case 'f':
      table.foreign_keys.push_back(foreign_key(reading, relation, fields));
      table.foreign_keys.back().comment = std::move(comment);
      break;
    case 'c':
      table.checks.push_back({.name = fields.text(2),
                              .condition = settled(without_parentheses(fields.text(18))),
                              .not_valid = !fields.flag(6),
                              .no_inherit = fields.flag(8),
                              .inherited = !fields.flag(7),
                              .comment = std::move(comment)});
      break;
    default:
      table.excludes.push_back({.name = fields.text(2),
                                .definition = settled(fields.text(18)),
                                .comment = std::move(comment)});
  }
}

}  // namespace

void read_constraints(Reading& reading) {
  const std::string sql = text::replace_all(constraints_query, "$set_columns",
                                            reading.since(15) ? "k.confdelsetcols" : "NULL");
  const std::vector<Row> rows = reading.query(sql);
  read_referenced(reading, rows);
  for (const Row& row : rows) {
    const Fields fields(row);
    const auto found = reading.relations.find(fields.oid(1));
    if (found != reading.relations.end()) add(reading, found->second, fields);
  }
}

}  // namespace migrate::postgresql

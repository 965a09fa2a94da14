#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "postgresql/ddl.hpp"
#include "postgresql/expression.hpp"
#include "postgresql/identifier.hpp"
#include "postgresql/reading.hpp"

namespace migrate::postgresql {
namespace {

/// What a constraint made says what its constraint's own text does not.
constexpr std::string_view indexes_query = R"(SELECT i.indexrelid, i.indrelid, c.relname,
  i.indisunique, i.indisvalid, i.indisreplident, i.indisclustered, i.indnkeyatts, i.indkey,
  $nulls_not_distinct, array_to_string(c.reloptions, E'\x1f'), c.relispartition, k.conname,
  k.contype, CASE WHEN k.oid IS NULL THEN pg_get_indexdef(i.indexrelid) END,
  EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
  LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid
    AND k.contype IN ('p', 'u', 'x')
WHERE t.relnamespace IN ($schemas) AND t.relkind IN ('r', 'p', 'm'))";

/// The columns behind the key's, by name.
std::vector<std::string> included(const Relation& relation, const Fields& fields) {
  std::vector<std::string> out;
  const std::vector<int> numbers = fields.numbers(8);
  for (std::size_t i = static_cast<std::size_t>(fields.number(7)); i < numbers.size(); ++i) {
    out.push_back(relation.columns.at(numbers[i]));
  }
  return out;
}

void complete(PrimaryKey& key, const Relation& relation, const Fields& fields) {
  key.include = included(relation, fields);
  key.options = fields.texts(10);
}

void complete(Unique& unique, const Relation& relation, const Fields& fields) {
  unique.include = included(relation, fields);
  unique.options = fields.texts(10);
  unique.nulls_not_distinct = fields.flag(9);
}

void complete_constraint(Table& table, const Relation& relation, const Fields& fields) {
  if (fields.letter(13) == 'p') {
    if (table.primary_key) complete(*table.primary_key, relation, fields);
  } else if (fields.letter(13) == 'u') {
    for (Unique& unique : table.uniques) {
      if (unique.name == fields.text(12)) complete(unique, relation, fields);
    }
  }
}

Index index_of(Reading& reading, const Fields& fields) {
  Index out = {.name = fields.text(2)};
  std::vector<bool> expressions;
  for (const int number : fields.numbers(8)) expressions.push_back(number == 0);
  read_index(fields.text(14), expressions, out);
  out.unique = fields.flag(3);
  out.nulls_not_distinct = fields.flag(9);
  out.inherited = fields.flag(11);
  out.comment = reading.comment(Catalog::relation, fields.oid(0));
  return out;
}

/// An index of a materialised view is an object: the view is one.
void add_to_view(Reading& reading, const Relation& view, const Fields& fields) {
  const Index index = index_of(reading, fields);
  Object object = {.kind = Object::Kind::index,
                   .schema = view.schema,
                   .name = index.name,
                   .table = view.name,
                   .definition = index_text(index, qualified(view.schema, view.name), false),
                   .comment = index.comment};
  reading.add(Catalog::relation, fields.oid(0), std::move(object));
}

void warn_of_the_rest(Reading& reading, const Relation& relation, const Fields& fields) {
  const std::string index =
      "index " + qualified(relation.schema, fields.text(2)) + " on " + identifier(relation.name);
  if (!fields.flag(4)) {
    reading.warn(index + " is invalid: what built it failed; drop it, or REINDEX it");
  }
  if (fields.flag(6)) reading.warn(index + " is what its table is clustered on: left out");
  if (fields.flag(15)) reading.warn(index + " has statistics targets: left out");
}

}  // namespace

void read_indexes(Reading& reading) {
  const std::string sql = text::replace_all(indexes_query, "$nulls_not_distinct",
                                            reading.since(15) ? "i.indnullsnotdistinct" : "false");
  for (const Row& row : reading.query(sql)) {
    const Fields fields(row);
    const auto found = reading.relations.find(fields.oid(1));
    if (found == reading.relations.end()) continue;
    const Relation& relation = found->second;
    warn_of_the_rest(reading, relation, fields);
    if (relation.kind == 'm') {
      add_to_view(reading, relation, fields);
      continue;
    }
    Table& table = reading.schema.tables[relation.place];
    if (fields.flag(5)) table.replica_identity = "index " + identifier(fields.text(2));
    if (fields.has(12)) {
      complete_constraint(table, relation, fields);
    } else {
      table.indexes.push_back(index_of(reading, fields));
    }
  }
}

}  // namespace migrate::postgresql

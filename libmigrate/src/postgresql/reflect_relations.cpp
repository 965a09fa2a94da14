#include <algorithm>

#include "base/text.hpp"
#include "postgresql/expression.hpp"
#include "postgresql/identifier.hpp"
#include "postgresql/reading.hpp"
#include "postgresql/types.hpp"

namespace migrate::postgresql {
namespace {

/// What belongs to an extension is made with it. Typed tables (OF) are read as plain ones.
constexpr std::string_view relations_query = R"(SELECT c.oid, c.relnamespace, c.relname, c.relkind,
  c.relpersistence = 'u', c.relrowsecurity, c.relforcerowsecurity, c.relreplident,
  CASE WHEN am.amname <> 'heap' THEN quote_ident(am.amname) END,
  CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
  CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END,
  (SELECT string_agg(o, E'\x1f') FROM
    (SELECT unnest(c.reloptions) UNION ALL
     SELECT 'toast.' || unnest(t.reloptions) FROM pg_class t WHERE t.oid = c.reltoastrelid) x(o)),
  CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END
FROM pg_class c LEFT JOIN pg_am am ON am.oid = c.relam
WHERE c.relnamespace IN ($schemas) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass
                  AND e.objid = c.oid AND e.deptype = 'e'))";

/// Some servers keep what is theirs alone among the options (pg_attver).
constexpr std::string_view columns_query = R"(SELECT a.attrelid, a.attnum, a.attname, a.atttypid,
  format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
  a.attidentity, $generated, a.attislocal,
  CASE WHEN a.attcollation <> t.typcollation THEN
    (SELECT CASE WHEN pg_collation_is_visible(l.oid) THEN '' ELSE ln.nspname END || E'\x1f' || l.collname
     FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace
     WHERE l.oid = a.attcollation) END,
  CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END, $compression,
  nullif(a.attstattarget, -1), (SELECT string_agg(o, E'\x1f') FROM unnest(a.attoptions) o WHERE o NOT LIKE 'pg\_%')
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON a.atthasdef AND d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relnamespace IN ($schemas) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
  AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum)";

constexpr std::string_view parents_query = R"(SELECT i.inhrelid, p.relname, n.nspname
FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
  JOIN pg_namespace n ON n.oid = p.relnamespace
WHERE c.relnamespace IN ($schemas) AND c.relkind IN ('r', 'p')
ORDER BY i.inhrelid, i.inhseqno)";

std::string storage_name(char letter) {
  switch (letter) {
    case 'p':
      return "plain";
    case 'e':
      return "external";
    case 'm':
      return "main";
    case 'x':
      return "extended";
    default:
      return {};
  }
}

/// Index kinds' names follow with the indexes.
std::string replica_identity(char letter) {
  return letter == 'f' ? "full" : letter == 'n' ? "nothing" : "";
}

void read_tables(Reading& reading) {
  for (const Row& row : reading.query(relations_query)) {
    const Fields fields(row);
    const Oid number = fields.oid(0);
    Relation relation = {.kind = fields.letter(3),
                         .schema = reading.schema_of(fields.oid(1)),
                         .name = fields.text(2)};
    if (relation.kind == 'r' || relation.kind == 'p') {
      Table table = {.schema = relation.schema, .name = relation.name};
      table.unlogged = fields.flag(4);
      table.row_security = fields.flag(5);
      table.force_row_security = fields.flag(6);
      table.replica_identity = replica_identity(fields.letter(7));
      table.access_method = fields.text(8);
      table.partition_by = fields.text(9);
      if (fields.has(10)) table.partition_of = PartitionOf{.bound = fields.text(10)};
      table.options = fields.texts(11);
      table.comment = reading.comment(Catalog::relation, number);
      if (fields.has(12)) {
        reading.warn("table " + qualified(table.schema, table.name) + " is OF type " +
                     fields.text(12) + ": that tie is left out");
      }
      relation.place = reading.schema.tables.size();
      reading.know(Catalog::relation, number, {"table", table.schema, table.name});
      reading.schema.tables.push_back(std::move(table));
    }
    reading.relations.emplace(number, std::move(relation));
  }
}

/// An identity's options follow with the sequences.
Column column_of(Reading& reading, const Fields& fields) {
  Column column = {.name = fields.text(2)};
  const auto known = reading.enums.find(fields.oid(3));
  column.type = known != reading.enums.end() ? known->second : type_of(fields.text(4));
  column.nullable = !fields.flag(5);
  if (fields.letter(8) == 's') {
    column.generated =
        Generated{.expression = settled(without_parentheses(fields.text(6))), .stored = true};
  } else if (fields.has(6)) {
    column.server_default = Sql(settled(fields.text(6)));
  }
  if (fields.letter(7) != '\0') column.identity = Identity{.always = fields.letter(7) == 'a'};
  column.inherited = !fields.flag(9);
  if (fields.has(10)) {
    const std::vector<std::string> name = fields.texts(10);
    column.collation = collation_name(name.at(0), name.at(1));
  }
  column.storage = storage_name(fields.letter(11));
  if (fields.letter(12) != '\0') column.compression = fields.letter(12) == 'l' ? "lz4" : "pglz";
  if (fields.has(13)) column.statistics = static_cast<int>(fields.number(13));
  column.options = fields.texts(14);
  return column;
}

void read_columns(Reading& reading) {
  std::string sql =
      text::replace_all(columns_query, "$generated", reading.since(12) ? "a.attgenerated" : "NULL");
  sql = text::replace_all(sql, "$compression", reading.since(14) ? "a.attcompression" : "NULL");
  for (const Row& row : reading.query(sql)) {
    const Fields fields(row);
    const auto found = reading.relations.find(fields.oid(0));
    if (found == reading.relations.end()) continue;
    Relation& relation = found->second;
    const int part = static_cast<int>(fields.number(1));
    relation.columns.emplace(part, fields.text(2));
    if (relation.kind != 'r' && relation.kind != 'p') continue;
    Column column = column_of(reading, fields);
    column.comment = reading.comment(Catalog::relation, found->first, part);
    reading.schema.tables[relation.place].columns.push_back(std::move(column));
  }
}

void read_parents(Reading& reading) {
  for (const Row& row : reading.query(parents_query)) {
    const Fields fields(row);
    const auto found = reading.relations.find(fields.oid(0));
    if (found == reading.relations.end()) continue;
    Table& table = reading.schema.tables[found->second.place];
    const std::string schema = reading.schema_named(fields.text(2));
    if (table.partition_of) {
      table.partition_of->schema = schema;
      table.partition_of->table = fields.text(1);
    } else {
      table.inherits.push_back({.schema = schema, .name = fields.text(1)});
    }
  }
}

}  // namespace

void read_relations(Reading& reading) {
  read_tables(reading);
  read_columns(reading);
  read_parents(reading);
}

}  // namespace migrate::postgresql

#include "base/text.hpp"
#include "postgresql/object_query.hpp"

namespace migrate::postgresql {
namespace {

constexpr ObjectQuery wrappers = {Object::Kind::foreign_data_wrapper, Catalog::data_wrapper, R"(
SELECT x.oid, NULL, x.fdwname, NULL,
  'CREATE FOREIGN DATA WRAPPER ' || quote_ident(x.fdwname) ||
    coalesce(' HANDLER ' || $function(x.fdwhandler), '') ||
    coalesce(' VALIDATOR ' || $function(x.fdwvalidator), '') ||
    coalesce(' OPTIONS (' || $options(x.fdwoptions) || ')', ''),
  NULL
FROM pg_foreign_data_wrapper x WHERE $mine)"};

constexpr ObjectQuery servers = {Object::Kind::foreign_server, Catalog::server, R"(
SELECT x.oid, NULL, x.srvname, NULL,
  'CREATE SERVER ' || quote_ident(x.srvname) || coalesce(' TYPE ' || quote_literal(x.srvtype), '') ||
    coalesce(' VERSION ' || quote_literal(x.srvversion), '') ||
    ' FOREIGN DATA WRAPPER ' || quote_ident(w.fdwname) ||
    coalesce(' OPTIONS (' || $options(x.srvoptions) || ')', ''),
  NULL
FROM pg_foreign_server x JOIN pg_foreign_data_wrapper w ON w.oid = x.srvfdw WHERE $mine)"};

/// A partition is made alone and then attached.
constexpr ObjectQuery tables = {Object::Kind::foreign_table, Catalog::relation, R"(
SELECT x.oid, n.oid, x.relname, NULL,
  'CREATE FOREIGN TABLE ' || $prefix || quote_ident(x.relname) || E' (' || coalesce((
    SELECT string_agg(E'\n  ' || s.text, ',' ORDER BY s.place, s.number, s.text) FROM (
      SELECT 1 AS place, a.attnum AS number, quote_ident(a.attname) || ' ' ||
        format_type(a.atttypid, a.atttypmod) ||
        coalesce(' OPTIONS (' || $options(a.attfdwoptions) || ')', '') ||
        CASE WHEN a.attcollation <> t.typcollation
             THEN ' COLLATE ' || $collation(a.attcollation) ELSE '' END ||
        CASE WHEN d.oid IS NULL THEN ''
             WHEN $generated THEN ' GENERATED ALWAYS AS (' || pg_get_expr(d.adbin, d.adrelid) || ') STORED'
             ELSE ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) END ||
        CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END AS text
      FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attrelid = x.oid AND a.attnum > 0 AND NOT a.attisdropped
        AND (a.attislocal OR x.relispartition)
      UNION ALL
      SELECT 2, 0, 'CONSTRAINT ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid)
      FROM pg_constraint k WHERE k.conrelid = x.oid AND k.contype = 'c'
        AND (k.conislocal OR x.relispartition)) s), '') || E'\n)' ||
    coalesce((SELECT ' INHERITS (' || string_agg($relation(i.inhparent), ', ' ORDER BY i.inhseqno) || ')'
              FROM pg_inherits i WHERE i.inhrelid = x.oid AND NOT x.relispartition), '') ||
    ' SERVER ' || quote_ident(s.srvname) ||
    coalesce(' OPTIONS (' || $options(f.ftoptions) || ')', ''),
  (SELECT 'ALTER TABLE ' || $relation(i.inhparent) || ' ATTACH PARTITION ' || $prefix ||
          quote_ident(x.relname) || ' ' || pg_get_expr(x.relpartbound, x.oid)
   FROM pg_inherits i WHERE i.inhrelid = x.oid AND x.relispartition)
FROM pg_class x JOIN pg_namespace n ON n.oid = x.relnamespace
  JOIN pg_foreign_table f ON f.ftrelid = x.oid JOIN pg_foreign_server s ON s.oid = f.ftserver
WHERE x.relkind = 'f' AND n.oid IN ($schemas) AND $mine)"};

}  // namespace

void read_foreign(Reading& reading) {
  read_objects(reading, wrappers);
  read_objects(reading, servers);
  const std::string sql = text::replace_all(tables.sql, "$generated",
                                            reading.since(12) ? "a.attgenerated = 's'" : "false");
  read_objects(reading, {tables.kind, tables.catalog, sql});
}

}  // namespace migrate::postgresql

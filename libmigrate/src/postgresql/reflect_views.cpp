#include "postgresql/object_query.hpp"

namespace migrate::postgresql {
namespace {

/// A column of a view may have a default, for what is inserted through it.
constexpr ObjectQuery views = {Object::Kind::view, Catalog::relation, R"(
SELECT x.oid, n.oid, x.relname, NULL,
  'CREATE VIEW ' || $prefix || quote_ident(x.relname) ||
    coalesce(' WITH (' || array_to_string(x.reloptions, ', ') || ')', '') || E' AS\n' ||
    rtrim(pg_get_viewdef(x.oid), ';'),
  (SELECT string_agg('ALTER VIEW ' || $prefix || quote_ident(x.relname) || ' ALTER COLUMN ' ||
                     quote_ident(a.attname) || ' SET DEFAULT ' || pg_get_expr(d.adbin, d.adrelid),
                     E'\x1f' ORDER BY a.attnum)
   FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
   WHERE d.adrelid = x.oid)
FROM pg_class x JOIN pg_namespace n ON n.oid = x.relnamespace
WHERE x.relkind = 'v' AND n.oid IN ($schemas) AND $mine)"};

constexpr ObjectQuery materialized_views = {Object::Kind::materialized_view, Catalog::relation, R"(
SELECT x.oid, n.oid, x.relname, NULL,
  'CREATE MATERIALIZED VIEW ' || $prefix || quote_ident(x.relname) ||
    CASE WHEN am.amname <> 'heap' THEN ' USING ' || quote_ident(am.amname) ELSE '' END ||
    coalesce(' WITH (' || array_to_string(x.reloptions, ', ') || ')', '') || E' AS\n' ||
    rtrim(pg_get_viewdef(x.oid), ';') ||
    CASE WHEN x.relispopulated THEN '' ELSE E'\n  WITH NO DATA' END,
  (SELECT string_agg(s.text, E'\x1f' ORDER BY s.number, s.text) FROM
    (SELECT a.attnum AS number, 'ALTER MATERIALIZED VIEW ' || $prefix || quote_ident(x.relname) ||
            ' ALTER COLUMN ' || quote_ident(a.attname) || ' SET STATISTICS ' || a.attstattarget AS text
     FROM pg_attribute a WHERE a.attrelid = x.oid AND a.attstattarget >= 0 AND a.attnum > 0
     UNION ALL
     SELECT a.attnum, 'ALTER MATERIALIZED VIEW ' || $prefix || quote_ident(x.relname) ||
            ' ALTER COLUMN ' || quote_ident(a.attname) || ' SET STORAGE ' ||
            CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN'
                              ELSE 'EXTENDED' END
     FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
     WHERE a.attrelid = x.oid AND a.attstorage <> t.typstorage AND a.attnum > 0) s)
FROM pg_class x JOIN pg_namespace n ON n.oid = x.relnamespace LEFT JOIN pg_am am ON am.oid = x.relam
WHERE x.relkind = 'm' AND n.oid IN ($schemas) AND $mine)"};

}  // namespace

void read_views(Reading& reading) {
  read_objects(reading, views);
  read_objects(reading, materialized_views);
}

}  // namespace migrate::postgresql

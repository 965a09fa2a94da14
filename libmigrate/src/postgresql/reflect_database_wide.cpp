#include <set>

#include "base/text.hpp"
#include "postgresql/identifier.hpp"
#include "postgresql/object_query.hpp"

namespace migrate::postgresql {
namespace {

/// Those that are read, but for the connection's own, and those that extensions are in. Every
/// database has public.
constexpr ObjectQuery schemas = {Object::Kind::schema, Catalog::schema, R"(
SELECT x.oid, NULL, x.nspname, NULL, 'CREATE SCHEMA ' || quote_ident(x.nspname), NULL
FROM pg_namespace x
WHERE $mine AND x.nspname NOT LIKE 'pg\_%' AND x.nspname NOT IN ('public', 'information_schema')
  AND x.nspname IS DISTINCT FROM current_schema()
  AND (x.oid IN ($schemas) OR x.oid IN
       (SELECT e.extnamespace FROM pg_extension e WHERE e.oid >= 16384)))"};

/// An extension comes with a comment of its own, which is no part of this database.
constexpr ObjectQuery extensions = {Object::Kind::extension, Catalog::extension, R"(
SELECT x.oid, NULL, x.extname, NULL,
  'CREATE EXTENSION IF NOT EXISTS ' || quote_ident(x.extname) ||
    CASE WHEN n.nspname = current_schema() OR n.nspname = 'pg_catalog' THEN ''
         ELSE ' WITH SCHEMA ' || quote_ident(n.nspname) END,
  (SELECT 'COMMENT ON EXTENSION ' || quote_ident(x.extname) || ' IS ' || quote_literal(d.description)
   FROM pg_description d
   WHERE d.classoid = 'pg_extension'::regclass AND d.objoid = x.oid AND NOT EXISTS
     (SELECT FROM pg_available_extensions() a WHERE a.name = x.extname AND a.comment = d.description))
FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace
WHERE x.oid >= 16384)"};

constexpr ObjectQuery languages = {Object::Kind::language, Catalog::language, R"(
SELECT x.oid, NULL, x.lanname, NULL,
  'CREATE ' || CASE WHEN x.lanpltrusted THEN 'TRUSTED ' ELSE '' END || 'LANGUAGE ' ||
    quote_ident(x.lanname) || coalesce(' HANDLER ' || $function(x.lanplcallfoid), '') ||
    coalesce(' INLINE ' || $function(x.laninline), '') ||
    coalesce(' VALIDATOR ' || $function(x.lanvalidator), ''),
  NULL
FROM pg_language x WHERE x.oid >= 16384 AND $mine)"};

constexpr ObjectQuery event_triggers = {Object::Kind::event_trigger, Catalog::event_trigger, R"(
SELECT x.oid, NULL, x.evtname, NULL,
  'CREATE EVENT TRIGGER ' || quote_ident(x.evtname) || ' ON ' || x.evtevent ||
    coalesce(E'\n  WHEN TAG IN (' || (SELECT string_agg(quote_literal(t), ', ' ORDER BY i)
              FROM unnest(x.evttags) WITH ORDINALITY u(t, i)) || ')', '') ||
    E'\n  EXECUTE FUNCTION ' || $function(x.evtfoid) || '()',
  CASE WHEN x.evtenabled <> 'O' THEN 'ALTER EVENT TRIGGER ' || quote_ident(x.evtname) || ' ' ||
    CASE x.evtenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END END
FROM pg_event_trigger x WHERE $mine)"};

constexpr ObjectQuery publications = {Object::Kind::publication, Catalog::publication, R"(
SELECT x.oid, NULL, x.pubname, NULL,
  'CREATE PUBLICATION ' || quote_ident(x.pubname) ||
    CASE WHEN x.puballtables THEN ' FOR ALL TABLES' ELSE coalesce(' FOR ' || nullif(concat_ws(', ',
      (SELECT 'TABLE ' || string_agg($relation(r.prrelid) || $details, ', '
                                     ORDER BY r.prrelid::regclass::text)
       FROM pg_publication_rel r WHERE r.prpubid = x.oid), $in_schemas), ''), '') END ||
    E'\n  WITH (publish = ' || quote_literal(concat_ws(', ',
      CASE WHEN x.pubinsert THEN 'insert' END, CASE WHEN x.pubupdate THEN 'update' END,
      CASE WHEN x.pubdelete THEN 'delete' END, CASE WHEN x.pubtruncate THEN 'truncate' END)) ||
    $via_root || ')',
  NULL
FROM pg_publication x WHERE $mine)"};

constexpr std::string_view details = R"(
  coalesce(' (' || (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY u.i)
    FROM unnest(r.prattrs) WITH ORDINALITY u(attnum, i)
    JOIN pg_attribute a ON a.attrelid = r.prrelid AND a.attnum = u.attnum) || ')', '') ||
  coalesce(' WHERE (' || pg_get_expr(r.prqual, r.prrelid) || ')', ''))";

constexpr std::string_view in_schemas = R"((SELECT 'TABLES IN SCHEMA ' || string_agg(
  CASE WHEN s.nspname = current_schema() THEN 'CURRENT_SCHEMA' ELSE quote_ident(s.nspname) END, ', '
  ORDER BY s.nspname)
  FROM pg_publication_namespace r JOIN pg_namespace s ON s.oid = r.pnnspid
  WHERE r.pnpubid = x.oid))";

void read_publications(Reading& reading) {
  std::string sql = text::replace_all(publications.sql, "$details",
                                      reading.since(15) ? details : std::string_view("''"));
  sql = text::replace_all(sql, "$in_schemas", reading.since(15) ? in_schemas : "NULL");
  sql = text::replace_all(
      sql, "$via_root",
      reading.since(13)
          ? "CASE WHEN x.pubviaroot THEN ', publish_via_partition_root = true' ELSE '' END"
          : "''");
  read_objects(reading, {publications.kind, publications.catalog, sql});
}

/// Their own comment is told in `then`, where it is not the extension's.
void read_extensions(Reading& reading) {
  read_objects(reading, extensions);
  for (Object& object : reading.schema.objects) {
    if (object.kind == Object::Kind::extension) object.comment.clear();
  }
}

}  // namespace

void read_database_wide(Reading& reading) {
  read_objects(reading, schemas);
  read_extensions(reading);
  read_objects(reading, languages);
  read_objects(reading, event_triggers);
  read_publications(reading);
}

}  // namespace migrate::postgresql

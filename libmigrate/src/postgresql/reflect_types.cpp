#include "base/text.hpp"
#include "postgresql/object_query.hpp"

namespace migrate::postgresql {
namespace {

constexpr std::string_view enums_query = R"(SELECT x.oid, x.typnamespace, x.typname, x.typarray,
  (SELECT string_agg(v.enumlabel, E'\x1f' ORDER BY v.enumsortorder) FROM pg_enum v
   WHERE v.enumtypid = x.oid)
FROM pg_type x
WHERE x.typtype = 'e' AND x.typnamespace IN ($schemas)
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass
                  AND e.objid = x.oid AND e.deptype IN ('e', 'i')))";

/// A check that is not valid cannot be a part of CREATE DOMAIN.
constexpr ObjectQuery domains = {Object::Kind::domain, Catalog::type, R"(
SELECT x.oid, n.oid, x.typname, NULL,
  'CREATE DOMAIN ' || $prefix || quote_ident(x.typname) || ' AS ' ||
    format_type(x.typbasetype, x.typtypmod) ||
    CASE WHEN x.typcollation <> b.typcollation
         THEN ' COLLATE ' || $collation(x.typcollation) ELSE '' END ||
    coalesce(' DEFAULT ' || pg_get_expr(x.typdefaultbin, 'pg_type'::regclass), '') ||
    CASE WHEN x.typnotnull THEN ' NOT NULL' ELSE '' END ||
    coalesce((SELECT string_agg(E'\n  CONSTRAINT ' || quote_ident(k.conname) || ' ' ||
                                pg_get_constraintdef(k.oid), '' ORDER BY k.conname)
              FROM pg_constraint k
              WHERE k.contypid = x.oid AND k.contype = 'c' AND k.convalidated), ''),
  (SELECT string_agg(s.text, E'\x1f' ORDER BY s.place, s.name) FROM
    (SELECT 1 AS place, k.conname AS name, 'ALTER DOMAIN ' || $prefix || quote_ident(x.typname) ||
            ' ADD CONSTRAINT ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid) AS text
     FROM pg_constraint k WHERE k.contypid = x.oid AND k.contype = 'c' AND NOT k.convalidated
     UNION ALL
     SELECT 2, k.conname, 'COMMENT ON CONSTRAINT ' || quote_ident(k.conname) || ' ON DOMAIN ' ||
            $prefix || quote_ident(x.typname) || ' IS ' ||
            quote_literal(obj_description(k.oid, 'pg_constraint'))
     FROM pg_constraint k WHERE k.contypid = x.oid
       AND obj_description(k.oid, 'pg_constraint') IS NOT NULL) s)
FROM pg_type x JOIN pg_namespace n ON n.oid = x.typnamespace JOIN pg_type b ON b.oid = x.typbasetype
WHERE x.typtype = 'd' AND n.oid IN ($schemas) AND $mine)"};

constexpr ObjectQuery composites = {Object::Kind::composite, Catalog::type, R"(
SELECT x.oid, n.oid, x.typname, NULL,
  'CREATE TYPE ' || $prefix || quote_ident(x.typname) || ' AS (' ||
    coalesce((SELECT string_agg(E'\n  ' || quote_ident(a.attname) || ' ' ||
        format_type(a.atttypid, a.atttypmod) ||
        CASE WHEN a.attcollation <> t.typcollation
             THEN ' COLLATE ' || $collation(a.attcollation) ELSE '' END, ',' ORDER BY a.attnum)
      FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
      WHERE a.attrelid = x.typrelid AND a.attnum > 0 AND NOT a.attisdropped) || E'\n', '') || ')',
  NULL
FROM pg_type x JOIN pg_namespace n ON n.oid = x.typnamespace JOIN pg_class c ON c.oid = x.typrelid
WHERE x.typtype = 'c' AND c.relkind = 'c' AND n.oid IN ($schemas) AND $mine)"};

constexpr ObjectQuery ranges = {Object::Kind::range, Catalog::type, R"(
SELECT x.oid, n.oid, x.typname, NULL,
  'CREATE TYPE ' || $prefix || quote_ident(x.typname) || ' AS RANGE (' ||
    concat_ws(', ', 'SUBTYPE = ' || format_type(r.rngsubtype, NULL),
      CASE WHEN NOT o.opcdefault THEN 'SUBTYPE_OPCLASS = ' || $opclass(r.rngsubopc) END,
      CASE WHEN r.rngcollation <> s.typcollation
           THEN 'COLLATION = ' || $collation(r.rngcollation) END,
      'CANONICAL = ' || $function(r.rngcanonical),
      'SUBTYPE_DIFF = ' || $function(r.rngsubdiff),
      $multirange) || ')',
  NULL
FROM pg_type x JOIN pg_namespace n ON n.oid = x.typnamespace JOIN pg_range r ON r.rngtypid = x.oid
  JOIN pg_opclass o ON o.oid = r.rngsubopc JOIN pg_type s ON s.oid = r.rngsubtype
WHERE x.typtype = 'r' AND n.oid IN ($schemas) AND $mine)"};

constexpr ObjectQuery collations = {Object::Kind::collation, Catalog::collation, R"(
SELECT x.oid, n.oid, x.collname, NULL,
  'CREATE COLLATION ' || $prefix || quote_ident(x.collname) || ' (' ||
    concat_ws(', ', 'PROVIDER = ' || CASE x.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin'
                                                         ELSE 'libc' END,
      $locale, CASE WHEN NOT $deterministic THEN 'DETERMINISTIC = false' END) || ')',
  NULL
FROM pg_collation x JOIN pg_namespace n ON n.oid = x.collnamespace
WHERE n.oid IN ($schemas) AND x.collencoding IN (-1, pg_char_to_encoding(getdatabaseencoding()))
  AND $mine)"};

/// Where a collation's locale is moved with the versions.
std::string_view locale(const Reading& reading) {
  constexpr std::string_view both =
      "CASE WHEN x.collcollate = x.collctype THEN 'LOCALE = ' || quote_literal(x.collcollate) "
      "ELSE 'LC_COLLATE = ' || quote_literal(x.collcollate) || ', LC_CTYPE = ' || "
      "quote_literal(x.collctype) END";
  if (reading.since(17)) {
    return "CASE WHEN x.collprovider = 'c' THEN CASE WHEN x.collcollate = x.collctype THEN 'LOCALE "
           "= ' || quote_literal(x.collcollate) ELSE 'LC_COLLATE = ' || "
           "quote_literal(x.collcollate) || ', LC_CTYPE = ' || quote_literal(x.collctype) END ELSE "
           "'LOCALE = ' || quote_literal(x.colllocale) END, 'RULES = ' || "
           "quote_literal(x.collicurules)";
  }
  if (reading.since(15)) {
    return "CASE WHEN x.collprovider = 'i' THEN 'LOCALE = ' || quote_literal(x.colliculocale) WHEN "
           "x.collcollate = x.collctype THEN 'LOCALE = ' || quote_literal(x.collcollate) ELSE "
           "'LC_COLLATE = ' || quote_literal(x.collcollate) || ', LC_CTYPE = ' || "
           "quote_literal(x.collctype) END";
  }
  return both;
}

void read_composites(Reading& reading) {
  read_objects(reading, composites);
  for (const Row& row : reading.query("SELECT c.oid, c.reltype FROM pg_class c"
                                      " WHERE c.relkind = 'c' AND c.relnamespace IN ($schemas)")) {
    const Fields fields(row);
    reading.composites.emplace(fields.oid(0), fields.oid(1));
  }
}

}  // namespace

void read_types(Reading& reading) {
  for (const Row& row : reading.query(enums_query)) {
    const Fields fields(row);
    const std::string schema = reading.schema_of(fields.oid(1));
    Object object = {.kind = Object::Kind::enumeration,
                     .schema = schema,
                     .name = fields.text(2),
                     .values = fields.texts(4)};
    Type type = {.kind = Type::Kind::enumeration, .schema = schema, .name = fields.text(2)};
    reading.enums.emplace(fields.oid(0), type);
    type.array = true;
    reading.enums.emplace(fields.oid(3), std::move(type));
    reading.add(Catalog::type, fields.oid(0), std::move(object));
  }
}

void read_types_whole(Reading& reading) {
  std::string sql = text::replace_all(collations.sql, "$locale", locale(reading));
  sql = text::replace_all(sql, "$deterministic",
                          reading.since(12) ? "x.collisdeterministic" : "true");
  read_objects(reading, {collations.kind, collations.catalog, sql});
  read_objects(reading, domains);
  read_composites(reading);
  sql = text::replace_all(ranges.sql, "$multirange",
                          reading.since(14)
                              ? "'MULTIRANGE_TYPE_NAME = ' || format_type(r.rngmultitypid, NULL)"
                              : "NULL");
  read_objects(reading, {ranges.kind, ranges.catalog, sql});
}

}  // namespace migrate::postgresql

#include "base/text.hpp"
#include "postgresql/object_query.hpp"

namespace migrate::postgresql {
namespace {

/// A partition's copy of its parent's trigger is made with it; where it is switched on or off
/// otherwise, the parent's trigger says so.
constexpr ObjectQuery triggers = {Object::Kind::trigger, Catalog::trigger, R"(
SELECT x.oid, n.oid, x.tgname, c.relname, pg_get_triggerdef(x.oid, true),
  nullif(concat_ws(E'\x1f',
    CASE WHEN x.tgenabled <> 'O' THEN 'ALTER TABLE ' || $prefix || quote_ident(c.relname) || ' ' ||
      CASE x.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END ||
      ' TRIGGER ' || quote_ident(x.tgname) END,
    $copies), '')
FROM pg_trigger x JOIN pg_class c ON c.oid = x.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT x.tgisinternal AND $whole AND n.oid IN ($schemas) AND $mine)"};

constexpr std::string_view copies =
    R"((SELECT string_agg('ALTER TABLE ' || $relation(k.tgrelid) || ' ' ||
      CASE k.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA'
                       WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE' END || ' TRIGGER ' ||
      quote_ident(k.tgname), E'\x1f' ORDER BY k.tgrelid::regclass::text)
    FROM pg_trigger k WHERE k.tgparentid = x.oid AND k.tgenabled <> x.tgenabled))";

constexpr ObjectQuery rules = {Object::Kind::rule, Catalog::rule, R"(
SELECT x.oid, n.oid, x.rulename, c.relname, rtrim(pg_get_ruledef(x.oid, true), ';'),
  CASE WHEN x.ev_enabled <> 'O' THEN 'ALTER TABLE ' || $prefix || quote_ident(c.relname) || ' ' ||
    CASE x.ev_enabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END ||
    ' RULE ' || quote_ident(x.rulename) END
FROM pg_rewrite x JOIN pg_class c ON c.oid = x.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE x.rulename <> '_RETURN' AND n.oid IN ($schemas) AND $mine)"};

constexpr ObjectQuery policies = {Object::Kind::policy, Catalog::policy, R"(
SELECT x.oid, n.oid, x.polname, c.relname,
  'CREATE POLICY ' || quote_ident(x.polname) || ' ON ' || $prefix || quote_ident(c.relname) ||
    CASE WHEN x.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END ||
    CASE x.polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE'
                  WHEN 'd' THEN ' FOR DELETE' ELSE '' END ||
    CASE WHEN x.polroles = '{0}' THEN '' ELSE ' TO ' ||
      (SELECT string_agg(coalesce(quote_ident(r.rolname), 'PUBLIC'), ', ' ORDER BY r.rolname)
       FROM unnest(x.polroles) p(oid) LEFT JOIN pg_roles r ON r.oid = p.oid) END ||
    coalesce(E'\n  USING (' || pg_get_expr(x.polqual, x.polrelid) || ')', '') ||
    coalesce(E'\n  WITH CHECK (' || pg_get_expr(x.polwithcheck, x.polrelid) || ')', ''),
  NULL
FROM pg_policy x JOIN pg_class c ON c.oid = x.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.oid IN ($schemas) AND $mine)"};

/// The server always prints the schema of the statistics.
constexpr ObjectQuery statistics = {Object::Kind::statistics, Catalog::statistics, R"(
SELECT x.oid, n.oid, x.stxname, NULL,
  'CREATE STATISTICS ' || $prefix || substr(pg_get_statisticsobjdef(x.oid),
    length('CREATE STATISTICS ' || quote_ident(n.nspname) || '.') + 1),
  $target
FROM pg_statistic_ext x JOIN pg_namespace n ON n.oid = x.stxnamespace
WHERE n.oid IN ($schemas) AND $mine)"};

}  // namespace

void read_on_tables(Reading& reading) {
  std::string sql = text::replace_all(triggers.sql, "$copies", reading.since(13) ? copies : "NULL");
  sql = text::replace_all(sql, "$whole",
                          reading.since(13)
                              ? "x.tgparentid = 0"
                              : "NOT EXISTS (SELECT FROM pg_depend t WHERE t.classid = "
                                "'pg_trigger'::regclass AND t.objid = x.oid AND t.refclassid = "
                                "'pg_trigger'::regclass)");
  read_objects(reading, {triggers.kind, triggers.catalog, sql});
  read_objects(reading, rules);
  read_objects(reading, policies);
  sql = text::replace_all(
      statistics.sql, "$target",
      reading.since(13) ? "CASE WHEN x.stxstattarget >= 0 THEN 'ALTER STATISTICS ' || $prefix "
                          "|| quote_ident(x.stxname) || ' SET STATISTICS ' || "
                          "x.stxstattarget END"
                        : "NULL");
  read_objects(reading, {statistics.kind, statistics.catalog, sql});
}

}  // namespace migrate::postgresql

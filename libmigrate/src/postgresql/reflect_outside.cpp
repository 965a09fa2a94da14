#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "postgresql/reading.hpp"

namespace migrate::postgresql {
namespace {

/// What the model leaves out on purpose (owners, grants, default privileges, tablespaces), and
/// kinds that it does not know. First column: what is said, second: of what.
constexpr std::string_view outside_query = R"(
WITH mine AS (
  SELECT c.oid, 'pg_class'::regclass AS class, c.relowner AS owner, c.relacl AS acl,
         CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' WHEN 'S' THEN 'sequence '
           WHEN 'f' THEN 'foreign table ' ELSE 'table ' END || c.oid::regclass AS name
  FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.relnamespace IN ($schemas)
  UNION ALL
  SELECT p.oid, 'pg_proc'::regclass, p.proowner, p.proacl, 'function ' || p.oid::regprocedure
  FROM pg_proc p WHERE p.pronamespace IN ($schemas)
  UNION ALL
  SELECT t.oid, 'pg_type'::regclass, t.typowner, t.typacl, 'type ' || format_type(t.oid, NULL)
  FROM pg_type t WHERE t.typnamespace IN ($schemas) AND t.typtype IN ('d', 'e', 'r')
  UNION ALL
  SELECT n.oid, 'pg_namespace'::regclass, n.nspowner, NULL, 'schema ' || quote_ident(n.nspname)
  FROM pg_namespace n WHERE n.oid IN ($schemas) AND n.nspname <> 'public'
), own AS (
  SELECT * FROM mine m WHERE NOT EXISTS (
    SELECT FROM pg_depend e WHERE e.classid = m.class AND e.objid = m.oid AND e.deptype IN ('e', 'i'))
)
SELECT 'owner ' || quote_ident(pg_get_userbyid(o.owner)), o.name FROM own o
WHERE pg_get_userbyid(o.owner) <> current_user
UNION ALL
SELECT 'grants', o.name FROM own o WHERE o.acl IS NOT NULL
UNION ALL
SELECT 'grants', 'column ' || a.attrelid::regclass || '.' || quote_ident(a.attname)
FROM pg_attribute a JOIN own o ON o.class = 'pg_class'::regclass AND o.oid = a.attrelid
WHERE a.attacl IS NOT NULL
UNION ALL
SELECT 'default privileges', 'role ' || quote_ident(pg_get_userbyid(d.defaclrole)) ||
  coalesce(' in schema ' || quote_ident(n.nspname), '')
FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
WHERE d.defaclnamespace = 0 OR d.defaclnamespace IN ($schemas)
UNION ALL
SELECT 'tablespace ' || quote_ident(s.spcname), CASE WHEN c.relkind IN ('i', 'I') THEN 'index ' ELSE
  'table ' END || c.oid::regclass
FROM pg_class c JOIN pg_tablespace s ON s.oid = c.reltablespace WHERE c.relnamespace IN ($schemas)
UNION ALL
SELECT 'security labels', i.type || ' ' || i.identity
FROM pg_seclabel l, LATERAL pg_identify_object(l.classoid, l.objoid, l.objsubid) i
WHERE i.schema IS NULL OR i.schema IN (SELECT nspname FROM pg_namespace WHERE oid IN ($schemas))
UNION ALL
SELECT 'settings', CASE WHEN r.setrole = 0 THEN 'this database' ELSE
  'role ' || quote_ident(pg_get_userbyid(r.setrole)) || ' in this database' END
FROM pg_db_role_setting r JOIN pg_database d ON d.oid = r.setdatabase
WHERE d.datname = current_database()
UNION ALL
SELECT 'a kind that the model does not have', k.name FROM (
  SELECT 'base type ' || format_type(t.oid, NULL), 'pg_type'::regclass, t.oid FROM pg_type t
  WHERE t.typtype IN ('b', 'p') AND t.typnamespace IN ($schemas) AND t.oid >= 16384
    AND NOT (t.typtype = 'b' AND t.typcategory = 'A' AND t.typelem <> 0)
  UNION ALL
  SELECT 'access method ' || quote_ident(amname), 'pg_am'::regclass, oid FROM pg_am WHERE oid >= 16384
  UNION ALL
  SELECT 'transform for ' || format_type(t.trftype, NULL) || ' language ' || quote_ident(l.lanname),
    'pg_transform'::regclass, t.oid FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang
  UNION ALL
  SELECT 'subscription ' || quote_ident(s.subname), 'pg_subscription'::regclass, s.oid
  FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid WHERE d.datname = current_database()
  UNION ALL
  SELECT 'user mapping for ' || quote_ident(u.usename) || ' on server ' || quote_ident(u.srvname), 0, 0
  FROM pg_user_mappings u
  UNION ALL
  SELECT CASE c.relkind WHEN 't' THEN 'toast table ' ELSE 'relation of kind ' || c.relkind::text || ' ' END ||
    c.oid::regclass, 'pg_class'::regclass, c.oid
  FROM pg_class c WHERE c.relnamespace IN ($schemas)
    AND c.relkind NOT IN ('r', 'p', 'v', 'm', 'f', 'c', 'S', 'i', 'I', 't')
) k(name, class, oid)
WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = k.class AND e.objid = k.oid
                  AND e.deptype IN ('e', 'i')))";

/// Catalogs of a later server whose objects nobody here has heard of.
constexpr std::string_view unknown_query = R"(
SELECT DISTINCT d.classid::regclass::text, pg_describe_object(d.classid, d.objid, 0)
FROM pg_depend d
WHERE d.objid >= 16384 AND d.deptype IN ('n', 'a') AND d.classid::regclass::text NOT IN
  ('pg_class', 'pg_type', 'pg_proc', 'pg_namespace', 'pg_constraint', 'pg_attrdef', 'pg_rewrite',
   'pg_trigger', 'pg_policy', 'pg_extension', 'pg_collation', 'pg_conversion', 'pg_operator',
   'pg_opclass', 'pg_opfamily', 'pg_amop', 'pg_amproc', 'pg_cast', 'pg_language', 'pg_statistic_ext',
   'pg_event_trigger', 'pg_foreign_data_wrapper', 'pg_foreign_server', 'pg_user_mapping',
   'pg_publication', 'pg_publication_rel', 'pg_publication_namespace', 'pg_ts_config', 'pg_ts_dict',
   'pg_ts_parser', 'pg_ts_template', 'pg_am', 'pg_transform', 'pg_default_acl', 'pg_subscription')
LIMIT 100)";

/// One warning for each thing that is left out, with the names of whose it is.
void warn_of_all(Reading& reading, const std::map<std::string, std::vector<std::string>>& all) {
  for (const auto& [what, whose] : all) {
    std::string text = what + " left out: ";
    constexpr std::size_t named = 10;
    for (std::size_t i = 0; i < whose.size() && i < named; ++i) {
      text += (i == 0 ? "" : ", ") + whose[i];
    }
    if (whose.size() > named) text += " and " + std::to_string(whose.size() - named) + " more";
    reading.warn(std::move(text));
  }
}

}  // namespace

void read_outside(Reading& reading) {
  std::map<std::string, std::vector<std::string>> all;
  for (const Row& row : reading.query(outside_query)) {
    all[Fields(row).text(0)].push_back(Fields(row).text(1));
  }
  for (const Row& row : reading.query(unknown_query)) {
    all["objects of " + Fields(row).text(0)].push_back(Fields(row).text(1));
  }
  for (auto& [what, whose] : all) std::sort(whose.begin(), whose.end());
  warn_of_all(reading, all);
}

}  // namespace migrate::postgresql

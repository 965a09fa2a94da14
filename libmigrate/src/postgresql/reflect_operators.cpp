#include "postgresql/object_query.hpp"

namespace migrate::postgresql {
namespace {

constexpr ObjectQuery operators = {Object::Kind::operator_, Catalog::operator_, R"(
SELECT x.oid, n.oid, x.oprname || '(' || CASE WHEN x.oprleft = 0 THEN 'NONE' ELSE
    format_type(x.oprleft, NULL) END || ', ' || CASE WHEN x.oprright = 0 THEN 'NONE' ELSE
    format_type(x.oprright, NULL) END || ')', NULL,
  'CREATE OPERATOR ' || $prefix || x.oprname || ' (' ||
    concat_ws(', ', 'FUNCTION = ' || $function(x.oprcode),
      CASE WHEN x.oprleft <> 0 THEN 'LEFTARG = ' || format_type(x.oprleft, NULL) END,
      CASE WHEN x.oprright <> 0 THEN 'RIGHTARG = ' || format_type(x.oprright, NULL) END,
      'COMMUTATOR = ' || $operator(x.oprcom), 'NEGATOR = ' || $operator(x.oprnegate),
      'RESTRICT = ' || $function(x.oprrest), 'JOIN = ' || $function(x.oprjoin),
      CASE WHEN x.oprcanhash THEN 'HASHES' END, CASE WHEN x.oprcanmerge THEN 'MERGES' END) || ')',
  NULL
FROM pg_operator x JOIN pg_namespace n ON n.oid = x.oprnamespace
WHERE x.oprcode <> 0 AND n.oid IN ($schemas) AND $mine)"};

/// With the members that no operator class brings.
constexpr ObjectQuery families = {Object::Kind::operator_family, Catalog::operator_family, R"(
SELECT x.oid, n.oid, quote_ident(x.opfname) || ' USING ' || quote_ident(am.amname), NULL,
  'CREATE OPERATOR FAMILY ' || $prefix || quote_ident(x.opfname) || ' USING ' || quote_ident(am.amname),
  (SELECT 'ALTER OPERATOR FAMILY ' || $prefix || quote_ident(x.opfname) || ' USING ' ||
          quote_ident(am.amname) || E' ADD\n  ' || string_agg(m.text, E',\n  ' ORDER BY m.text)
   FROM (SELECT 'OPERATOR ' || o.amopstrategy || ' ' || o.amopopr::regoperator AS text
         FROM pg_amop o WHERE o.amopfamily = x.oid AND NOT EXISTS (
           SELECT FROM pg_depend d WHERE d.classid = 'pg_amop'::regclass AND d.objid = o.oid
             AND d.refclassid = 'pg_opclass'::regclass AND d.deptype = 'i')
         UNION ALL
         SELECT 'FUNCTION ' || p.amprocnum || ' (' || format_type(p.amproclefttype, NULL) || ', ' ||
                format_type(p.amprocrighttype, NULL) || ') ' || p.amproc::regprocedure
         FROM pg_amproc p WHERE p.amprocfamily = x.oid AND NOT EXISTS (
           SELECT FROM pg_depend d WHERE d.classid = 'pg_amproc'::regclass AND d.objid = p.oid
             AND d.refclassid = 'pg_opclass'::regclass AND d.deptype = 'i')) m
   HAVING count(*) > 0)
FROM pg_opfamily x JOIN pg_namespace n ON n.oid = x.opfnamespace JOIN pg_am am ON am.oid = x.opfmethod
WHERE n.oid IN ($schemas) AND $mine)"};

constexpr ObjectQuery classes = {Object::Kind::operator_class, Catalog::operator_class, R"(
SELECT x.oid, n.oid, quote_ident(x.opcname) || ' USING ' || quote_ident(am.amname), NULL,
  'CREATE OPERATOR CLASS ' || $prefix || quote_ident(x.opcname) ||
    CASE WHEN x.opcdefault THEN ' DEFAULT' ELSE '' END || ' FOR TYPE ' ||
    format_type(x.opcintype, NULL) || ' USING ' || quote_ident(am.amname) || ' FAMILY ' ||
    CASE WHEN pg_opfamily_is_visible(f.oid) THEN '' ELSE quote_ident(fn.nspname) || '.' END ||
    quote_ident(f.opfname) || E' AS\n  ' ||
    (SELECT string_agg(m.text, E',\n  ' ORDER BY m.place, m.number, m.text)
     FROM (SELECT 1 AS place, o.amopstrategy AS number,
                  'OPERATOR ' || o.amopstrategy || ' ' || o.amopopr::regoperator ||
                  CASE WHEN o.amopsortfamily <> 0 THEN
                    (SELECT ' FOR ORDER BY ' || quote_ident(sn.nspname) || '.' || quote_ident(s.opfname)
                     FROM pg_opfamily s JOIN pg_namespace sn ON sn.oid = s.opfnamespace
                     WHERE s.oid = o.amopsortfamily) ELSE '' END AS text
           FROM pg_amop o JOIN pg_depend d ON d.classid = 'pg_amop'::regclass AND d.objid = o.oid
             AND d.refclassid = 'pg_opclass'::regclass AND d.refobjid = x.oid
           UNION ALL
           SELECT 2, p.amprocnum, 'FUNCTION ' || p.amprocnum || ' (' ||
                  format_type(p.amproclefttype, NULL) || ', ' || format_type(p.amprocrighttype, NULL) ||
                  ') ' || p.amproc::regprocedure
           FROM pg_amproc p JOIN pg_depend d ON d.classid = 'pg_amproc'::regclass AND d.objid = p.oid
             AND d.refclassid = 'pg_opclass'::regclass AND d.refobjid = x.oid
           UNION ALL
           SELECT 3, 0, 'STORAGE ' || format_type(CASE WHEN x.opckeytype <> 0 THEN x.opckeytype
             ELSE x.opcintype END, NULL)
           WHERE x.opckeytype <> 0 OR NOT EXISTS (
             SELECT FROM pg_depend d WHERE d.refclassid = 'pg_opclass'::regclass
               AND d.refobjid = x.oid AND d.deptype = 'i')) m),
  NULL
FROM pg_opclass x JOIN pg_namespace n ON n.oid = x.opcnamespace JOIN pg_am am ON am.oid = x.opcmethod
  JOIN pg_opfamily f ON f.oid = x.opcfamily JOIN pg_namespace fn ON fn.oid = f.opfnamespace
WHERE n.oid IN ($schemas) AND $mine)"};

constexpr ObjectQuery conversions = {Object::Kind::conversion, Catalog::conversion, R"(
SELECT x.oid, n.oid, x.conname, NULL,
  'CREATE ' || CASE WHEN x.condefault THEN 'DEFAULT ' ELSE '' END || 'CONVERSION ' || $prefix ||
    quote_ident(x.conname) || ' FOR ' || quote_literal(pg_encoding_to_char(x.conforencoding)) ||
    ' TO ' || quote_literal(pg_encoding_to_char(x.contoencoding)) || ' FROM ' || $function(x.conproc),
  NULL
FROM pg_conversion x JOIN pg_namespace n ON n.oid = x.connamespace
WHERE n.oid IN ($schemas) AND $mine)"};

}  // namespace

void read_operators(Reading& reading) {
  read_objects(reading, operators);
  read_objects(reading, families);
  read_objects(reading, classes);
  read_objects(reading, conversions);
}

}  // namespace migrate::postgresql

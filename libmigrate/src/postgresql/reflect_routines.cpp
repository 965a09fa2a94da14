#include "base/text.hpp"
#include "postgresql/object_query.hpp"

namespace migrate::postgresql {
namespace {

/// pg_get_functiondef() always prints the schema.
constexpr std::string_view functions = R"(
SELECT x.oid, n.oid, quote_ident(x.proname) || '(' || oidvectortypes(x.proargtypes) || ')', NULL,
  'CREATE OR REPLACE $KIND ' || $prefix || rtrim(substr(pg_get_functiondef(x.oid),
    length('CREATE OR REPLACE $KIND ' || quote_ident(n.nspname) || '.') + 1), E'\n'),
  NULL
FROM pg_proc x JOIN pg_namespace n ON n.oid = x.pronamespace
WHERE x.prokind IN ($kinds) AND n.oid IN ($schemas) AND $mine)";

/// The final functions' default modification is that of the kind of aggregate.
constexpr ObjectQuery aggregates = {Object::Kind::aggregate, Catalog::procedure, R"(
SELECT x.oid, n.oid, quote_ident(x.proname) || '(' ||
    CASE WHEN x.pronargs = 0 THEN '*' ELSE pg_get_function_identity_arguments(x.oid) END || ')',
  NULL,
  'CREATE AGGREGATE ' || $prefix || quote_ident(x.proname) || '(' ||
    CASE WHEN x.pronargs = 0 THEN '*' ELSE pg_get_function_arguments(x.oid) END || E') (\n  ' ||
    concat_ws(E',\n  ', 'SFUNC = ' || $function(a.aggtransfn), 'STYPE = ' || format_type(a.aggtranstype, NULL),
      'SSPACE = ' || nullif(a.aggtransspace, 0),
      'FINALFUNC = ' || $function(a.aggfinalfn),
      CASE WHEN a.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
      CASE WHEN a.aggfinalfn <> 0
            AND a.aggfinalmodify <> CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END
           THEN 'FINALFUNC_MODIFY = ' || CASE a.aggfinalmodify WHEN 'r' THEN 'READ_ONLY'
             WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,
      'COMBINEFUNC = ' || $function(a.aggcombinefn),
      'SERIALFUNC = ' || $function(a.aggserialfn),
      'DESERIALFUNC = ' || $function(a.aggdeserialfn),
      'INITCOND = ' || quote_literal(a.agginitval),
      'MSFUNC = ' || $function(a.aggmtransfn),
      'MINVFUNC = ' || $function(a.aggminvtransfn),
      CASE WHEN a.aggmtranstype <> 0 THEN 'MSTYPE = ' || format_type(a.aggmtranstype, NULL) END,
      'MSSPACE = ' || nullif(a.aggmtransspace, 0),
      'MFINALFUNC = ' || $function(a.aggmfinalfn),
      CASE WHEN a.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
      CASE WHEN a.aggmfinalfn <> 0
            AND a.aggmfinalmodify <> CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END
           THEN 'MFINALFUNC_MODIFY = ' || CASE a.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY'
             WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,
      'MINITCOND = ' || quote_literal(a.aggminitval),
      CASE WHEN a.aggsortop <> 0 THEN
        (SELECT 'SORTOP = OPERATOR(' || quote_ident(sn.nspname) || '.' || so.oprname || ')'
         FROM pg_operator so JOIN pg_namespace sn ON sn.oid = so.oprnamespace
         WHERE so.oid = a.aggsortop) END,
      CASE x.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END,
      CASE WHEN a.aggkind = 'h' THEN 'HYPOTHETICAL' END) || E'\n)',
  NULL
FROM pg_proc x JOIN pg_namespace n ON n.oid = x.pronamespace JOIN pg_aggregate a ON a.aggfnoid = x.oid
WHERE n.oid IN ($schemas) AND $mine)"};

constexpr ObjectQuery casts = {Object::Kind::cast, Catalog::cast, R"(
SELECT x.oid, NULL, '(' || format_type(x.castsource, NULL) || ' AS ' ||
    format_type(x.casttarget, NULL) || ')', NULL,
  'CREATE CAST (' || format_type(x.castsource, NULL) || ' AS ' || format_type(x.casttarget, NULL) ||
    ')' || CASE x.castmethod WHEN 'f' THEN ' WITH FUNCTION ' || x.castfunc::regprocedure
                             WHEN 'i' THEN ' WITH INOUT' ELSE ' WITHOUT FUNCTION' END ||
    CASE x.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' ELSE '' END,
  NULL
FROM pg_cast x WHERE x.oid >= 16384 AND $mine)"};

void read_functions(Reading& reading, Object::Kind kind, std::string_view word,
                    std::string_view kinds) {
  std::string sql = text::replace_all(functions, "$KIND", word);
  sql = text::replace_all(sql, "$kinds", kinds);
  read_objects(reading, {kind, Catalog::procedure, sql});
}

}  // namespace

void read_routines(Reading& reading) {
  read_functions(reading, Object::Kind::function, "FUNCTION", "'f', 'w'");
  read_functions(reading, Object::Kind::procedure, "PROCEDURE", "'p'");
  read_objects(reading, aggregates);
  read_objects(reading, casts);
}

}  // namespace migrate::postgresql

#include "postgresql/object_query.hpp"

namespace migrate::postgresql {
namespace {

constexpr ObjectQuery parsers = {Object::Kind::text_search, Catalog::parser, R"(
SELECT x.oid, n.oid, 'parser ' || quote_ident(x.prsname), NULL,
  'CREATE TEXT SEARCH PARSER ' || $prefix || quote_ident(x.prsname) || ' (' ||
    concat_ws(', ', 'START = ' || $function(x.prsstart), 'GETTOKEN = ' || $function(x.prstoken),
      'END = ' || $function(x.prsend), 'LEXTYPES = ' || $function(x.prslextype),
      'HEADLINE = ' || $function(x.prsheadline)) || ')',
  NULL
FROM pg_ts_parser x JOIN pg_namespace n ON n.oid = x.prsnamespace
WHERE n.oid IN ($schemas) AND $mine)"};

constexpr ObjectQuery templates = {Object::Kind::text_search, Catalog::template_, R"(
SELECT x.oid, n.oid, 'template ' || quote_ident(x.tmplname), NULL,
  'CREATE TEXT SEARCH TEMPLATE ' || $prefix || quote_ident(x.tmplname) || ' (' ||
    concat_ws(', ', 'INIT = ' || $function(x.tmplinit), 'LEXIZE = ' || $function(x.tmpllexize)) || ')',
  NULL
FROM pg_ts_template x JOIN pg_namespace n ON n.oid = x.tmplnamespace
WHERE n.oid IN ($schemas) AND $mine)"};

constexpr ObjectQuery dictionaries = {Object::Kind::text_search, Catalog::dictionary, R"(
SELECT x.oid, n.oid, 'dictionary ' || quote_ident(x.dictname), NULL,
  'CREATE TEXT SEARCH DICTIONARY ' || $prefix || quote_ident(x.dictname) || ' (' ||
    concat_ws(', ', 'TEMPLATE = ' ||
      CASE WHEN pg_ts_template_is_visible(t.oid) THEN '' ELSE quote_ident(tn.nspname) || '.' END ||
      quote_ident(t.tmplname), x.dictinitoption) || ')',
  NULL
FROM pg_ts_dict x JOIN pg_namespace n ON n.oid = x.dictnamespace
  JOIN pg_ts_template t ON t.oid = x.dicttemplate JOIN pg_namespace tn ON tn.oid = t.tmplnamespace
WHERE n.oid IN ($schemas) AND $mine)"};

constexpr ObjectQuery configurations = {Object::Kind::text_search, Catalog::configuration, R"(
SELECT x.oid, n.oid, 'configuration ' || quote_ident(x.cfgname), NULL,
  'CREATE TEXT SEARCH CONFIGURATION ' || $prefix || quote_ident(x.cfgname) || ' (PARSER = ' ||
    CASE WHEN pg_ts_parser_is_visible(p.oid) THEN '' ELSE quote_ident(pn.nspname) || '.' END ||
    quote_ident(p.prsname) || ')',
  (SELECT string_agg('ALTER TEXT SEARCH CONFIGURATION ' || $prefix || quote_ident(x.cfgname) ||
                     ' ADD MAPPING FOR ' || m.token || ' WITH ' || m.dictionaries,
                     E'\x1f' ORDER BY m.token)
   FROM (SELECT (SELECT quote_ident(t.alias) FROM ts_token_type(x.cfgparser) t
                 WHERE t.tokid = c.maptokentype) AS token,
                string_agg(CASE WHEN pg_ts_dict_is_visible(d.oid) THEN ''
                                ELSE quote_ident(dn.nspname) || '.' END || quote_ident(d.dictname),
                           ', ' ORDER BY c.mapseqno) AS dictionaries
         FROM pg_ts_config_map c JOIN pg_ts_dict d ON d.oid = c.mapdict
           JOIN pg_namespace dn ON dn.oid = d.dictnamespace
         WHERE c.mapcfg = x.oid GROUP BY c.maptokentype) m)
FROM pg_ts_config x JOIN pg_namespace n ON n.oid = x.cfgnamespace
  JOIN pg_ts_parser p ON p.oid = x.cfgparser JOIN pg_namespace pn ON pn.oid = p.prsnamespace
WHERE n.oid IN ($schemas) AND $mine)"};

}  // namespace

void read_text_search(Reading& reading) {
  read_objects(reading, parsers);
  read_objects(reading, templates);
  read_objects(reading, dictionaries);
  read_objects(reading, configurations);
}

}  // namespace migrate::postgresql

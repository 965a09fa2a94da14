#include "base/text.hpp"
#include "postgresql/expression.hpp"
#include "postgresql/identifier.hpp"
#include "postgresql/object_query.hpp"
#include "postgresql/statements.hpp"

namespace migrate::postgresql {
namespace {

std::string_view class_name(Catalog catalog) {
  switch (catalog) {
    case Catalog::type:
      return "pg_type";
    case Catalog::procedure:
      return "pg_proc";
    case Catalog::relation:
      return "pg_class";
    case Catalog::server:
      return "pg_foreign_server";
    case Catalog::data_wrapper:
      return "pg_foreign_data_wrapper";
    case Catalog::cast:
      return "pg_cast";
    case Catalog::constraint:
      return "pg_constraint";
    case Catalog::conversion:
      return "pg_conversion";
    case Catalog::language:
      return "pg_language";
    case Catalog::schema:
      return "pg_namespace";
    case Catalog::operator_class:
      return "pg_opclass";
    case Catalog::operator_:
      return "pg_operator";
    case Catalog::rule:
      return "pg_rewrite";
    case Catalog::trigger:
      return "pg_trigger";
    case Catalog::operator_family:
      return "pg_opfamily";
    case Catalog::extension:
      return "pg_extension";
    case Catalog::policy:
      return "pg_policy";
    case Catalog::statistics:
      return "pg_statistic_ext";
    case Catalog::collation:
      return "pg_collation";
    case Catalog::event_trigger:
      return "pg_event_trigger";
    case Catalog::dictionary:
      return "pg_ts_dict";
    case Catalog::parser:
      return "pg_ts_parser";
    case Catalog::configuration:
      return "pg_ts_config";
    case Catalog::template_:
      return "pg_ts_template";
    case Catalog::publication:
      return "pg_publication";
  }
  return {};
}

/// `$function(oid)` and the like become what names it, with its schema only where it must be said:
/// regproc says the schema of overloaded functions as well.
std::string expand(std::string sql, std::string_view macro, std::string_view replacement) {
  for (std::size_t at = sql.find(macro); at != std::string::npos; at = sql.find(macro, at)) {
    const std::size_t open = at + macro.size();
    const std::size_t close = sql.find(')', open);
    const std::string number = sql.substr(open + 1, close - open - 1);
    sql.replace(at, close + 1 - at, text::replace_all(replacement, "$1", number));
  }
  return sql;
}

constexpr std::string_view function_name = R"((SELECT
  CASE WHEN pg_function_is_visible(f_.oid) THEN '' ELSE quote_ident(n_.nspname) || '.' END ||
  quote_ident(f_.proname)
  FROM pg_proc f_ JOIN pg_namespace n_ ON n_.oid = f_.pronamespace WHERE f_.oid = $1))";
constexpr std::string_view collation_name_sql = R"((SELECT
  CASE WHEN pg_collation_is_visible(f_.oid) THEN '' ELSE quote_ident(n_.nspname) || '.' END ||
  quote_ident(f_.collname)
  FROM pg_collation f_ JOIN pg_namespace n_ ON n_.oid = f_.collnamespace WHERE f_.oid = $1))";
constexpr std::string_view opclass_name = R"((SELECT
  CASE WHEN pg_opclass_is_visible(f_.oid) THEN '' ELSE quote_ident(n_.nspname) || '.' END ||
  quote_ident(f_.opcname)
  FROM pg_opclass f_ JOIN pg_namespace n_ ON n_.oid = f_.opcnamespace WHERE f_.oid = $1))";
constexpr std::string_view operator_name = R"((SELECT
  CASE WHEN pg_operator_is_visible(f_.oid) THEN f_.oprname
       ELSE 'OPERATOR(' || quote_ident(n_.nspname) || '.' || f_.oprname || ')' END
  FROM pg_operator f_ JOIN pg_namespace n_ ON n_.oid = f_.oprnamespace WHERE f_.oid = $1))";
constexpr std::string_view relation_name = R"((SELECT
  CASE WHEN pg_table_is_visible(f_.oid) THEN '' ELSE quote_ident(n_.nspname) || '.' END ||
  quote_ident(f_.relname)
  FROM pg_class f_ JOIN pg_namespace n_ ON n_.oid = f_.relnamespace WHERE f_.oid = $1))";
constexpr std::string_view options_list = R"((SELECT
  string_agg(quote_ident(f_.option_name) || ' ' || quote_literal(f_.option_value), ', ')
  FROM pg_options_to_table($1) f_))";

/// Comments on the columns of what is not a table.
void add_column_comments(Reading& reading) {
  for (auto& [number, relation] : reading.relations) {
    if (relation.kind == 'r' || relation.kind == 'p') continue;
    const auto place =
        relation.kind == 'c' ? reading.composites.find(number) : reading.composites.end();
    const auto found = reading.objects.find(place != reading.composites.end()
                                                ? std::pair(Catalog::type, place->second)
                                                : std::pair(Catalog::relation, number));
    if (found == reading.objects.end()) continue;
    Object& object = reading.schema.objects[found->second];
    for (const auto& [part, comment] : reading.column_comments(number)) {
      object.then.push_back("COMMENT ON COLUMN " + qualified(relation.schema, relation.name) + "." +
                            identifier(relation.columns.at(part)) + " IS " + literal(comment));
    }
  }
}

}  // namespace

void read_objects(Reading& reading, const ObjectQuery& query) {
  if (query.since > 0 && !reading.since(query.since)) return;
  std::string sql = text::replace_all(query.sql, "$mine", not_a_part);
  sql = text::replace_all(sql, "$class", class_name(query.catalog));
  sql = expand(sql, "$function", function_name);
  sql = expand(sql, "$collation", collation_name_sql);
  sql = expand(sql, "$opclass", opclass_name);
  sql = expand(sql, "$operator", operator_name);
  sql = expand(sql, "$relation", relation_name);
  sql = expand(sql, "$options", options_list);
  for (const Row& row : reading.query(sql)) {
    const Fields fields(row);
    Object object = {.kind = query.kind,
                     .schema = reading.schema_of(fields.oid(1)),
                     .name = fields.text(2),
                     .table = fields.text(3),
                     .definition = settled(fields.text(4)),
                     .then = fields.texts(5)};
    reading.add(query.catalog, fields.oid(0), std::move(object));
  }
}

void read_objects(Reading& reading) {
  read_database_wide(reading);
  read_types_whole(reading);
  read_routines(reading);
  read_operators(reading);
  read_views(reading);
  read_foreign(reading);
  read_text_search(reading);
  read_on_tables(reading);
  add_column_comments(reading);
}

}  // namespace migrate::postgresql

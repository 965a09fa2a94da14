#pragma once

#include <string_view>

#include "postgresql/reading.hpp"

namespace migrate::postgresql {

/// A query for objects that are held whole. Its columns: number, schema's number or NULL where the
/// kind has none, name, table (of what is on one), definition, statements that complete it (joined
/// by `separator`). `$function(number)`, `$collation`, `$opclass`, `$operator`, `$relation` stand
/// for a name, `$options(array)` for the options of something foreign.
struct ObjectQuery {
  Object::Kind kind;
  Catalog catalog;
  std::string_view sql;
  int since = 0;  ///< the first major version that has it
};

/// `AND` … : it is not a part of an extension, nor made by the server for another object. The
/// query's row is `x`; `$class` is its catalog.
constexpr std::string_view not_a_part = R"(NOT EXISTS (SELECT FROM pg_depend e
  WHERE e.classid = '$class'::regclass AND e.objid = x.oid AND e.deptype IN ('e', 'i')))";

void read_types_whole(Reading& reading);
void read_views(Reading& reading);
void read_routines(Reading& reading);
void read_operators(Reading& reading);
void read_foreign(Reading& reading);
void read_text_search(Reading& reading);
void read_on_tables(Reading& reading);
void read_database_wide(Reading& reading);

/// Runs such a query. In it `$mine` stands for not_a_part.
void read_objects(Reading& reading, const ObjectQuery& query);

}  // namespace migrate::postgresql

#include "postgresql/reading.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "dialect/selection.hpp"
#include "migrate/schema/names.hpp"
#include "postgresql/identifier.hpp"
#include "postgresql/statements.hpp"

namespace migrate::postgresql {
namespace {

/// The path as it is in force, without pg_catalog (so that it comes first, and nobody's function is
/// taken for the server's) and with temporary objects last; then whatever changes how values and
/// names print. A constant of type timestamptz prints in the session's time zone.
constexpr std::string_view set_up = R"(SELECT s.version, s.own, p.path,
  pg_catalog.set_config('search_path', p.path, true),
  pg_catalog.set_config('quote_all_identifiers', 'off', true),
  pg_catalog.set_config('DateStyle', 'ISO, MDY', true),
  pg_catalog.set_config('IntervalStyle', 'postgres', true),
  pg_catalog.set_config('TimeZone', 'UTC', true),
  pg_catalog.set_config('extra_float_digits', '1', true),
  pg_catalog.set_config('bytea_output', 'hex', true)
FROM (SELECT pg_catalog.current_setting('server_version_num') AS version,
             pg_catalog.current_schema() AS own) s,
     (SELECT coalesce(pg_catalog.string_agg(pg_catalog.quote_ident(x.name) || ', ', '' ORDER BY x.place), '')
             || 'pg_temp' AS path
      FROM pg_catalog.unnest(pg_catalog.current_schemas(false)) WITH ORDINALITY x(name, place)
      WHERE x.name NOT LIKE 'pg\_%') p)";

constexpr std::string_view all_schemas = R"(SELECT n.oid, n.nspname FROM pg_namespace n
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema' ORDER BY n.nspname)";

constexpr std::string_view all_comments = R"(SELECT d.classoid, d.objoid, d.objsubid, d.description
FROM pg_description d
WHERE d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass)";

}  // namespace

std::int64_t Fields::number(std::size_t i) const {
  std::int64_t out = 0;
  const std::string& digits = text(i);
  std::from_chars(digits.data(), digits.data() + digits.size(), out);
  return out;
}

std::vector<std::string> Fields::texts(std::size_t i) const {
  std::vector<std::string> out;
  if (!has(i)) return out;
  std::string_view rest = text(i);
  for (std::size_t at = 0; at != std::string_view::npos;) {
    at = rest.find(separator);
    out.emplace_back(rest.substr(0, at));
    rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
  }
  return out;
}

std::vector<int> Fields::numbers(std::size_t i) const {
  std::vector<int> out;
  const std::string& all = text(i);
  const char* const end = all.data() + all.size();
  for (const char* at = all.data(); at != end;) {
    int number = 0;
    const auto read = std::from_chars(at, end, number);
    if (read.ec == std::errc{}) {
      out.push_back(number);
      at = read.ptr;
    } else {
      ++at;
    }
  }
  return out;
}

Snapshot::Snapshot(Connection& connection)
    : connection_(connection), nested_(connection.in_transaction()) {
  connection_.execute(nested_ ? "SAVEPOINT migrate_reading"
                              : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

Snapshot::~Snapshot() {
  try {
    if (nested_) {
      connection_.execute("ROLLBACK TO SAVEPOINT migrate_reading");
      connection_.execute("RELEASE SAVEPOINT migrate_reading");
    } else if (connection_.in_transaction()) {
      connection_.execute("ROLLBACK");
    }
  } catch (const std::exception&) {
    // The connection is lost: its transaction is over.
  }
}

Reading::Reading(Connection& connection, const ReflectOptions& options)
    : connection_(connection), snapshot_(connection) {
  schema.dialect = "postgresql";
  const std::vector<Row> session = connection_.query(set_up);
  version_ = static_cast<int>(Fields(session.at(0)).number(0));
  own_ = Fields(session.at(0)).text(1);
  choose_schemas(options.schemas);
  read_comments();
}

void Reading::choose_schemas(const std::vector<std::string>& globs) {
  for (const Row& row : connection_.query(all_schemas)) {
    const Fields fields(row);
    const std::string& name = fields.text(1);
    if (name == own_) own_number_ = fields.oid(0);
    const bool wanted =
        globs.empty() ? name == own_ : std::ranges::any_of(globs, [&](const std::string& glob) {
          return matches(glob, name);
        });
    if (wanted) schemas_.emplace(fields.oid(0), name);
  }
  if (globs.empty() && own_number_ == 0) {
    warn("no schema of the search_path exists: nothing was read; name schemas to read");
  }
  schema_list_ = "0";
  for (const auto& [number, name] : schemas_) schema_list_ += ", " + std::to_string(number);
}

void Reading::read_comments() {
  for (const Row& row : connection_.query(all_comments)) {
    const Fields fields(row);
    comments_[{fields.oid(0), fields.oid(1)}].emplace(static_cast<int>(fields.number(2)),
                                                      fields.text(3));
  }
}

std::vector<Row> Reading::query(std::string_view sql) {
  std::string text = text::replace_all(sql, "$schemas", schema_list_);
  text = text::replace_all(text, "$prefix",
                           "CASE WHEN n.oid = " + std::to_string(own_number_) +
                               " THEN '' ELSE quote_ident(n.nspname) || '.' END");
  return connection_.query(text);
}

std::string Reading::schema_of(Oid number) const {
  const auto found = schemas_.find(number);
  return found == schemas_.end() ? std::string() : schema_named(found->second);
}

std::string Reading::comment(Catalog catalog, Oid number, int part) {
  const auto object = comments_.find({static_cast<Oid>(catalog), number});
  if (object == comments_.end()) return {};
  const auto found = object->second.find(part);
  if (found == object->second.end()) return {};
  std::string out = std::move(found->second);
  object->second.erase(found);
  return out;
}

std::vector<std::pair<int, std::string>> Reading::column_comments(Oid relation) {
  std::vector<std::pair<int, std::string>> out;
  const auto object = comments_.find({static_cast<Oid>(Catalog::relation), relation});
  if (object == comments_.end()) return out;
  for (auto& [part, comment] : object->second) {
    if (part > 0) out.emplace_back(part, std::move(comment));
  }
  std::erase_if(object->second, [](const auto& entry) { return entry.first > 0; });
  return out;
}

/// Extensions bring comments, and so does the server with the schema public: those are not the
/// database's own. A domain's constraints are read with it.
void Reading::warn_of_other_comments() {
  std::string left;
  for (const auto& [object, parts] : comments_) {
    for (const auto& [part, comment] : parts) {
      if (!left.empty()) left += ", ";
      left += "(" + std::to_string(object.first) + "::oid, " + std::to_string(object.second) +
              "::oid, " + std::to_string(part) + ")";
    }
  }
  if (left.empty()) return;
  const std::vector<Row> rows = query(R"(SELECT i.type, i.identity
FROM (VALUES )" + left + R"() x(class, number, part),
     LATERAL pg_identify_object(x.class, x.number, x.part) i
WHERE (i.schema IS NULL OR i.schema IN (SELECT nspname FROM pg_namespace WHERE oid IN ($schemas)))
  AND (x.class <> 'pg_namespace'::regclass OR x.number IN ($schemas))
  AND NOT (x.class = 'pg_namespace'::regclass AND i.identity = 'public'
           AND obj_description(x.number, 'pg_namespace') = 'standard public schema')
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.deptype = 'e' AND e.classid = x.class
                  AND e.objid = x.number)
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = x.class AND e.objid = x.number
                  AND e.deptype IN ('i', 'P', 'S')
                  AND NOT EXISTS (SELECT FROM pg_sequence q WHERE x.class = 'pg_class'::regclass
                                  AND q.seqrelid = x.number))
  AND x.class <> 'pg_extension'::regclass
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE x.class = 'pg_constraint'::regclass
                  AND k.oid = x.number AND k.contypid <> 0))");
  for (const Row& row : rows) {
    warn("the comment on " + Fields(row).text(0) + " " + Fields(row).text(1) + " is left out");
  }
}

Object& Reading::add(Catalog catalog, Oid number, Object object) {
  if (object.comment.empty()) object.comment = comment(catalog, number);
  know(catalog, number, {std::string(name_of(object.kind)), object.schema, object.name});
  objects.emplace(std::pair(catalog, number), schema.objects.size());
  schema.objects.push_back(std::move(object));
  return schema.objects.back();
}

void Reading::know(Catalog catalog, Oid number, Dependency as) {
  known_.emplace(std::pair(static_cast<Oid>(catalog), number), std::move(as));
}

const Dependency* Reading::find(Oid catalog, Oid number) const {
  const auto found = known_.find({catalog, number});
  return found == known_.end() ? nullptr : &found->second;
}

}  // namespace migrate::postgresql

#include "dialect/filter.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace migrate {
namespace {

/// Where other tools keep which of their migrations have run.
constexpr const char* other_tools_tables[] = {
    "alembic_version",
    "schema_migrations",
    "ar_internal_metadata",
    "flyway_schema_history",
    "schema_version",
    "goose_db_version",
    "django_migrations",
    "knex_migrations",
    "knex_migrations_lock",
    "_prisma_migrations",
    "databasechangelog",
    "databasechangeloglock",
    "__EFMigrationsHistory",
    "atlas_schema_revisions",
    "doctrine_migration_versions",
    "gorp_migrations",
    "_sqlx_migrations",
    "__diesel_schema_migrations",
    "refinery_schema_history",
    "phinxlog",
    "SequelizeMeta",
    "yoyo_migrations",
    "_yoyo_migration",
    "_yoyo_log",
    "_yoyo_version",
    "yoyo_lock",
};

}  // namespace

bool matches_glob(std::string_view pattern, std::string_view name) {
  std::size_t at = 0;
  std::size_t in_name = 0;
  std::size_t star = std::string_view::npos;  // the last one met, and what it stands for so far
  std::size_t swallowed = 0;
  while (in_name < name.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      swallowed = in_name;
    } else if (at < pattern.size() && (pattern[at] == '?' || pattern[at] == name[in_name])) {
      ++at;
      ++in_name;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      in_name = ++swallowed;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

TableFilter::TableFilter(const ReflectOptions& options, bool fold) : fold_(fold) {
  for (const std::string& pattern : options.include) include_.push_back(folded(pattern));
  for (const std::string& pattern : options.exclude) exclude_.push_back(folded(pattern));
  for (const char* name : other_tools_tables) left_out_.insert(folded(name));
  for (const auto member : {&OwnTables::version, &OwnTables::history, &OwnTables::journal}) {
    left_out_.insert(folded(options.tables.*member));
  }
}

std::string TableFilter::folded(std::string_view name) const {
  return fold_ ? text::lower(name) : std::string(name);
}

bool TableFilter::takes(std::string_view given) const {
  const std::string name = folded(given);
  const auto fits = [&](const std::string& pattern) { return matches_glob(pattern, name); };
  if (std::ranges::any_of(exclude_, fits)) return false;
  if (left_out_.contains(name)) return std::ranges::find(include_, name) != include_.end();
  return include_.empty() || std::ranges::any_of(include_, fits);
}

}  // namespace migrate

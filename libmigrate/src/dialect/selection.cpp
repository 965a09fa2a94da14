#include "dialect/selection.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/text.hpp"
#include "migrate/schema/names.hpp"

namespace migrate {
namespace {

/// Where other tools keep which of their migrations have run.
constexpr std::string_view others[] = {
    "alembic_version",         "schema_migrations",
    "ar_internal_metadata",    "flyway_schema_history",
    "schema_version",          "goose_db_version",
    "databasechangelog",       "databasechangeloglock",
    "__EFMigrationsHistory",   "django_migrations",
    "knex_migrations",         "knex_migrations_lock",
    "_prisma_migrations",      "__diesel_schema_migrations",
    "_sqlx_migrations",        "gorp_migrations",
    "atlas_schema_revisions",  "doctrine_migration_versions",
    "SequelizeMeta",           "phinxlog",
    "refinery_schema_history", "mikro_orm_migrations",
    "__drizzle_migrations",    "yoyo_migrations",
    "_yoyo_migration",         "_yoyo_log",
    "_yoyo_version",           "yoyo_lock",
};

/// Steps over `[…]` at the start of `glob`. False: there is no closing bracket, so that the bracket
/// stands for itself.
bool take_class(std::string_view& glob, char c, bool& hit) {
  std::size_t at = 1;
  const bool negated = at < glob.size() && glob[at] == '!';
  if (negated) ++at;
  hit = false;
  for (const std::size_t first = at; at < glob.size(); ++at) {
    if (glob[at] == ']' && at > first) {
      glob.remove_prefix(at + 1);
      hit = hit != negated;
      return true;
    }
    if (at + 2 < glob.size() && glob[at + 1] == '-' && glob[at + 2] != ']') {
      hit = hit || (glob[at] <= c && c <= glob[at + 2]);
      at += 2;
    } else {
      hit = hit || glob[at] == c;
    }
  }
  return false;
}

/// Steps over one character of `name` and what stands for it in `glob`, if they match.
bool take_one(std::string_view& glob, std::string_view& name) {
  if (glob.empty() || name.empty()) return false;
  const char c = name.front();
  if (glob.front() == '?') {
    glob.remove_prefix(1);
    name.remove_prefix(1);
    while (!name.empty() && text::is_continuation_byte(name.front())) name.remove_prefix(1);
    return true;
  }
  if (bool hit = false; glob.front() == '[' && take_class(glob, c, hit)) {
    name.remove_prefix(1);
    return hit;
  }
  if (glob.front() == '\\' && glob.size() > 1) glob.remove_prefix(1);
  if (glob.front() != c) return false;
  glob.remove_prefix(1);
  name.remove_prefix(1);
  return true;
}

std::string folded(std::string_view name, NameCase names) {
  return names == NameCase::ignored ? text::lower(name) : std::string(name);
}

bool is_same(std::string_view a, std::string_view b, NameCase names) {
  return names == NameCase::ignored ? text::equals_ignoring_case(a, b) : a == b;
}

bool any_matches(const std::vector<std::string>& globs, const QualifiedName& name, NameCase names) {
  return std::ranges::any_of(globs,
                             [&](const std::string& glob) { return matches(glob, name, names); });
}

bool is_relation(Object::Kind kind) {
  using Kind = Object::Kind;
  return kind == Kind::view || kind == Kind::materialized_view || kind == Kind::foreign_table ||
         kind == Kind::virtual_table;
}

std::string kind_of(const Object& object) { return std::string(name_of(object.kind)); }

/// What the wanted tables and views need, and what that needs.
std::set<Dependency> needed(const Schema& schema, const std::set<QualifiedName>& relations) {
  std::set<Dependency> out;
  std::vector<Dependency> open;
  const auto need = [&](const Dependency& dependency) {
    if (out.insert(dependency).second) open.push_back(dependency);
  };
  const auto need_types = [&](const Table& table) {
    for (const Column& column : table.columns) {
      if (column.type.kind != Type::Kind::enumeration) continue;
      need({.kind = "enum", .schema = column.type.schema, .name = column.type.name});
    }
  };
  for (const Table& table : schema.tables) {
    std::ranges::for_each(table.depends_on, need);
    need_types(table);
  }
  for (const Object& object : schema.objects) {
    const bool on_wanted = !object.table.empty() &&
                           relations.contains({.schema = object.schema, .name = object.table});
    if (is_relation(object.kind) || on_wanted) std::ranges::for_each(object.depends_on, need);
  }
  while (!open.empty()) {
    const Dependency next = open.back();
    open.pop_back();
    for (const Object& object : schema.objects) {
      if (object.name == next.name && object.schema == next.schema &&
          kind_of(object) == next.kind) {
        std::ranges::for_each(object.depends_on, need);
      }
    }
  }
  return out;
}

/// `owned_by` begins with the table's name, quoted where it must be.
bool is_owned_by(const Object& sequence, const std::string& table) {
  const auto begins = [&](const std::string& name) {
    return sequence.owned_by.size() > name.size() && sequence.owned_by.starts_with(name) &&
           sequence.owned_by[name.size()] == '.';
  };
  return begins(table) || begins('"' + text::replace_all(table, "\"", "\"\"") + '"');
}

}  // namespace

bool matches(std::string_view glob, std::string_view name) {
  // Where a star was met last, and how much of the name it stands for so far.
  std::string_view after_star;
  std::string_view rest_of_name;
  bool star = false;
  while (true) {
    if (glob.empty() && name.empty()) return true;
    if (!glob.empty() && glob.front() == '*') {
      glob.remove_prefix(1);
      after_star = glob;
      rest_of_name = name;
      star = true;
      continue;
    }
    if (take_one(glob, name)) continue;
    if (!star || rest_of_name.empty()) return false;
    rest_of_name.remove_prefix(1);
    glob = after_star;
    name = rest_of_name;
  }
}

bool matches(std::string_view glob, const QualifiedName& name, NameCase names) {
  const bool qualified = glob.find('.') != std::string_view::npos && !name.schema.empty();
  return matches(folded(glob, names),
                 folded(qualified ? name.schema + "." + name.name : name.name, names));
}

NameCase name_case(std::string_view dialect) {
  return dialect == "sqlite" ? NameCase::ignored : NameCase::kept;
}

bool is_version_table(std::string_view name, const OwnTables& tables, NameCase names) {
  const auto same = [&](std::string_view other) { return is_same(name, other, names); };
  return same(tables.version) || same(tables.history) || same(tables.journal) ||
         std::ranges::any_of(others, same);
}

bool takes_part(const QualifiedName& name, const ReflectOptions& options, NameCase names) {
  if (any_matches(options.exclude, name, names)) return false;
  if (is_version_table(name.name, options.tables, names)) {
    return std::ranges::any_of(options.include, [&](const std::string& wanted) {
      return is_same(wanted, name.name, names);
    });
  }
  return options.include.empty() || any_matches(options.include, name, names);
}

void keep_what_takes_part(Schema& schema, const ReflectOptions& options) {
  const NameCase names = name_case(schema.dialect);
  std::set<QualifiedName> gone;
  std::set<QualifiedName> wanted;
  const auto sort_out = [&](const std::string& in, const std::string& name) {
    const QualifiedName qualified{.schema = in, .name = name};
    (takes_part(qualified, options, names) ? wanted : gone).insert(qualified);
  };
  for (const Table& table : schema.tables) sort_out(table.schema, table.name);
  for (const Object& object : schema.objects) {
    if (is_relation(object.kind)) sort_out(object.schema, object.name);
  }
  const auto is_gone = [&](const std::string& in, const std::string& name) {
    return gone.contains({.schema = in, .name = name});
  };
  std::erase_if(schema.tables,
                [&](const Table& table) { return is_gone(table.schema, table.name); });
  std::erase_if(schema.objects, [&](const Object& object) {
    if (is_relation(object.kind)) return is_gone(object.schema, object.name);
    if (!object.table.empty()) return is_gone(object.schema, object.table);
    return !object.owned_by.empty() && std::ranges::any_of(gone, [&](const QualifiedName& table) {
      return table.schema == object.schema && is_owned_by(object, table.name);
    });
  });
  if (options.include.empty()) return;
  const std::set<Dependency> needs = needed(schema, wanted);
  std::erase_if(schema.objects, [&](const Object& object) {
    if (is_relation(object.kind) || !object.table.empty()) return false;
    if (needs.contains({.kind = kind_of(object), .schema = object.schema, .name = object.name})) {
      return false;
    }
    return std::ranges::none_of(wanted, [&](const QualifiedName& table) {
      return table.schema == object.schema && is_owned_by(object, table.name);
    });
  });
}

}  // namespace migrate

#include "commands/selection.hpp"

#include <algorithm>

#include "dialect/selection.hpp"

namespace migrate {
namespace {

/// What is said with the command goes before migrate.ini.
ReflectOptions reflect_options(const Settings& settings, const Selection& selection) {
  ReflectOptions options = settings.target.reflect;
  options.tables = settings.run.tables;
  if (!selection.schemas.empty()) options.schemas = selection.schemas;
  if (selection.tables.empty()) return options;
  options.include.clear();
  options.exclude.clear();
  for (const std::string& glob : selection.tables) {
    if (glob.starts_with('!')) {
      options.exclude.push_back(glob.substr(1));
    } else {
      options.include.push_back(glob);
    }
  }
  return options;
}

bool is_view(const Object& object) {
  return object.kind == Object::Kind::view || object.kind == Object::Kind::materialized_view;
}

/// Takes out the views, with what is on them and what needs them.
void leave_out_views(Schema& schema) {
  std::vector<QualifiedName> gone;
  const auto is_gone = [&gone](const std::string& of, const std::string& name) {
    return std::ranges::find(gone, QualifiedName{of, name}) != gone.end();
  };
  const auto goes = [&](const Object& object) {
    if (is_view(object) || (!object.table.empty() && is_gone(object.schema, object.table))) {
      return true;
    }
    return std::ranges::any_of(object.depends_on, [&](const Dependency& on) {
      return (on.kind == "view" || on.kind == "materialized_view") && is_gone(on.schema, on.name);
    });
  };
  for (std::size_t before = schema.objects.size() + 1; before != schema.objects.size();) {
    before = schema.objects.size();
    std::erase_if(schema.objects, [&](const Object& object) {
      if (!goes(object)) return false;
      if (is_view(object)) gone.push_back({object.schema, object.name});
      return true;
    });
  }
}

bool matches_something(const std::string& glob, const Schema& schema) {
  const auto is_matched = [&](const auto& object) {
    return matches(glob, QualifiedName{object.schema, object.name}, name_case(schema.dialect));
  };
  return std::ranges::any_of(schema.tables, is_matched) ||
         std::ranges::any_of(schema.objects, is_matched);
}

}  // namespace

Reflection reflect(const Context& context, Database& database, const Selection& selection) {
  const ReflectOptions options = reflect_options(database.settings, selection);
  Reflection reflection = database.dialect().reflect(*database.connection, options);
  const std::string_view said = selection.tables.empty() ? "include_tables = " : "--tables ";
  for (const std::string& glob : options.include) {
    if (matches_something(glob, reflection.schema)) continue;
    context.observer.on({.kind = Event::Kind::warning,
                         .text = std::string(said) + glob + " matches nothing in the database"});
  }
  if (!selection.views) leave_out_views(reflection.schema);
  for (const std::string& warning : reflection.warnings) {
    context.observer.on({.kind = Event::Kind::warning, .text = warning});
  }
  return reflection;
}

std::vector<std::string> creation(const Dialect& dialect, const Schema& schema) {
  std::vector<std::string> texts;
  for (Statement& statement : dialect.create(schema)) texts.push_back(std::move(statement.text));
  return texts;
}

}  // namespace migrate

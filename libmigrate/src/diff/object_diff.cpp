#include "diff/object_diff.hpp"

#include <map>
#include <tuple>

#include "migrate/schema/names.hpp"

namespace migrate {
namespace {

using Kind = Object::Kind;

auto identity(const Object& object) {
  return std::tie(object.kind, object.schema, object.table, object.name);
}

/// The part of a function that CREATE OR REPLACE may not change: name, arguments, result.
std::string_view signature(const Object& object) {
  const std::string_view text = object.definition;
  return text.substr(0, std::min(text.find("\n LANGUAGE"), text.find(" LANGUAGE ")));
}

bool changes_in_place(const Object& from, const Object& to, const Terms& terms) {
  if (terms.same_but(from, to, {"comment"})) return true;
  switch (to.kind) {
    case Kind::enumeration:
      return terms.same_but(from, to, {"comment", "values"});
    case Kind::sequence:
      return terms.same_but(from, to, {"comment", "owned_by", "definition"});
    case Kind::function:
    case Kind::procedure:
      return terms.same_but(from, to, {"comment", "definition"}) &&
             signature(from) == signature(to) && signature(to).size() < to.definition.size();
    default:
      return false;
  }
}

}  // namespace

int rank_of(Kind kind) {
  switch (kind) {
    case Kind::schema:
      return 0;
    case Kind::extension:
    case Kind::language:
      return 1;
    case Kind::collation:
    case Kind::text_search:
    case Kind::foreign_data_wrapper:
    case Kind::foreign_server:
      return 2;
    case Kind::enumeration:
    case Kind::domain:
    case Kind::composite:
    case Kind::range:
      return 3;
    case Kind::sequence:
      return 4;
    case Kind::function:
    case Kind::procedure:
    case Kind::aggregate:
    case Kind::operator_:
    case Kind::operator_class:
    case Kind::operator_family:
    case Kind::cast:
    case Kind::conversion:
      return 5;
    case Kind::virtual_table:
    case Kind::foreign_table:
      return table_rank;
    case Kind::view:
    case Kind::materialized_view:
      return view_rank;
    case Kind::index:
    case Kind::statistics:
      return view_rank + 1;
    case Kind::trigger:
    case Kind::rule:
    case Kind::policy:
      return view_rank + 2;
    case Kind::event_trigger:
    case Kind::publication:
      return view_rank + 3;
  }
  return view_rank;
}

bool is_type(Kind kind) {
  return kind == Kind::enumeration || kind == Kind::domain || kind == Kind::composite ||
         kind == Kind::range;
}

std::string spoken_name(const Object& object) {
  return object.name.substr(0, object.name.find('('));
}

Dependency as_dependency(const Object& object) {
  return {std::string(name_of(object.kind)), object.schema, object.name};
}

bool only_adds_values(const Object& from, const Object& to) {
  auto next = to.values.begin();
  for (const std::string& value : from.values) {
    next = std::find(next, to.values.end(), value);
    if (next == to.values.end()) return false;
    ++next;
  }
  return true;
}

ObjectDiff::ObjectDiff(const Schema& old, const Schema& now, const Schema& to, const Terms& terms) {
  std::map<std::tuple<Kind, std::string, std::string, std::string>, std::size_t> places;
  for (std::size_t i = 0; i < now.objects.size(); ++i) {
    pairs_.push_back(
        {.old = &old.objects[i], .now = &now.objects[i], .fate = ObjectPair::Fate::dropped});
    places.emplace(identity(now.objects[i]), i);
  }
  for (const Object& object : to.objects) {
    const auto found = places.find(identity(object));
    if (found == places.end()) {
      pairs_.push_back({.to = &object, .fate = ObjectPair::Fate::created});
      continue;
    }
    ObjectPair& pair = pairs_[found->second];
    pair.to = &object;
    pair.fate = terms.same(*pair.now, object)                ? ObjectPair::Fate::stays
                : changes_in_place(*pair.now, object, terms) ? ObjectPair::Fate::altered
                                                             : ObjectPair::Fate::remade;
  }
}

bool ObjectDiff::spread(const std::function<bool(const QualifiedName&)>& reshaped) {
  std::set<Dependency> going;
  for (const ObjectPair& pair : pairs_) {
    if (pair.goes()) going.insert(as_dependency(*pair.now));
    const bool rebuilt = pair.fate == ObjectPair::Fate::altered &&
                         pair.to->kind == Kind::enumeration &&
                         !only_adds_values(*pair.now, *pair.to);
    if (rebuilt) going.insert(as_dependency(*pair.now));
  }
  bool news = false;
  for (ObjectPair& pair : pairs_) {
    if (pair.old == nullptr || pair.goes()) continue;
    const Object& object = *pair.now;
    // A sequence belongs to its column's table, but does not hinder it.
    if (object.kind == Kind::sequence) continue;
    bool moved = !object.table.empty() &&
                 (reshaped({object.schema, object.table}) ||
                  going.contains({"view", object.schema, object.table}) ||
                  going.contains({"materialized_view", object.schema, object.table}));
    for (const Dependency& dependency : object.depends_on) {
      moved = moved || going.contains(dependency) ||
              (dependency.kind == "table" && reshaped({dependency.schema, dependency.name}));
    }
    if (!moved) continue;
    pair.fate = pair.to != nullptr ? ObjectPair::Fate::remade : ObjectPair::Fate::dropped;
    news = true;
  }
  return news;
}

Words ObjectDiff::remade_names() const {
  Words names;
  for (const ObjectPair& pair : pairs_) {
    const bool rebuilt = pair.fate == ObjectPair::Fate::altered &&
                         pair.to->kind == Kind::enumeration &&
                         !only_adds_values(*pair.now, *pair.to);
    if (pair.fate == ObjectPair::Fate::remade || rebuilt) names.insert(spoken_name(*pair.now));
  }
  return names;
}

Words ObjectDiff::remade_types() const {
  Words names;
  for (const ObjectPair& pair : pairs_) {
    if (pair.fate == ObjectPair::Fate::remade && is_type(pair.now->kind)) {
      names.insert(pair.now->name);
    }
  }
  return names;
}

}  // namespace migrate

#include <algorithm>
#include <map>
#include <set>

#include "migrate/schema/names.hpp"
#include "migrate/target.hpp"

namespace migrate {
namespace {

template <class T>
concept HasMembers = requires {
  T::members([](auto&&...) {});
};

DiffOptions options_for(const Dialect& dialect) {
  return {.dialect = std::string(dialect.name()),
          .type_text = [&dialect](const Type& type) { return dialect.type_text(type); }};
}

/// Kinds that a scratch schema cannot have a second one of.
bool is_of_the_database(Object::Kind kind) {
  using Kind = Object::Kind;
  return kind == Kind::schema || kind == Kind::extension || kind == Kind::language ||
         kind == Kind::foreign_data_wrapper || kind == Kind::foreign_server ||
         kind == Kind::event_trigger || kind == Kind::publication || kind == Kind::cast;
}

Dependency as_dependency(const Table& table) { return {"table", table.schema, table.name}; }
Dependency as_dependency(const Object& object) {
  return {std::string(name_of(object.kind)), object.schema, object.name};
}

/// The part of a schema that is needed to make some things of it.
class Excerpt {
 public:
  explicit Excerpt(const Schema& schema) : schema_(schema) {}

  Schema of(const std::set<Dependency>& wanted) {
    for (const Dependency& thing : wanted) need(thing);
    Schema part;
    part.dialect = schema_.dialect;
    for (const Table& table : schema_.tables) {
      if (!needed_.contains(as_dependency(table))) continue;
      part.tables.push_back(table);
      std::erase_if(part.tables.back().foreign_keys, [&](const ForeignKey& key) {
        return !needed_.contains({"table", key.references.schema, key.references.table});
      });
    }
    for (const Object& object : schema_.objects) {
      const bool in = needed_.contains(as_dependency(object)) && !is_of_the_database(object.kind);
      if (in) part.objects.push_back(object);
    }
    return part;
  }

 private:
  void need(const Dependency& thing) {
    if (!needed_.insert(thing).second) return;
    for (const Table& table : schema_.tables) {
      if (as_dependency(table) != thing) continue;
      for (const Dependency& other : table.depends_on) need(other);
      for (const ForeignKey& key : table.foreign_keys) {
        need({"table", key.references.schema, key.references.table});
      }
      for (const QualifiedName& parent : table.inherits) {
        need({"table", parent.schema, parent.name});
      }
      if (table.partition_of) {
        need({"table", table.partition_of->schema, table.partition_of->table});
      }
      for (const Column& column : table.columns) {
        if (column.type.kind == Type::Kind::enumeration) {
          need({"enum", column.type.schema, column.type.name});
        }
      }
    }
    for (const Object& object : schema_.objects) {
      if (as_dependency(object) != thing) continue;
      for (const Dependency& other : object.depends_on) need(other);
      if (object.table.empty()) continue;
      for (const auto* kind : {"table", "view", "materialized_view", "virtual_table"}) {
        need({kind, object.schema, object.table});
      }
    }
  }

  const Schema& schema_;
  std::set<Dependency> needed_ = {};
};

/// Puts the server's words into a wanted part: where both sides came out of the scratch alike, the
/// live text, else what came out for the wanted one.
class Settling {
 public:
  template <class T>
  void settle(T& wanted, const T& live, const T& normal_wanted, const T& normal_live) const {
    if constexpr (HasMembers<T>) {
      T::members([&](std::string_view name, auto member) {
        if (name == "renamed_from" || name == "depends_on") return;
        settle(wanted.*member, live.*member, normal_wanted.*member, normal_live.*member);
      });
    } else {
      wanted = normal_wanted == normal_live ? live : normal_wanted;
    }
  }
  template <class T>
  void settle(std::optional<T>& wanted, const std::optional<T>& live,
              const std::optional<T>& normal_wanted, const std::optional<T>& normal_live) const {
    wanted = normal_wanted == normal_live ? live : normal_wanted;
  }
  template <class T>
  void settle(std::vector<T>& wanted, const std::vector<T>& live,
              const std::vector<T>& normal_wanted, const std::vector<T>& normal_live) const {
    if constexpr (requires(T part) {
                    part.name;
                    part.comment;
                  }) {
      parts(wanted, live, normal_wanted, normal_live);
    } else {
      wanted = normal_wanted == normal_live ? live : normal_wanted;
    }
  }

 private:
  template <class T>
  static const T* named(const std::vector<T>& parts, const std::string& name) {
    const auto found = std::ranges::find(parts, name, &T::name);
    return found == parts.end() ? nullptr : &*found;
  }

  template <class T>
  void parts(std::vector<T>& wanted, const std::vector<T>& live,
             const std::vector<T>& normal_wanted, const std::vector<T>& normal_live) const {
    std::vector<T> result;
    for (const T& normal : normal_wanted) {
      T part = normal;
      if constexpr (requires { part.renamed_from; }) {
        if (const T* wish = named(wanted, normal.name)) part.renamed_from = wish->renamed_from;
      }
      const T* before = named(live, normal.name);
      const T* normal_before = named(normal_live, normal.name);
      if (!normal.name.empty() && before != nullptr && normal_before != nullptr) {
        settle(part, *before, normal, *normal_before);
      } else if (normal.name.empty()) {
        // Without a name the same part is the one that came out the same.
        for (std::size_t i = 0; i < normal_live.size() && i < live.size(); ++i) {
          if (normal_live.size() == live.size() && normal_live[i] == normal) part = live[i];
        }
      }
      result.push_back(std::move(part));
    }
    wanted = std::move(result);
  }
};

template <class T>
const T* find(const std::vector<T>& all, const T& like) {
  const auto found = std::ranges::find_if(all, [&](const T& other) {
    if constexpr (std::is_same_v<T, Object>) {
      if (other.kind != like.kind || other.table != like.table) return false;
    }
    return other.schema == like.schema && other.name == like.name;
  });
  return found == all.end() ? nullptr : &*found;
}

template <class T>
void settle_all(std::vector<T>& wanted, const std::vector<T>& live,
                const std::vector<T>& normal_wanted, const std::vector<T>& normal_live,
                const std::set<Dependency>& things) {
  const Settling settling;
  for (T& item : wanted) {
    if (!things.contains(as_dependency(item))) continue;
    const T* before = find(live, item);
    const T* normal = find(normal_wanted, item);
    const T* normal_before = find(normal_live, item);
    if (before == nullptr || normal == nullptr || normal_before == nullptr) continue;
    settling.settle(item, *before, *normal, *normal_before);
  }
}

}  // namespace

SchemaDifference compare_schemas(const Schema& live, const WantedSchema& target,
                                 const Dialect& dialect, Scratch& scratch) {
  const DiffOptions options = options_for(dialect);
  SchemaDifference result{
      .live = live, .wanted = target.schema, .diff = diff(live, target.schema, options)};
  std::set<Dependency> things;
  for (const Dependency& changed : result.diff.changed) things.insert(changed);
  // What cannot be done cannot be tried out either.
  if (things.empty() || !result.diff.refusals.empty()) return result;
  const Schema live_part = scratch.make(Excerpt(live).of(things)).schema;
  const Schema wanted_part =
      target.normal ? target.schema : scratch.make(Excerpt(target.schema).of(things)).schema;
  settle_all(result.wanted.tables, live.tables, wanted_part.tables, live_part.tables, things);
  settle_all(result.wanted.objects, live.objects, wanted_part.objects, live_part.objects, things);
  result.diff = diff(live, result.wanted, options);
  return result;
}

}  // namespace migrate

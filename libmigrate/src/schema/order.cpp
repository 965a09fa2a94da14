#include "schema/order.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/text.hpp"
#include "migrate/schema/names.hpp"

namespace migrate {
namespace {

/// Joins what decides the order of constraints, for they may lack a name.
class SortKey {
 public:
  SortKey& add(std::string_view part) {
    key_ += part;
    key_ += '\0';
    return *this;
  }
  template <class Enum>
  SortKey& add_number(Enum part) {
    key_ += static_cast<char>('0' + static_cast<int>(part));
    return *this;
  }
  std::string take() { return std::move(key_); }

 private:
  std::string key_ = {};
};

std::string sort_key(const Unique& unique) {
  SortKey key;
  key.add(unique.name);
  for (const KeyColumn& column : unique.columns) {
    key.add(column.name).add(column.collation).add_number(column.descending);
  }
  return key.add_number(unique.conflict).take();
}

std::string sort_key(const ForeignKey& foreign) {
  SortKey key;
  key.add(foreign.name);
  for (const std::string& column : foreign.columns) key.add(column);
  key.add("").add(foreign.references.schema).add(foreign.references.table);
  for (const std::string& column : foreign.references.columns) key.add(column);
  key.add("").add_number(foreign.on_delete).add_number(foreign.on_update);
  return key.add_number(foreign.match).add_number(foreign.deferrable).take();
}

std::string sort_key(const Check& check) {
  return SortKey()
      .add(check.name)
      .add(check.condition.text)
      .add(check.condition.sqlite)
      .add(check.condition.postgresql)
      .take();
}

template <class Constraint>
void sort_constraints(std::vector<Constraint>& all) {
  std::ranges::stable_sort(
      all, [](const Constraint& a, const Constraint& b) { return sort_key(a) < sort_key(b); });
}

template <class Named>
void sort_by_name(std::vector<Named>& all) {
  std::ranges::stable_sort(all, {}, &Named::name);
}

void require_key_columns(Table& table) {
  for (const KeyColumn& part : table.primary_key->columns) {
    for (Column& column : table.columns) {
      if (column.name == part.name) column.nullable = false;
    }
  }
}

/// Finds things by kind and name. SQLite's names are the same in upper and lower case.
class Catalog {
 public:
  explicit Catalog(const Schema& schema) : fold_(schema.dialect == "sqlite") {
    for (const Table& table : schema.tables) {
      add({.table = &table}, {"table", table.schema, table.name});
    }
    for (const Object& object : schema.objects) {
      add({.object = &object}, {std::string(name_of(object.kind)), object.schema, object.name});
    }
  }

  [[nodiscard]] const std::vector<Item>& items() const { return items_; }

  /// Where in items() it is, or items().size().
  [[nodiscard]] std::size_t find(Dependency what) const {
    if (fold_) what.name = text::lower(what.name);
    const auto found = places_.find(what);
    return found == places_.end() ? items_.size() : found->second;
  }

 private:
  void add(Item item, Dependency what) {
    if (fold_) what.name = text::lower(what.name);
    places_.emplace(std::move(what), items_.size());
    items_.push_back(item);
  }

  bool fold_;
  std::vector<Item> items_ = {};
  std::map<Dependency, std::size_t> places_ = {};
};

std::vector<Dependency> needs(const Table& table) {
  std::vector<Dependency> all = table.depends_on;
  for (const Column& column : table.columns) {
    if (column.type.kind == Type::Kind::enumeration) {
      all.push_back({"enum", column.type.schema, column.type.name});
    }
  }
  for (const QualifiedName& parent : table.inherits) {
    all.push_back({"table", parent.schema, parent.name});
  }
  if (table.partition_of) {
    all.push_back({"table", table.partition_of->schema, table.partition_of->table});
  }
  for (const ForeignKey& key : table.foreign_keys) {
    all.push_back({"table", key.references.schema, key.references.table});
  }
  return all;
}

std::vector<Dependency> needs(const Object& object) {
  std::vector<Dependency> all = object.depends_on;
  if (!object.table.empty()) {
    for (const std::string_view kind :
         {"table", "view", "materialized_view", "foreign_table", "virtual_table"}) {
      all.push_back({std::string(kind), object.schema, object.table});
    }
  }
  return all;
}

/// Kinds up to sequence are what a table may be made of.
bool before_tables(const Item& item) {
  return item.object != nullptr && item.object->kind <= Object::Kind::sequence;
}

/// Visits depth first without recursion, for a chain of foreign keys may be as long as the schema.
class Sorter {
 public:
  explicit Sorter(const Catalog& catalog)
      : catalog_(catalog), seen_(catalog.items().size(), false) {}

  void visit(std::size_t root) {
    enter(root);
    while (!open_.empty()) {
      Open& top = open_.back();
      if (top.next == top.needs.size()) {
        order_.push_back(catalog_.items()[top.at]);
        open_.pop_back();
        continue;
      }
      const std::size_t need = catalog_.find(top.needs[top.next++]);
      if (need < seen_.size()) enter(need);  // invalidates `top`
    }
  }

  std::vector<Item> take() { return std::move(order_); }

 private:
  struct Open {
    std::size_t at;
    std::vector<Dependency> needs;
    std::size_t next = 0;
  };

  void enter(std::size_t at) {
    if (seen_[at]) return;
    seen_[at] = true;
    const Item& item = catalog_.items()[at];
    open_.push_back({at, item.table != nullptr ? needs(*item.table) : needs(*item.object)});
  }

  const Catalog& catalog_;
  std::vector<bool> seen_;
  std::vector<Open> open_ = {};
  std::vector<Item> order_ = {};
};

}  // namespace

bool has_rowid_key(const Table& table) {
  if (table.without_rowid || !table.primary_key || table.primary_key->columns.size() != 1) {
    return false;
  }
  const KeyColumn& key = table.primary_key->columns.front();
  return !key.descending && std::ranges::any_of(table.columns, [&](const Column& column) {
    return column.name == key.name && column.type.kind == Type::Kind::integer;
  });
}

Table normalized(Table table, std::string_view dialect) {
  sort_constraints(table.uniques);
  sort_constraints(table.foreign_keys);
  sort_constraints(table.checks);
  sort_by_name(table.excludes);
  sort_by_name(table.indexes);
  if (table.primary_key && (dialect != "sqlite" || table.without_rowid || has_rowid_key(table))) {
    require_key_columns(table);
  }
  for (Column& column : table.columns) {
    if (!column.nullable) continue;
    column.not_null_conflict = Conflict::none;
    column.not_null_name.clear();
  }
  return table;
}

Schema normalized(Schema schema) {
  for (Table& table : schema.tables) table = normalized(std::move(table), schema.dialect);
  std::ranges::stable_sort(schema.tables, [](const Table& a, const Table& b) {
    return std::tie(a.schema, a.name) < std::tie(b.schema, b.name);
  });
  for (Table& table : schema.tables) std::ranges::sort(table.depends_on);
  for (Object& object : schema.objects) std::ranges::sort(object.depends_on);
  std::ranges::stable_sort(schema.objects, [](const Object& a, const Object& b) {
    return std::tie(a.kind, a.schema, a.table, a.name) <
           std::tie(b.kind, b.schema, b.table, b.name);
  });
  return schema;
}

std::vector<Item> creation_order(const Schema& schema) {
  const Catalog catalog(schema);
  const std::vector<Item>& items = catalog.items();
  Sorter sorter(catalog);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (before_tables(items[i])) sorter.visit(i);
  }
  for (std::size_t i = 0; i < items.size(); ++i) sorter.visit(i);
  return sorter.take();
}

}  // namespace migrate

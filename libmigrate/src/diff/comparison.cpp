#include "diff/comparison.hpp"

#include "diff/detected.hpp"
#include "diff/keys.hpp"
#include "diff/naming.hpp"
#include "diff/prepare.hpp"

namespace migrate {
namespace {

using Places = std::map<QualifiedName, std::size_t>;

Places places_of(const std::vector<Table>& tables) {
  Places places;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    places.emplace(QualifiedName{tables[i].schema, tables[i].name}, i);
  }
  return places;
}

bool goes_with_columns(const TableDiff& table, const std::vector<std::string>& columns) {
  const std::set<std::string> wanted(columns.begin(), columns.end());
  const auto covers = [&](const auto& parts) {
    return std::ranges::any_of(parts, [&](const auto& pair) {
      if (!pair.goes()) return false;
      std::set<std::string> names;
      for (const auto& column : pair.now->columns) {
        if constexpr (requires { column.column; }) {
          names.insert(column.column);
        } else {
          names.insert(column.name);
        }
      }
      return names == wanted;
    });
  };
  return covers(table.primary_key()) || covers(table.uniques()) || covers(table.indexes());
}

}  // namespace

QualifiedName referenced(const ForeignKey& key) {
  return {key.references.schema, key.references.table};
}

Comparison::Comparison(const Schema& from, const Schema& to, const DiffOptions& options)
    : terms_(from, to, options),
      old_(prepared(from, from, terms_)),
      found_(arranged(from, old_, terms_)),
      wanted_(prepared(to, old_, terms_)),
      renames_(wished_renames(old_, wanted_)),
      now_(renamed(old_, renames_)),
      objects_(found_, now_, wanted_, terms_) {
  const Places before = places_of(now_.tables);
  tables_.reserve(wanted_.tables.size());
  for (Table& table : wanted_.tables) {
    const QualifiedName name = {table.schema, table.name};
    const auto found = before.find(name);
    name_constraints(table, found == before.end() ? nullptr : &now_.tables[found->second], terms_);
    wanted_tables_.emplace(name, &table);
    if (found == before.end()) {
      created_.push_back(&table);
      continue;
    }
    places_.emplace(name, tables_.size());
    tables_.emplace_back(found_.tables[found->second], now_.tables[found->second], table, terms_);
  }
  for (const Table& table : now_.tables) {
    if (!wanted_tables_.contains({table.schema, table.name})) dropped_.push_back(&table);
  }
  mark_what_gives_way();
  release_keys();
}

const TableDiff* Comparison::find(const QualifiedName& name) const {
  const auto found = places_.find(name);
  return found == places_.end() ? nullptr : &tables_[found->second];
}

bool Comparison::names_going_column(const ForeignKey& key) const {
  const TableDiff* target = find(referenced(key));
  return target != nullptr && std::ranges::any_of(target->columns(), [&](const Pair<Column>& pair) {
           return pair.old != nullptr && pair.to == nullptr &&
                  std::ranges::count(key.references.columns, pair.now->name) != 0;
         });
}

bool Comparison::names_coming_column(const ForeignKey& key) const {
  const TableDiff* target = find(referenced(key));
  return target != nullptr && std::ranges::any_of(target->columns(), [&](const Pair<Column>& pair) {
           return pair.old == nullptr &&
                  std::ranges::count(key.references.columns, pair.to->name) != 0;
         });
}

bool Comparison::owner_stays(const Object& sequence) const {
  const std::size_t dot = sequence.owned_by.rfind('.');
  if (dot == std::string::npos) return false;
  const TableDiff* table = find({sequence.schema, sequence.owned_by.substr(0, dot)});
  if (table == nullptr) return false;
  const std::string column = sequence.owned_by.substr(dot + 1);
  return std::ranges::any_of(table->columns(), [&](const Pair<Column>& pair) {
    return pair.old != nullptr && pair.to != nullptr && !pair.remade && pair.to->name == column;
  });
}

void Comparison::mark_what_gives_way() {
  std::set<QualifiedName> going;
  for (const Table* table : dropped_) going.insert({table->schema, table->name});
  const auto reshaped = [&](const QualifiedName& name) {
    if (going.contains(name)) return true;
    const TableDiff* table = find(name);
    return table != nullptr && (table->reshaped() || (terms_.postgresql() && table->loses_key()));
  };
  for (bool news = true; news;) {
    news = objects_.spread(reshaped);
    const Words names = objects_.remade_names();
    const Words types = objects_.remade_types();
    for (TableDiff& table : tables_) news = table.give_way_to(names, types) || news;
  }
}

/// PostgreSQL holds a foreign key to the types and the key that it was made with.
void Comparison::release_keys() {
  if (!terms_.postgresql()) return;
  for (TableDiff& table : tables_) {
    table.release_keys([&](const ForeignKey& key) {
      const auto retyped = [](const TableDiff& owner, const std::vector<std::string>& columns) {
        return std::ranges::any_of(
            columns, [&](const std::string& column) { return owner.retyped().contains(column); });
      };
      if (retyped(table, key.columns)) return true;
      const TableDiff* target = find(referenced(key));
      return target != nullptr && (retyped(*target, key.references.columns) ||
                                   goes_with_columns(*target, key.references.columns));
    });
  }
}

std::vector<std::string> Comparison::detected() const {
  std::vector<std::string> lines;
  for (const Table* table : created_) lines.push_back(detected_table("added", *table));
  for (const Table* table : dropped_) lines.push_back(detected_table("removed", *table));
  for (const TableDiff& table : tables_) {
    for (std::string& line : detected_in(table, terms_)) lines.push_back(std::move(line));
  }
  for (const ObjectPair& pair : objects_.pairs()) {
    const bool both = pair.now != nullptr && pair.to != nullptr;
    if (!both || !terms_.same(*pair.now, *pair.to)) lines.push_back(detected_object(pair));
  }
  return lines;
}

std::vector<Dependency> Comparison::changed() const {
  std::vector<Dependency> result;
  for (const TableDiff& table : tables_) {
    if (!table.empty()) result.push_back({"table", table.name().schema, table.name().name});
  }
  for (const ObjectPair& pair : objects_.pairs()) {
    if (pair.now == nullptr || pair.to == nullptr || terms_.same(*pair.now, *pair.to)) continue;
    result.push_back(as_dependency(*pair.to));
  }
  return result;
}

void Comparison::check_key(const Table& table, const ForeignKey& key, bool fresh,
                           std::vector<Refusal>& refusals) const {
  const QualifiedName name = referenced(key);
  const auto target = wanted_tables_.find(name);
  if (target == wanted_tables_.end()) return;
  const TableDiff* change = find(name);
  if (!fresh && (change == nullptr || !goes_with_columns(*change, key.references.columns))) return;
  if (has_key(*target->second, key.references.columns, terms_)) return;
  refusals.push_back(without_key(table, key, *target->second));
}

std::vector<Refusal> Comparison::refusals() const {
  std::vector<Refusal> refusals;
  for (const Table* table : created_) {
    for (const ForeignKey& key : table->foreign_keys) check_key(*table, key, true, refusals);
  }
  for (const TableDiff& table : tables_) {
    refusals.insert(refusals.end(), table.refusals().begin(), table.refusals().end());
    for (const Pair<ForeignKey>& pair : table.foreign_keys()) {
      if (pair.to != nullptr) check_key(table.wanted(), *pair.to, pair.comes(), refusals);
    }
  }
  return refusals;
}

}  // namespace migrate

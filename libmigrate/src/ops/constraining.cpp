#include "ops/constraining.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "ops/wording.hpp"

namespace migrate::ops {
namespace {

std::string in_quotes(const Table& table) {
  return '"' + in_words(QualifiedName{table.schema, table.name}) + '"';
}

std::vector<std::string> names_of(const std::vector<KeyColumn>& columns) {
  std::vector<std::string> names;
  for (const KeyColumn& column : columns) names.push_back(column.name);
  return names;
}

/// Calls `visit` with the name of each constraint until it returns true.
template <class Visit>
bool any_constraint(Table& table, Visit visit) {
  const auto in = [&](auto& all) {
    for (auto& constraint : all) {
      if (visit(constraint.name)) return true;
    }
    return false;
  };
  return (table.primary_key && visit(table.primary_key->name)) || in(table.uniques) ||
         in(table.foreign_keys) || in(table.checks) || in(table.excludes);
}

[[noreturn]] void refuse_unknown(Table& table, const std::string& name) {
  std::vector<std::string> names;
  any_constraint(table, [&](const std::string& known) {
    names.push_back(known);
    return false;
  });
  refuse("the table " + in_quotes(table) + " has no constraint \"" + name + "\"." +
         text::did_you_mean(name, names));
}

void refuse_taken(const Lookup& lookup, Table& table, const std::string& name) {
  if (name.empty() || lookup.repeats_constraints()) return;
  const bool taken =
      any_constraint(table, [&](const std::string& known) { return lookup.same(known, name); });
  if (taken) refuse("the table " + in_quotes(table) + " has a constraint \"" + name + "\" already");
}

/// Removes the first constraint of the table that fits.
template <class Fits>
bool remove_first(Table& table, Fits fits) {
  if (table.primary_key && fits(*table.primary_key)) {
    table.primary_key.reset();
    return true;
  }
  const auto in = [&](auto& all) {
    const auto at = std::ranges::find_if(all, fits);
    if (at == all.end()) return false;
    all.erase(at);
    return true;
  };
  return in(table.uniques) || in(table.foreign_keys) || in(table.checks) || in(table.excludes);
}

}  // namespace

void add_constraint(const Lookup& lookup, Table& table, const PrimaryKey& key) {
  if (table.primary_key) refuse("the table " + in_quotes(table) + " has a primary key already");
  refuse_taken(lookup, table, key.name);
  lookup.require_columns(table, names_of(key.columns));
  table.primary_key = key;
}

void add_constraint(const Lookup& lookup, Table& table, const Unique& unique) {
  refuse_taken(lookup, table, unique.name);
  lookup.require_columns(table, names_of(unique.columns));
  table.uniques.push_back(unique);
}

void add_constraint(const Lookup& lookup, Table& table, const ForeignKey& key) {
  refuse_taken(lookup, table, key.name);
  lookup.require_columns(table, key.columns);
  table.foreign_keys.push_back(key);
}

void add_constraint(const Lookup& lookup, Table& table, const Check& check) {
  refuse_taken(lookup, table, check.name);
  table.checks.push_back(check);
}

void add_constraint(const Lookup& lookup, Table& table, const Exclude& exclude) {
  refuse_taken(lookup, table, exclude.name);
  table.excludes.push_back(exclude);
}

void drop_constraint(const Lookup& lookup, Table& table, const DropConstraint& operation) {
  const auto is_existing = [&]<class Any>(const Any& constraint) {
    const Any* const existing = std::get_if<Any>(&*operation.existing);
    return existing != nullptr && constraint == *existing;
  };
  const auto is_called_so = [&](const auto& constraint) {
    return lookup.same(constraint.name, operation.name);
  };
  if (operation.existing && remove_first(table, is_existing)) return;
  if (!operation.name.empty()) {
    if (remove_first(table, is_called_so)) return;
    refuse_unknown(table, operation.name);
  }
  refuse("the table " + in_quotes(table) + " has no unnamed constraint like \"existing\"");
}

void rename_constraint(const Lookup& lookup, Table& table, const RenameConstraint& operation) {
  if (!lookup.same(operation.name, operation.new_name)) {
    refuse_taken(lookup, table, operation.new_name);
  }
  const bool found = any_constraint(table, [&](std::string& name) {
    if (!lookup.same(name, operation.name)) return false;
    name = operation.new_name;
    return true;
  });
  if (!found) refuse_unknown(table, operation.name);
}

void validate_constraint(const Lookup& lookup, Table& table, const std::string& name) {
  if (const auto check = lookup.find_in(table.checks, name); check != table.checks.end()) {
    check->not_valid = false;
    return;
  }
  const auto key = lookup.find_in(table.foreign_keys, name);
  if (key == table.foreign_keys.end()) refuse_unknown(table, name);
  key->not_valid = false;
}

}  // namespace migrate::ops

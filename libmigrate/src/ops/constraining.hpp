#pragma once

#include "ops/lookup.hpp"

/// Constraints of a table as a value.
namespace migrate::ops {

/// Throws Error{ErrorCode::revision} for a name that is taken and a column that is not there.
void add_constraint(const Lookup& lookup, Table& table, const PrimaryKey& key);
void add_constraint(const Lookup& lookup, Table& table, const Unique& unique);
void add_constraint(const Lookup& lookup, Table& table, const ForeignKey& key);
void add_constraint(const Lookup& lookup, Table& table, const Check& check);
void add_constraint(const Lookup& lookup, Table& table, const Exclude& exclude);

/// Finds the one that `existing` is, else the one of the name.
void drop_constraint(const Lookup& lookup, Table& table, const DropConstraint& operation);

void rename_constraint(const Lookup& lookup, Table& table, const RenameConstraint& operation);

void validate_constraint(const Lookup& lookup, Table& table, const std::string& name);

}  // namespace migrate::ops

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "migrate/schema/values.hpp"

/// The parts of PostgreSQL's DDL. Names are as the server prints them; nothing ends in a semicolon.
namespace migrate::postgresql {

/// ` SQL` of an expression for this database.
const std::string& on_postgresql(const Sql& sql);

/// `(a, b)`
std::string list(const std::vector<std::string>& names);
std::string list(const std::vector<KeyColumn>& columns);

/// `name type …` as CREATE TABLE and ADD COLUMN have it. What can only be said afterwards (storage,
/// statistics, options, comment) is column_settings(). `schema` is the table's.
std::string column_text(const Column& column, const std::string& schema);

/// `GENERATED … AS IDENTITY (…)` of a column.
std::string identity_text(const Identity& identity, const std::string& schema);

/// Constraints as CREATE TABLE and ADD have them, with `CONSTRAINT name` where they have one.
std::string constraint_text(const PrimaryKey& key);
std::string constraint_text(const Unique& unique);
std::string constraint_text(const ForeignKey& key);
std::string constraint_text(const Check& check);
std::string constraint_text(const Exclude& exclude);

/// The whole CREATE INDEX; `table` is SQL.
std::string index_text(const Index& index, const std::string& table, bool concurrently);

/// `(a = 1, b = 'x y')` of storage parameters.
std::string options_text(const std::vector<std::string>& options);
/// Their names alone, as RESET has them.
std::string option_names(const std::vector<std::string>& options);

/// ` REPLICA IDENTITY …` of what Table::replica_identity says.
std::string replica_identity_text(const std::string& identity);

/// The storage that a column of this type has by itself (`plain`, `extended`, …).
std::string_view usual_storage(const Type& type);

/// `TABLE x`, `FUNCTION f(integer)`, `TRIGGER t ON x`: what DROP, ALTER and COMMENT ON call it.
std::string object_name(Object::Kind kind, const QualifiedName& name, const std::string& table);
std::string object_name(const Object& object);

/// `COMMENT ON what IS 'text'`, NULL for an empty one.
std::string comment_on(const std::string& what, const std::string& comment);

}  // namespace migrate::postgresql

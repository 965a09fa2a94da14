#pragma once

#include <string>
#include <string_view>

#include "migrate/dialect.hpp"

/// What of a database takes part, by the names of its tables.
namespace migrate {

/// Does the whole of `name` match `glob` (`*` any text, `?` one character, `[a-z]`, `[!a-z]`, `\`
/// takes the next character's meaning away)?
bool matches(std::string_view glob, std::string_view name);

/// Do names differ that differ in upper and lower case alone? SQLite ignores it.
enum class NameCase { kept, ignored };

/// Does the glob match the name: one with a dot `schema.name`, one without the name alone?
bool matches(std::string_view glob, const QualifiedName& name, NameCase names);

/// Which of the two a dialect's database does.
NameCase name_case(std::string_view dialect);

/// Is it a table in which a tool keeps what it has applied: ours by `tables`, or another's?
bool is_version_table(std::string_view name, const OwnTables& tables, NameCase names);

/// Does a table, view or foreign table take part? A glob with a dot is held to `schema.name`, one
/// without to the name alone. Version tables do only where `include` has their very name.
bool takes_part(const QualifiedName& name, const ReflectOptions& options, NameCase names);

/// Takes out of the schema the tables and views that take no part, with what is on them (triggers,
/// rules, policies, indexes, owned sequences). Where `include` says what is wanted, what none of
/// the rest depends on goes as well.
void keep_what_takes_part(Schema& schema, const ReflectOptions& options);

}  // namespace migrate

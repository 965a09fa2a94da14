#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "migrate/ops.hpp"

/// How operations and what they concern are called in messages.
namespace migrate::ops {

/// `app.user`, `user`.
std::string in_words(const QualifiedName& name);

/// `(a, lower(b) desc)`.
std::string in_words(const std::vector<KeyColumn>& columns);
std::string in_words(const std::vector<IndexColumn>& columns);
std::string in_words(const std::vector<std::string>& columns);

/// The first line of an SQL text, cut to what fits a line.
std::string in_words(const Sql& sql);

/// `materialized view`: the kind as it is said.
std::string in_words(Object::Kind kind);

/// `primary key`, `unique constraint`, `foreign key`, `check constraint`, `exclude constraint`.
std::string_view kind_in_words(const Constraint& constraint);

/// The constraint's name; empty where it has none.
const std::string& name_of_constraint(const Constraint& constraint);

/// The operation's key in JSON: `create_table`, `create_view`, …
std::string operation_name(const Operation& operation);

}  // namespace migrate::ops

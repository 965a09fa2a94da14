#pragma once

/// Schemas in C++: one function that returns a migrate::Schema, with plain classes beside it where
/// the program wants them. Header-only, of the standard library alone.
///
///     struct User {
///         std::int64_t id{};
///         std::string username;
///         std::optional<std::string> theme;
///     };
///
///     inline migrate::Schema schema() {
///         using namespace migrate;
///         using namespace migrate::types;
///         return {{
///             table<User>("user", {
///                 column<&User::id>("id", Integer()).primary_key(),
///                 column<&User::username>("username", String(255)).unique(),
///                 column<&User::theme>("theme", String(20)).server_default("'green'"),
///                 index("user_theme", {key("theme").descending()}),
///             }),
///         }};
///     }
///
/// After the tables a schema has objects (`view("name", "CREATE VIEW …")`) and the dialect whose
/// texts these are; `{{tables}, {objects}, "sqlite"}`. docs/codegen.md has all of it.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "migrate/schema/json.hpp"
#include "migrate/schema/model_column.hpp"
#include "migrate/schema/model_object.hpp"
#include "migrate/schema/model_table.hpp"
#include "migrate/schema/names.hpp"
#include "migrate/schema/type_text.hpp"
#include "migrate/schema/types.hpp"
#include "migrate/schema/values.hpp"

// Written by migrate codegen. What is changed here is lost when it runs again.
// migrate: schema = schema
#pragma once

#include "migrate/schema.hpp"

inline migrate::Schema schema() {
    using namespace migrate;
    using namespace migrate::types;
    return {{
        table("bookmark", {
            column("id", Integer()).not_null().primary_key(),
            column("userkey", String(255)).not_null(),
            column("title", String(255)).not_null(),
            column("url", String(255)).not_null(),
            column("created_date", DateTime()).not_null(),
            column("url_hash", String(255)).not_null(),
            column("tags", String(255)).not_null(),
            column("http_status", Integer()).not_null(),
            column("modified_date", DateTime()),
            column("favicon", String(255)),
            column("starred", Boolean()).server_default("0"),
            column("deleted_date", DateTime()).server_default("NULL"),
            column("status", Integer()).server_default("0"),
            column("note", Text()).server_default("NULL"),
        }),
        table("publictag", {
            column("id", Integer()).not_null().primary_key(),
            column("tagkey", String(255)).not_null(),
            column("userkey", String(255)).not_null(),
            column("tag", String(255)).not_null(),
            column("created_date", DateTime()).server_default("NULL"),
        }),
        table("user", {
            column("id", Integer()).not_null().primary_key(),
            column("username", String(255)).not_null(),
            column("key", String(255)).not_null(),
            column("created_date", DateTime()).not_null(),
            column("theme", String(20)).server_default("'green'"),
        }),
    }, {}, "sqlite"};
}

// Written by migrate codegen. What is changed here is lost when it runs again.
// migrate: schema = schema
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "migrate/schema.hpp"

struct Bookmark {
    std::int64_t id{};
    std::string userkey;
    std::string title;
    std::string url;
    migrate::datetime created_date;
    std::string url_hash;
    std::string tags;
    std::int64_t http_status{};
    std::optional<migrate::datetime> modified_date;
    std::optional<std::string> favicon;
    std::optional<bool> starred;
    std::optional<migrate::datetime> deleted_date;
    std::optional<std::int64_t> status;
    std::optional<std::string> note;
};

struct Publictag {
    std::int64_t id{};
    std::string tagkey;
    std::string userkey;
    std::string tag;
    std::optional<migrate::datetime> created_date;
};

struct User {
    std::int64_t id{};
    std::string username;
    std::string key;
    migrate::datetime created_date;
    std::optional<std::string> theme;
};

inline migrate::Schema schema() {
    using namespace migrate;
    using namespace migrate::types;
    return {{
        table<Bookmark>("bookmark", {
            column<&Bookmark::id>("id", Integer()).primary_key(),
            column<&Bookmark::userkey>("userkey", String(255)),
            column<&Bookmark::title>("title", String(255)),
            column<&Bookmark::url>("url", String(255)),
            column<&Bookmark::created_date>("created_date", DateTime()),
            column<&Bookmark::url_hash>("url_hash", String(255)),
            column<&Bookmark::tags>("tags", String(255)),
            column<&Bookmark::http_status>("http_status", Integer()),
            column<&Bookmark::modified_date>("modified_date", DateTime()),
            column<&Bookmark::favicon>("favicon", String(255)),
            column<&Bookmark::starred>("starred", Boolean()).server_default("0"),
            column<&Bookmark::deleted_date>("deleted_date", DateTime()).server_default("NULL"),
            column<&Bookmark::status>("status", Integer()).server_default("0"),
            column<&Bookmark::note>("note", Text()).server_default("NULL"),
        }),
        table<Publictag>("publictag", {
            column<&Publictag::id>("id", Integer()).primary_key(),
            column<&Publictag::tagkey>("tagkey", String(255)),
            column<&Publictag::userkey>("userkey", String(255)),
            column<&Publictag::tag>("tag", String(255)),
            column<&Publictag::created_date>("created_date", DateTime()).server_default("NULL"),
        }),
        table<User>("user", {
            column<&User::id>("id", Integer()).primary_key(),
            column<&User::username>("username", String(255)),
            column<&User::key>("key", String(255)),
            column<&User::created_date>("created_date", DateTime()),
            column<&User::theme>("theme", String(20)).server_default("'green'"),
        }),
    }, {}, "sqlite"};
}

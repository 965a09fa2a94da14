// Written by migrate codegen. What is changed here is lost when it runs again.
#pragma once

// clang-format off
#include <optional>

#include <sqlpp23/core/basic/table.h>
#include <sqlpp23/core/basic/table_columns.h>
#include <sqlpp23/core/name/create_name_tag.h>
#include <sqlpp23/core/type_traits.h>

namespace bookmarks {
  struct Bookmark_ {
    struct Id {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(id, id);
      using data_type = ::sqlpp::integral;
      using has_default = std::false_type;
    };
    struct Userkey {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(userkey, userkey);
      using data_type = ::sqlpp::text;
      using has_default = std::false_type;
    };
    struct Title {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(title, title);
      using data_type = ::sqlpp::text;
      using has_default = std::false_type;
    };
    struct Url {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(url, url);
      using data_type = ::sqlpp::text;
      using has_default = std::false_type;
    };
    struct CreatedDate {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(created_date, createdDate);
      using data_type = ::sqlpp::timestamp;
      using has_default = std::false_type;
    };
    struct UrlHash {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(url_hash, urlHash);
      using data_type = ::sqlpp::text;
      using has_default = std::false_type;
    };
    struct Tags {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(tags, tags);
      using data_type = ::sqlpp::text;
      using has_default = std::false_type;
    };
    struct HttpStatus {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(http_status, httpStatus);
      using data_type = ::sqlpp::integral;
      using has_default = std::false_type;
    };
    struct ModifiedDate {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(modified_date, modifiedDate);
      using data_type = std::optional<::sqlpp::timestamp>;
      using has_default = std::true_type;
    };
    struct Favicon {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(favicon, favicon);
      using data_type = std::optional<::sqlpp::text>;
      using has_default = std::true_type;
    };
    struct Starred {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(starred, starred);
      using data_type = std::optional<::sqlpp::boolean>;
      using has_default = std::true_type;
    };
    struct DeletedDate {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(deleted_date, deletedDate);
      using data_type = std::optional<::sqlpp::timestamp>;
      using has_default = std::true_type;
    };
    struct Status {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(status, status);
      using data_type = std::optional<::sqlpp::integral>;
      using has_default = std::true_type;
    };
    struct Note {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(note, note);
      using data_type = std::optional<::sqlpp::text>;
      using has_default = std::true_type;
    };
    SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(bookmark, bookmark);
    template<typename T>
    using _table_columns = sqlpp::table_columns<T,
               Id,
               Userkey,
               Title,
               Url,
               CreatedDate,
               UrlHash,
               Tags,
               HttpStatus,
               ModifiedDate,
               Favicon,
               Starred,
               DeletedDate,
               Status,
               Note>;
    using _required_insert_columns = sqlpp::detail::type_set<
               sqlpp::column_t<sqlpp::table_t<Bookmark_>, Id>,
               sqlpp::column_t<sqlpp::table_t<Bookmark_>, Userkey>,
               sqlpp::column_t<sqlpp::table_t<Bookmark_>, Title>,
               sqlpp::column_t<sqlpp::table_t<Bookmark_>, Url>,
               sqlpp::column_t<sqlpp::table_t<Bookmark_>, CreatedDate>,
               sqlpp::column_t<sqlpp::table_t<Bookmark_>, UrlHash>,
               sqlpp::column_t<sqlpp::table_t<Bookmark_>, Tags>,
               sqlpp::column_t<sqlpp::table_t<Bookmark_>, HttpStatus>>;
  };
  using Bookmark = ::sqlpp::table_t<Bookmark_>;

  struct Publictag_ {
    struct Id {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(id, id);
      using data_type = ::sqlpp::integral;
      using has_default = std::false_type;
    };
    struct Tagkey {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(tagkey, tagkey);
      using data_type = ::sqlpp::text;
      using has_default = std::false_type;
    };
    struct Userkey {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(userkey, userkey);
      using data_type = ::sqlpp::text;
      using has_default = std::false_type;
    };
    struct Tag {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(tag, tag);
      using data_type = ::sqlpp::text;
      using has_default = std::false_type;
    };
    struct CreatedDate {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(created_date, createdDate);
      using data_type = std::optional<::sqlpp::timestamp>;
      using has_default = std::true_type;
    };
    SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(publictag, publictag);
    template<typename T>
    using _table_columns = sqlpp::table_columns<T,
               Id,
               Tagkey,
               Userkey,
               Tag,
               CreatedDate>;
    using _required_insert_columns = sqlpp::detail::type_set<
               sqlpp::column_t<sqlpp::table_t<Publictag_>, Id>,
               sqlpp::column_t<sqlpp::table_t<Publictag_>, Tagkey>,
               sqlpp::column_t<sqlpp::table_t<Publictag_>, Userkey>,
               sqlpp::column_t<sqlpp::table_t<Publictag_>, Tag>>;
  };
  using Publictag = ::sqlpp::table_t<Publictag_>;

  struct User_ {
    struct Id {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(id, id);
      using data_type = ::sqlpp::integral;
      using has_default = std::false_type;
    };
    struct Username {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(username, username);
      using data_type = ::sqlpp::text;
      using has_default = std::false_type;
    };
    struct Key {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(key, key);
      using data_type = ::sqlpp::text;
      using has_default = std::false_type;
    };
    struct CreatedDate {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(created_date, createdDate);
      using data_type = ::sqlpp::timestamp;
      using has_default = std::false_type;
    };
    struct Theme {
      SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(theme, theme);
      using data_type = std::optional<::sqlpp::text>;
      using has_default = std::true_type;
    };
    SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP(user, user);
    template<typename T>
    using _table_columns = sqlpp::table_columns<T,
               Id,
               Username,
               Key,
               CreatedDate,
               Theme>;
    using _required_insert_columns = sqlpp::detail::type_set<
               sqlpp::column_t<sqlpp::table_t<User_>, Id>,
               sqlpp::column_t<sqlpp::table_t<User_>, Username>,
               sqlpp::column_t<sqlpp::table_t<User_>, Key>,
               sqlpp::column_t<sqlpp::table_t<User_>, CreatedDate>>;
  };
  using User = ::sqlpp::table_t<User_>;

} // namespace bookmarks

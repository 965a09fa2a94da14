#include "codegen/names.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "base/text.hpp"
#include "codegen/cpp_text.hpp"
#include "codegen/sqlpp23.hpp"

namespace migrate::generator {
namespace {

using testing::ElementsAre;

TEST(Names, MembersAreCalledAsTheColumnsAreWhereCppLetsThem) {
  for (const char* name : {"id", "userKey", "URL", "created_date", "_x", "x_", "a1", "module"}) {
    EXPECT_EQ(identifier(name), name);
  }
}

TEST(Names, WhatCppCannotHaveGetsAChange) {
  EXPECT_EQ(identifier("class"), "class_");
  EXPECT_EQ(identifier("NULL"), "NULL_");
  EXPECT_EQ(identifier("errno"), "errno_");
  EXPECT_EQ(identifier("major"), "major_");
  EXPECT_EQ(identifier("std"), "std_");
  EXPECT_EQ(identifier("first name"), "first_name_");
  EXPECT_EQ(identifier("quote\"d"), "quote_d_");
  EXPECT_EQ(identifier("2fa"), "n2fa_");
  EXPECT_EQ(identifier("a__b"), "a_b_");
  EXPECT_EQ(identifier("__x"), "_x_");
  EXPECT_EQ(identifier("_Upper"), "Upper_");
  EXPECT_EQ(identifier("größe"), "gru00f6u00dfe_");
  EXPECT_EQ(identifier("名前"), "u540du524d_");
  EXPECT_EQ(identifier("😀"), "u1f600_");
  EXPECT_EQ(identifier("!"), "unnamed_");
  EXPECT_EQ(identifier("_"), "unnamed_");
  EXPECT_EQ(identifier(""), "unnamed_");
}

TEST(Names, ClassesArePascalCase) {
  EXPECT_EQ(class_name("user"), "User");
  EXPECT_EQ(class_name("user_account"), "UserAccount");
  EXPECT_EQ(class_name("USER_ACCOUNT"), "UserAccount");
  EXPECT_EQ(class_name("userAccount"), "UserAccount");
  EXPECT_EQ(class_name("HTTPStatus"), "HTTPStatus");
  EXPECT_EQ(class_name("first name"), "FirstName");
  EXPECT_EQ(class_name("2fa"), "N2fa_");
  EXPECT_EQ(class_name("größe"), "Gru00f6u00dfe_");
  EXPECT_EQ(class_name("schema"), "Schema_");
  EXPECT_EQ(class_name("date"), "Date_");
  EXPECT_EQ(class_name("class"), "Class");
  EXPECT_EQ(class_name("-"), "Unnamed_");
}

TEST(Names, NoTwoMembersOfAClassAreAlike) {
  EXPECT_THAT(member_names({"a b", "a_b_", "class", "class_", "User", "a-b"}, "User"),
              ElementsAre("a_b_2", "a_b_", "class_2", "class_", "User_", "a_b_3"));
}

TEST(Names, NamespacesAreOfPlainIdentifiers) {
  EXPECT_TRUE(is_namespace("app"));
  EXPECT_TRUE(is_namespace("app::models_2"));
  for (const char* text : {"", "::app", "app::", "a b", "class", "std", "app::migrate", "a__b"}) {
    EXPECT_FALSE(is_namespace(text)) << text;
  }
}

/// A class of a name that the headers have too would be another thing in schema().
TEST(Names, WhatTheHeadersDeclareIsReserved) {
  const std::filesystem::path headers =
      std::filesystem::path(MIGRATE_SOURCE_DIR) / "libmigrate/include/migrate";
  std::vector<std::filesystem::path> files = {headers / "schema.hpp"};
  for (const auto& entry : std::filesystem::directory_iterator(headers / "schema")) {
    files.push_back(entry.path());
  }
  std::size_t found = 0;
  for (const std::filesystem::path& file : files) {
    std::ifstream in(file);
    bool in_model = false;  // namespace model and such are asked for by name
    for (std::string line; std::getline(in, line);) {
      if (line.starts_with("namespace "))
        in_model = line != "namespace migrate {" && line != "namespace types {";
      if (line.starts_with("}  // namespace")) in_model = false;
      if (in_model) continue;
      for (const char* before : {"struct ", "enum class ", "class ", "inline Type "}) {
        if (!line.starts_with(before)) continue;
        const std::string rest = line.substr(std::string_view(before).size());
        const std::string name = rest.substr(0, rest.find_first_of(" ({;<:"));
        if (name.empty() || name[0] < 'A' || name[0] > 'Z') continue;
        ++found;
        EXPECT_TRUE(is_reserved(name)) << name << " in " << file;
      }
    }
  }
  EXPECT_GT(found, 40U);
}

/// What ddl2cpp's rule makes of them.
TEST(Names, SqlppNamesAreThoseOfDdl2cpp) {
  struct Case {
    const char* name;
    const char* class_name;
    const char* member;
  };
  for (const Case& test :
       {Case{"tab_foo", "TabFoo", "tabFoo"}, Case{"a__b", "A_b", "a_b"}, Case{"_x", "_x", "X"},
        Case{"x_", "X_", "x_"}, Case{"a1b", "A1B", "a1B"}, Case{"a12b", "A12b", "a12b"},
        Case{"2fa", "2fa", "2Fa"}, Case{"http2_status", "Http2_status", "http2_status"},
        Case{"first name", "First Name", "first Name"}, Case{"a_1_b", "A1B", "a1B"},
        Case{"userId", "UserId", "userId"}, Case{"text_nn_d", "TextNnD", "textNnD"},
        Case{"a1_b", "A1_b", "a1_b"}, Case{"a b_c", "A BC", "a BC"}, Case{"x9", "X9", "x9"},
        Case{"app.user", "AppUser", "appUser"}}) {
    EXPECT_EQ(sqlpp_name(test.name, true), test.class_name) << test.name;
    EXPECT_EQ(sqlpp_name(test.name, false), test.member) << test.name;
  }
}

TEST(CppText, LiteralsAreEscapedAndOneALine) {
  EXPECT_EQ(literal("a\"b\\c\t\x01"
                    "1é"),
            "\"a\\\"b\\\\c\\t\\0011é\"");
  EXPECT_EQ(literal("one\ntwo\n"), "\"one\\n\"\n\"two\\n\"");
  EXPECT_EQ(literal(""), "\"\"");
}

TEST(CppText, ALongCallStandsOnSeveralLines) {
  Call call{"column(\"x\")"};
  call.set("not_null");
  call.set("comment", literal(std::string(80, 'y')));
  std::string out;
  append(out, call, 4, ",");
  EXPECT_EQ(out, "    column(\"x\")\n        .not_null()\n        .comment(\"" +
                     std::string(80, 'y') + "\"),\n");
}

}  // namespace
}  // namespace migrate::generator

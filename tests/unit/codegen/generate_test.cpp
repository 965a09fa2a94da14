#include <gmock/gmock.h>

#include "migrate/codegen.hpp"
#include "migrate/error.hpp"
#include "migrate/schema.hpp"

namespace migrate::generator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string usage_error(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::usage);
    return error.what();
  }
  return "no error";
}

Schema one_table(std::string_view dialect) {
  using namespace types;
  Schema schema = {
      {table("t", {column("a", Integer()), column("b", Numeric(10, 2)),
                   column("c", Uuid()).not_null(), column("d", SmallInteger()).not_null(),
                   column("e", Blob()), column("f", Array(Integer())),
                   column("g", Native("MEDIUMINT")), column("h", Native("citext"))})}};
  schema.dialect = dialect;
  return schema;
}

std::string header(const Schema& schema, const Options& options = {}) {
  return generate(schema, {}, {}, options).files.at(0).text;
}

TEST(Generate, TypesAreTheDatabases) {
  const std::string sqlite = header(one_table("sqlite"));
  EXPECT_THAT(sqlite, HasSubstr("    std::optional<std::int64_t> a;\n"));
  EXPECT_THAT(sqlite, HasSubstr("    std::optional<std::string> b;\n"));
  EXPECT_THAT(sqlite, HasSubstr("    std::int64_t d{};\n"));
  EXPECT_THAT(sqlite, HasSubstr("    std::optional<std::vector<std::byte>> e;\n"));
  EXPECT_THAT(sqlite, HasSubstr("    std::optional<std::int64_t> g;\n"));
  EXPECT_THAT(sqlite, HasSubstr("#include <cstddef>\n#include <cstdint>\n#include <optional>\n"
                                "#include <string>\n#include <vector>\n\n"
                                "#include \"migrate/schema.hpp\"\n"));
  const std::string postgresql = header(one_table("postgresql"));
  EXPECT_THAT(postgresql, HasSubstr("    std::optional<std::int32_t> a;\n"));
  EXPECT_THAT(postgresql, HasSubstr("    std::int16_t d{};\n"));
  EXPECT_THAT(postgresql, HasSubstr("    std::optional<std::string> f;\n"));
  EXPECT_THAT(postgresql, HasSubstr("    std::optional<std::string> g;\n"));
}

TEST(Generate, WordsOfAnyCaseMeanTheSameOnSqlite) {
  using namespace types;
  Schema schema = {{table("t", {column("a", Native("datetime")), column("b", Native("bool")),
                                column("c", Native("double")), column("d", Native("Timestamp")),
                                column("e", Native("FOO"))})}};
  schema.dialect = "sqlite";
  EXPECT_THAT(header(schema), HasSubstr("struct T {\n"
                                        "    std::optional<migrate::datetime> a;\n"
                                        "    std::optional<bool> b;\n"
                                        "    std::optional<double> c;\n"
                                        "    std::optional<migrate::datetime> d;\n"
                                        "    std::optional<std::string> e;\n"
                                        "};\n"));
}

TEST(Generate, TheClosestMappingOfATypeWins) {
  Options options;
  for (const char* mapping : {"numeric=Any", "numeric(10,2)=Money@<money.hpp>", "t.c=Key@key.hpp",
                              "uuid=Uuid", "CiText = app::Text "}) {
    options.type_map.push_back(parse_type_mapping(mapping));
  }
  const std::string text = header(one_table("postgresql"), options);
  EXPECT_THAT(text, HasSubstr("    std::optional<Money> b;\n"));
  EXPECT_THAT(text, HasSubstr("    Key c{};\n"));
  EXPECT_THAT(text, HasSubstr("    std::optional<app::Text> h;\n"));
  EXPECT_THAT(text, HasSubstr("#include <money.hpp>\n"));
  EXPECT_THAT(text, HasSubstr("#include \"migrate/schema.hpp\"\n#include \"key.hpp\"\n"));
  EXPECT_THAT(text, Not(HasSubstr("Uuid c")));
}

TEST(Generate, AMappingThatIsNoneIsRefused) {
  for (const std::string mapping : {"numeric", "=double", "numeric=", "x=y@", "x=y;z"}) {
    EXPECT_EQ(usage_error([&] { (void)parse_type_mapping(mapping); }),
              "--type-map " + mapping +
                  ": this is not TYPE=C++TYPE, such as numeric=double, or TYPE=C++TYPE@HEADER");
  }
}

TEST(Generate, OptionsOfOtherGeneratorsAreRefused) {
  const auto error = [](const Options& options) {
    return usage_error([&] { (void)generate({}, {}, {}, options); });
  };
  EXPECT_EQ(error({.generator = Generator::json, .cpp_namespace = "app"}),
            "--namespace is for C++, which the generator json does not write");
  EXPECT_EQ(error({.cpp_namespace = "app::class"}),
            "--namespace app::class: this is not a name for a namespace");
  EXPECT_EQ(error({.generator = Generator::sql, .strip_prefix = "x"}),
            "--strip-prefix is for classes, which the generator sql does not write");
  EXPECT_EQ(error({.generator = Generator::tables, .type_map = {{"a", "b", ""}}}),
            "--type-map is for the generator structs alone");
}

TEST(Generate, WhatIsUnknownStandsInEachOutput) {
  const std::vector<std::string> unknown = {"the operator class x of y is not known\nat all\\"};
  const auto text = [&](Generator generator) {
    return generate({}, {}, unknown, {.generator = generator}).files.at(0).text;
  };
  for (const Generator cpp : {Generator::structs, Generator::tables, Generator::sqlpp23}) {
    EXPECT_THAT(text(cpp), HasSubstr("//\n// Not in here:\n// - the operator class x of y is not "
                                     "known\n//   at all\\ .\n#pragma once\n"));
  }
  EXPECT_THAT(text(Generator::json),
              HasSubstr("\"warnings\": [\"the operator class x of y is not known\\nat all\\\\\"]"));
  EXPECT_EQ(text(Generator::sql),
            "-- Not in here: the operator class x of y is not known\n--   at all\\\n");
}

TEST(Generate, APrefixIsLeftOutOfClassesAlone) {
  Schema schema = {{table("app_user", {}), table("app_", {})}};
  const std::string text = header(schema, {.strip_prefix = "app_"});
  EXPECT_THAT(text, HasSubstr("struct User {\n};\n"));
  EXPECT_THAT(text, HasSubstr("table<User>(\"app_user\", {\n"));
  EXPECT_THAT(text, HasSubstr("struct App {\n};\n"));
}

TEST(Generate, AFolderHasAFileForEachTable) {
  Schema schema = {{table("a", {}), table("A", {}), table("schema", {})}};
  const Generated generated =
      generate(schema, {}, {}, {.cpp_namespace = "app", .file_per_table = true});
  std::vector<std::string> names;
  for (const File& file : generated.files) names.push_back(file.name);
  EXPECT_THAT(names, ElementsAre("schema.hpp", "a.hpp", "a_.hpp", "schema_.hpp"));
  EXPECT_EQ(generated.files[0].text,
            "// Written by migrate codegen. What is changed here is lost when it runs again.\n"
            "// migrate: schema = app::schema\n"
            "#pragma once\n\n"
            "#include \"migrate/schema.hpp\"\n"
            "#include \"a.hpp\"\n#include \"a_.hpp\"\n#include \"schema_.hpp\"\n\n"
            "namespace app {\n\n"
            "inline migrate::Schema schema() {\n"
            "    using namespace migrate;\n"
            "    using namespace migrate::types;\n"
            "    Schema schema;\n"
            "    schema.tables.push_back(table_a());\n"
            "    schema.tables.push_back(table_a_());\n"
            "    schema.tables.push_back(table_schema());\n"
            "    return schema;\n"
            "}\n\n"
            "}  // namespace app\n");
}

TEST(Generate, SqlppSaysWhatItCannot) {
  Schema schema = one_table("postgresql");
  schema.objects = {view("v", "CREATE VIEW v AS SELECT 1")};
  schema.tables[0].columns[0].name = "a,b";
  const Generated generated = generate(schema, {}, {}, {.generator = Generator::sqlpp23});
  EXPECT_THAT(generated.warnings, ElementsAre("sqlpp23 cannot name the column t.a,b",
                                              "sqlpp23 has no type for uuid: t.c is text",
                                              "sqlpp23 has no type for integer[]: t.f is text",
                                              "sqlpp23 has no type for MEDIUMINT: t.g is text",
                                              "sqlpp23 has no type for citext: t.h is text",
                                              "sqlpp23 has no place for the view v"));
  for (const std::string& warning : generated.warnings) {
    EXPECT_THAT(generated.files[0].text, HasSubstr("// - " + warning + "\n"));
  }
}

}  // namespace
}  // namespace migrate::generator

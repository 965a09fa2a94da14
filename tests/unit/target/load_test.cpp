#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "migrate/target.hpp"
#include "support/temp_folder.hpp"

namespace migrate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Silent final : public Observer {
  void on(const Event& /*event*/) override {}
};

/// A folder with files of a project, and what load_target() makes of one.
class Load : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) const {
    folder_.write(name, text);
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream in(folder_.path() / name);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }

  Schema load(const std::string& source) {
    settings_.source = source;
    settings_.folder = folder_.path();
    const std::unique_ptr<Scratch> scratch =
        open_scratch(url_, sqlite::dialect(), settings_, observer_);
    return load_target(settings_, sqlite::dialect(), *scratch, observer_).schema;
  }

  ErrorInfo error_of(const std::string& source) {
    try {
      load(source);
    } catch (const Error& error) {
      return error.info();
    }
    ADD_FAILURE() << source << " was loaded";
    return {};
  }

  test::TempFolder folder_;
  Silent observer_;
  Url url_ = parse_url("sqlite://");
  TargetSettings settings_ = {.compiler = "c++"};
};

std::vector<std::string> names(const Schema& schema) {
  std::vector<std::string> result;
  for (const Table& table : schema.tables) result.push_back(table.name);
  return result;
}

TEST_F(Load, SqlIsRunAndReadBack) {
  write("schema.sql", "CREATE TABLE b (a TEXT);\nCREATE TABLE a (b INT);\n");
  EXPECT_THAT(names(load("schema.sql")), ElementsAre("a", "b"));
}

TEST_F(Load, AMistakeInSqlHasItsPlace) {
  write("schema.sql",
        "CREATE TABLE a (b TEXT);\nCREATE TABLE c (d TEXT, e TEXT\n  f g, PRIMARY);\n");
  const ErrorInfo error = error_of("schema.sql");
  EXPECT_EQ(error.file, (folder_.path() / "schema.sql").string());
  EXPECT_EQ(error.line, 3U);
  EXPECT_THAT(error.message, HasSubstr("syntax error"));
}

TEST_F(Load, RenamesStandInComments) {
  write("schema.sql",
        "-- @renamed from=bookmarks\n"
        "CREATE TABLE bookmark (\n"
        "    id INTEGER PRIMARY KEY, -- the key\n"
        "    title TEXT, -- @renamed from=name\n"
        "    -- @renamed from=\"the url\"\n"
        "    url TEXT DEFAULT '-- @renamed from=no'\n"
        ");\n"
        "CREATE TABLE other (title TEXT);\n");
  const Schema schema = load("schema.sql");
  EXPECT_EQ(schema.tables[0].renamed_from, "bookmarks");
  EXPECT_EQ(schema.tables[0].columns[0].renamed_from, "");
  EXPECT_EQ(schema.tables[0].columns[1].renamed_from, "name");
  EXPECT_EQ(schema.tables[0].columns[2].renamed_from, "the url");
  EXPECT_EQ(schema.tables[1].renamed_from, "");
  EXPECT_EQ(schema.tables[1].columns[0].renamed_from, "");
}

TEST_F(Load, WhatSqlMadeIsKept) {
  write("schema.sql", "CREATE TABLE a (b TEXT);\n");
  settings_.cache = folder_.path() / "cache";
  settings_.server = "sqlite 3";
  const Schema first = load("schema.sql");
  EXPECT_EQ(load("schema.sql"), first);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(settings_.cache)) {
    std::ofstream(entry.path()) << R"({"version": 1, "tables": [{"name": "from_the_cache"}]})";
    ++files;
  }
  EXPECT_EQ(files, 1U);
  EXPECT_THAT(names(load("schema.sql")), ElementsAre("from_the_cache"));
  for (const auto& entry : std::filesystem::directory_iterator(settings_.cache)) {
    std::ofstream(entry.path()) << R"({"version": 1, "tab)";
  }
  EXPECT_EQ(load("schema.sql"), first);
  settings_.server = "sqlite 4";
  EXPECT_THAT(names(load("schema.sql")), ElementsAre("a"));
}

TEST_F(Load, ACommandPrintsSqlOrJson) {
  EXPECT_THAT(names(load("exec:echo 'CREATE TABLE a (b TEXT)'")), ElementsAre("a"));
  EXPECT_THAT(names(load(R"(exec:echo '{"version": 1, "tables": [{"name": "t"}]}')")),
              ElementsAre("t"));
  const ErrorInfo error = error_of("exec:echo wrong >&2; exit 7");
  EXPECT_EQ(error.message,
            "target_schema: the command echo wrong >&2; exit 7 failed with status 7");
  EXPECT_THAT(error.notes, testing::Contains("wrong"));
}

TEST_F(Load, WhatIsNoTargetIsSaid) {
  EXPECT_EQ(error_of("schema.txt").message,
            "target_schema is \"schema.txt\"; it takes a file that ends in .sql, .json or .hpp, "
            "exec:COMMAND, or a database's URL");
}

constexpr const char* model = R"(#include "migrate/schema.hpp"
#include "name.hpp"
// migrate: schema = shop::wanted
namespace shop {
inline migrate::Schema wanted() {
  using namespace migrate;
  using namespace migrate::types;
  return {{table(name, {column("id", Integer())})}};
}
}
)";

TEST_F(Load, AHeaderIsCompiledOnce) {
  write("models.hpp", model);
  write("name.hpp", "constexpr const char* name = \"a\";\n");
  write("compiler",
        "#!/bin/sh\necho x >> " + (folder_.path() / "log").string() + "\nexec c++ \"$@\"\n");
  std::filesystem::permissions(folder_.path() / "compiler", std::filesystem::perms::owner_all);
  settings_.compiler = (folder_.path() / "compiler").string();
  settings_.cache = folder_.path() / "cache";
  EXPECT_THAT(names(load("models.hpp")), ElementsAre("a"));
  EXPECT_THAT(names(load("models.hpp")), ElementsAre("a"));
  EXPECT_EQ(read("log"), "x\n");
  write("name.hpp", "constexpr const char* name = \"b\";\n");
  EXPECT_THAT(names(load("models.hpp")), ElementsAre("b"));
  EXPECT_EQ(read("log"), "x\nx\n");
}

TEST_F(Load, ACompilersWordsAreShownAsTheyAre) {
  write("models.hpp", "#include \"migrate/schema.hpp\"\nint schema() { return wrong; }\n");
  const ErrorInfo error = error_of("models.hpp");
  EXPECT_EQ(error.message, "the model does not compile (status 1)");
  EXPECT_THAT(error.notes, testing::Contains(HasSubstr("wrong")));
}

}  // namespace
}  // namespace migrate

#include "migrate/settings.hpp"

#include <gmock/gmock.h>

#include <map>

#include "support/temp_folder.hpp"

namespace migrate {
namespace {

using ::testing::ElementsAre;

class SettingsTest : public ::testing::Test {
 protected:
  Settings load(std::string_view ini, GlobalOptions options = {}) {
    folder_.write("migrate.ini", ini);
    return load_settings(options, host(), folder_.path());
  }

  Host host() {
    Host host = system_host();
    host.variable = [this](std::string_view name) -> std::optional<std::string> {
      const auto found = variables_.find(std::string(name));
      return found == variables_.end() ? std::nullopt : std::optional(found->second);
    };
    return host;
  }

  std::string error(std::string_view ini, const GlobalOptions& options = {}) {
    try {
      const Settings settings = load(ini, options);
      database_url(settings);
      return "(no error)";
    } catch (const Error& failure) {
      EXPECT_EQ(failure.code(), ErrorCode::configuration);
      return failure.what();
    }
  }

  test::TempFolder folder_;
  std::map<std::string, std::string> variables_ = {};
};

TEST_F(SettingsTest, HaveDefaults) {
  const Settings settings = load("[migrate]\nurl = sqlite:///a.db\n");
  EXPECT_EQ(settings.file, "migrate.ini");
  EXPECT_EQ(settings.version_locations, std::vector<std::filesystem::path>{"migrations/versions"});
  EXPECT_EQ(settings.run.tables.version, "migrate_version");
  EXPECT_EQ(database_url(settings).path, "a.db");
  EXPECT_EQ(settings.url_source, "migrate.ini:2");
}

TEST_F(SettingsTest, TheUrlIsDecidedByFlagThenEnvironmentThenFile) {
  const std::string_view ini = "[migrate]\nurl = sqlite:///ini.db\n[two]\nurl = sqlite:///two.db\n";
  const auto path = [&](const GlobalOptions& options) {
    return database_url(load(ini, options)).path;
  };
  variables_["DATABASE_URL"] = "sqlite:///database.db";
  EXPECT_EQ(path({}), "ini.db");
  variables_["MIGRATE_URL"] = "sqlite:///env.db";
  EXPECT_EQ(path({}), "env.db");
  EXPECT_EQ(path({.section = "two"}), "two.db");
  EXPECT_EQ(path({.url = "sqlite:///flag.db"}), "flag.db");
  EXPECT_EQ(path({.section = "two", .url = "sqlite:///flag.db"}), "flag.db");
  variables_.erase("MIGRATE_URL");
  EXPECT_EQ(database_url(load("[migrate]\n")).path, "database.db");
}

TEST_F(SettingsTest, ANamedSectionInherits) {
  const Settings settings = load(
      "[migrate]\nversion_table = v\nwait = 1s\n[two]\nwait = 2s\nurl = sqlite:///b.db\n",
      {.section = "two"});
  EXPECT_EQ(settings.run.tables.version, "v");
  EXPECT_EQ(settings.run.wait, std::chrono::seconds(2));
}

TEST_F(SettingsTest, PathsAreRelativeToTheFileAndItIsSearchedUpward) {
  folder_.write("migrate.ini", "[migrate]\nurl = sqlite:///a.db\nscript_location = m\n");
  folder_.write("sub/deep/file", "");
  const Settings settings = load_settings({}, host(), folder_.path() / "sub/deep");
  EXPECT_EQ(settings.file, "../../migrate.ini");
  EXPECT_EQ(settings.version_locations,
            std::vector<std::filesystem::path>{"../../m/versions"});
  EXPECT_EQ(database_url(settings).path, "../../a.db");
}

TEST_F(SettingsTest, TheSearchEndsAtARepositoryAndAtHome) {
  folder_.write("migrate.ini", "[migrate]\n");
  folder_.write("repository/.git/HEAD", "");
  folder_.write("home/file", "");
  EXPECT_THROW(load_settings({}, host(), folder_.path() / "repository"), Error);
  variables_["HOME"] = folder_.path() / "home";
  EXPECT_THROW(load_settings({}, host(), folder_.path() / "home"), Error);
}

TEST_F(SettingsTest, ValuesHoldVariables) {
  variables_["NAME"] = "x";
  EXPECT_EQ(database_url(load("[migrate]\nurl = sqlite:///${NAME}-${NONE:-y}-$$.db\n")).path,
            "x-y-$.db");
  EXPECT_EQ(error("[migrate]\nurl = sqlite:///${NONE}.db\n"),
            "migrate.ini:2: \"url\" needs the variable NONE, which is not set; ${NAME:-default} "
            "gives a default");
}

TEST_F(SettingsTest, AUrlsVariableMayBeUnsetWhereNobodyAsksForTheDatabase) {
  EXPECT_NO_THROW(load("[migrate]\nurl = sqlite:///${NONE}.db\n"));
  variables_["MIGRATE_URL"] = "sqlite:///other.db";
  EXPECT_EQ(database_url(load("[migrate]\nurl = sqlite:///${NONE}.db\n")).path, "other.db");
}

TEST_F(SettingsTest, AlembicsSpellingsAreUnderstood) {
  const Settings settings = load(
      "[migrate]\nscript_location = %(here)s/m\nfile_template = %%(rev)s-%%(slug)s\n"
      "version_locations = %(here)s/a:%(here)s/b\n");
  EXPECT_EQ(settings.file_template, "%(rev)s-%(slug)s");
  EXPECT_THAT(settings.version_locations, ElementsAre("./a", "./b"));
}

TEST_F(SettingsTest, LocationsAreSeparatedAsTheFileSays) {
  EXPECT_THAT(load("[migrate]\nversion_locations = a b\npath_separator = space\n").version_locations,
              ElementsAre("a", "b"));
  EXPECT_THAT(load("[migrate]\nversion_locations =\n  a b\n  c\npath_separator = newline\n")
                  .version_locations,
              ElementsAre("a b", "c"));
}

TEST_F(SettingsTest, ErrorsNameTheLine) {
  EXPECT_EQ(error("[migrate]\nurll = x\n"),
            "migrate.ini:2: \"urll\" is no key of this version. Did you mean \"url\"?");
  EXPECT_EQ(error("[migrate]\nwait = soon\n"),
            "migrate.ini:2: \"wait\" takes a time such as 5s, 250ms or 10min");
  EXPECT_EQ(error("[migrate]\ntransaction_mode = one\n"),
            "migrate.ini:2: \"transaction_mode\" is \"one\"; it takes one of: all, per_migration");
  EXPECT_EQ(error("[other]\n"), "migrate.ini: there is no section [migrate]");
  EXPECT_EQ(error("[migrate]\n", {.section = "two"}),
            "migrate.ini: there is no section [two], which -n names");
  EXPECT_EQ(error("[migrate]\n"),
            "migrate.ini: no database is named; set `url`, $MIGRATE_URL or --url (with -n, only "
            "--url goes before `url`)");
  EXPECT_EQ(error("[migrate]\nurl = mysql://h/d\n"),
            "the URL \"mysql://h/d\" has the scheme \"mysql\"; sqlite and postgresql are known."
            "\n  the URL came from migrate.ini:2");
  EXPECT_EQ(error("", {.config = "none.ini"}),
            "none.ini: the configuration cannot be read: No such file or directory; `migrate init` "
            "makes one");
}

}  // namespace
}  // namespace migrate

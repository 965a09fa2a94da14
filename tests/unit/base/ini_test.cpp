#include "base/ini.hpp"

#include <gtest/gtest.h>

#include "migrate/error.hpp"

namespace migrate {
namespace {

std::string value(const Ini& ini, std::string_view section, std::string_view key) {
  const Ini::Section* found = ini.find(section);
  if (found == nullptr) return "(no section)";
  const Ini::Entry* entry = found->find(key);
  return entry == nullptr ? "(no key)" : entry->value;
}

TEST(Ini, ReadsSectionsKeysAndComments) {
  const Ini ini = parse_ini("# a\n; b\n[migrate]\nURL = sqlite:///a.db # no comment\nx: y\n\n[two]\n",
                            "migrate.ini");
  EXPECT_EQ(value(ini, "migrate", "url"), "sqlite:///a.db # no comment");
  EXPECT_EQ(value(ini, "migrate", "x"), "y");
  EXPECT_EQ(value(ini, "two", "x"), "(no key)");
  EXPECT_EQ(ini.find("migrate")->find("x")->line, 5U);
}

TEST(Ini, AnIndentedLineContinuesTheValue) {
  const Ini ini = parse_ini("[a]\npaths =\n  one\n  # not this\n  two\nnext = 1\n", "f");
  EXPECT_EQ(value(ini, "a", "paths"), "one\ntwo");
  EXPECT_EQ(value(ini, "a", "next"), "1");
}

TEST(Ini, ReadsByteOrderMarkCrlfAndNoNewlineAtTheEnd) {
  const Ini ini = parse_ini("\xEF\xBB\xBF[a]\r\nk = v\r\nempty =", "f");
  EXPECT_EQ(value(ini, "a", "k"), "v");
  EXPECT_EQ(value(ini, "a", "empty"), "");
}

struct ErrorCase {
  std::string text;
  std::string message;
};

TEST(Ini, ErrorsNameFileAndLineAndNeverTheValue) {
  const std::vector<ErrorCase> cases = {
      {"[a]\nk = 1\nk = 2\n",
       "f.ini:3: key \"k\" stands twice in [a]; the first is on line 2"},
      {"[a]\n[b]\n[a]\n", "f.ini:3: section [a] stands twice; the first is on line 1"},
      {"[a]\nwhat\n",
       "f.ini:2: expected `key = value`, a [section], or a comment that begins with #"},
      {"k = v\n",
       "f.ini:1: a key stands before the first section; begin the file with [migrate]"},
      {"[a\n", "f.ini:1: a section is written [name]"},
  };
  for (const ErrorCase& c : cases) {
    try {
      parse_ini(c.text, "f.ini");
      ADD_FAILURE() << c.text;
    } catch (const Error& error) {
      EXPECT_EQ(std::string(error.what()), c.message);
      EXPECT_EQ(error.code(), ErrorCode::configuration);
    }
  }
}

}  // namespace
}  // namespace migrate

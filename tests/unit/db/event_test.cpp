#include <gtest/gtest.h>

#include "migrate/db.hpp"

namespace migrate {
namespace {

TEST(Excerpt, AStatementOnOneLine) {
  EXPECT_EQ(excerpt("SELECT 1"), "SELECT 1");
  EXPECT_EQ(excerpt("SELECT\n\t1"), "SELECT  1");
}

TEST(Excerpt, ALongStatementIsCutBetweenCharacters) {
  EXPECT_EQ(excerpt(std::string(81, 'x')), std::string(80, 'x') + " …");
  EXPECT_EQ(excerpt(std::string(79, 'x') + "éé"), std::string(79, 'x') + " …");
}

TEST(Excerpt, WhatSteersATerminalIsLeftOut) {
  EXPECT_EQ(excerpt("SELECT '\x1b[2J\x07\x7f\xc3\xa9'"), "SELECT ' [2J  é'");
}

}  // namespace
}  // namespace migrate

#include "terminal.hpp"

#include <gtest/gtest.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <map>

namespace migrate::cli {
namespace {

Host host_with(std::map<std::string, std::string, std::less<>> variables) {
  return {.variable = [variables](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  }};
}

/// A terminal that nobody looks at, and a pipe.
class TerminalTest : public ::testing::Test {
 protected:
  void SetUp() override {
    winsize size = {.ws_row = 24, .ws_col = 33};
    ASSERT_EQ(openpty(&other_end_, &terminal_, nullptr, nullptr, &size), 0);
    ASSERT_EQ(pipe(pipe_), 0);
  }
  void TearDown() override {
    for (const int descriptor : {other_end_, terminal_, pipe_[0], pipe_[1]}) close(descriptor);
  }

  bool colored(int descriptor, std::string_view color, const Host& host) {
    return style_for(descriptor, color, host).error("x") != "x";
  }

  int other_end_ = -1;
  int terminal_ = -1;
  int pipe_[2] = {-1, -1};
  Host xterm_ = host_with({{"TERM", "xterm"}});
};

TEST_F(TerminalTest, ColoursOnATerminalOnly) {
  EXPECT_TRUE(colored(terminal_, "auto", xterm_));
  EXPECT_FALSE(colored(pipe_[1], "auto", xterm_));
}

TEST_F(TerminalTest, NoColoursWhereTheUserOrTheTerminalWantsNone) {
  EXPECT_FALSE(colored(terminal_, "auto", host_with({{"TERM", "dumb"}})));
  EXPECT_FALSE(colored(terminal_, "auto", host_with({})));
  EXPECT_FALSE(colored(terminal_, "auto", host_with({{"TERM", "xterm"}, {"NO_COLOR", "1"}})));
  EXPECT_TRUE(colored(terminal_, "auto", host_with({{"TERM", "xterm"}, {"NO_COLOR", ""}})));
}

TEST_F(TerminalTest, TheOptionDecidesFirst) {
  EXPECT_TRUE(colored(pipe_[1], "always", host_with({{"NO_COLOR", "1"}})));
  EXPECT_FALSE(colored(terminal_, "never", xterm_));
}

TEST_F(TerminalTest, ALineIsRedrawnWhereThatCanBe) {
  EXPECT_TRUE(can_redraw(terminal_, xterm_));
  EXPECT_TRUE(can_redraw(terminal_, host_with({{"TERM", "xterm"}, {"NO_COLOR", "1"}})));
  EXPECT_FALSE(can_redraw(terminal_, host_with({{"TERM", "dumb"}})));
  EXPECT_FALSE(can_redraw(pipe_[1], xterm_));
}

TEST_F(TerminalTest, HowWideItIs) {
  EXPECT_EQ(terminal_width(terminal_), 33U);
  EXPECT_EQ(terminal_width(pipe_[1]), 80U);
}

TEST(Style, AColourEndsWithItsText) {
  EXPECT_EQ(Style(true).error("error:"), "\x1b[1;31merror:\x1b[0m");
  EXPECT_EQ(Style(false).error("error:"), "error:");
  EXPECT_EQ(Style().head("(head)"), "(head)");
}

TEST(Fit, WhatFitsStays) {
  EXPECT_EQ(fit("", 0), "");
  EXPECT_EQ(fit("abc", 3), "abc");
  EXPECT_EQ(fit("é…", 2), "é…");
}

TEST(Fit, WhatDoesNotIsCutBetweenCharacters) {
  EXPECT_EQ(fit("abcd", 3), "ab…");
  EXPECT_EQ(fit("aééé", 3), "aé…");
  EXPECT_EQ(fit("abc", 1), "…");
  EXPECT_EQ(fit("abc", 0), "");
}

TEST(Fit, AWideCharacterTakesTwoColumns) {
  EXPECT_EQ(fit("日本", 4), "日本");
  EXPECT_EQ(fit("日本", 3), "日…");
  EXPECT_EQ(fit("日本", 2), "…");
}

TEST(Fit, NothingSteersTheTerminal) {
  EXPECT_EQ(fit("a\x1b[2Jb\n\tc\x7f", 20), "a [2Jb  c ");
  EXPECT_EQ(fit("a\xc2\x9b"
                "2J\x9b"
                "2J",
                20),
            "a 2J 2J")
      << "the one-byte CSI";
}

}  // namespace
}  // namespace migrate::cli

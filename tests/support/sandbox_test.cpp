#include "support/sandbox.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <stdexcept>
#include <string>
#include <thread>

#include "support/golden.hpp"

namespace migrate::test {
namespace {

TEST(Sandbox, KeepsTheStreamsAndTheStatusApart) {
  Sandbox sandbox({});
  const auto outcome = sandbox.run("echo out; echo err >&2; (exit 7)");
  EXPECT_EQ(outcome.out, "out\n");
  EXPECT_EQ(outcome.err, "err\n");
  EXPECT_EQ(outcome.status, 7);
}

TEST(Sandbox, MergedStreamsKeepTheirOrder) {
  Sandbox sandbox({.merge_streams = true});
  const auto outcome = sandbox.run("echo a; echo b >&2; echo c");
  EXPECT_EQ(outcome.out, "a\nb\nc\n");
  EXPECT_EQ(outcome.err, "");
}

TEST(Sandbox, ACommandFindsWhatTheLastOneLeft) {
  Sandbox sandbox({});
  sandbox.run("mkdir sub && cd sub && export X=1 && y=2 && f() { echo f; }; false");
  EXPECT_EQ(sandbox.run("echo $? $X $y; f; pwd").out,
            "1 1 2\nf\n" + (sandbox.folder() / "sub").string() + "\n");
}

TEST(Sandbox, FilesAreWrittenBelowItsFolder) {
  Sandbox sandbox({});
  sandbox.write("a/b.sql", "SELECT 1;\n");
  EXPECT_EQ(sandbox.run("cat a/b.sql; find . -type f").out, "SELECT 1;\n./a/b.sql\n");
}

TEST(Sandbox, TheCallersEnvironmentIsNotSeen) {
  ::setenv("MIGRATE_URL", "sqlite:///elsewhere.db", 1);
  ::setenv("PGHOST", "elsewhere", 1);
  Sandbox sandbox({.environment = {{"GIVEN", "1"}}});
  EXPECT_EQ(sandbox.run("echo $MIGRATE_URL $PGHOST $NO_COLOR $GIVEN $TZ").out, "1 UTC\n");
  EXPECT_EQ(sandbox.run("[[ $WORK = $HOME/* && $(pwd) = $WORK && $TMPDIR != /tmp ]]").status, 0);
  ::unsetenv("MIGRATE_URL");
  ::unsetenv("PGHOST");
}

TEST(Sandbox, StandardInputIsEmpty) {
  Sandbox sandbox({});
  EXPECT_EQ(sandbox.run("cat; read -r x; echo $?").out, "1\n");
}

TEST(Sandbox, ASyntaxErrorIsTheCommandsOwn) {
  Sandbox sandbox({});
  EXPECT_NE(sandbox.run("if (").status, 0);
  EXPECT_EQ(sandbox.run("echo on").out, "on\n");
}

TEST(Sandbox, ExitEndsTheShellWithItsStatus) {
  Sandbox sandbox({});
  EXPECT_EQ(sandbox.run("exit 5").status, 5);
  EXPECT_THROW(sandbox.run("echo"), std::runtime_error);
}

TEST(Sandbox, DestructionRemovesTheFolderAndEndsWhatRuns) {
  std::filesystem::path folder;
  int pid = 0;
  {
    Sandbox sandbox({});
    folder = sandbox.folder();
    pid = std::stoi(sandbox.run("sleep 60 & echo $!").out);
    EXPECT_EQ(::kill(pid, 0), 0);
  }
  EXPECT_FALSE(std::filesystem::exists(folder.parent_path().parent_path()));
  // It dies when the machine has time for that, and init reaps it when it likes; a zombie does no
  // harm.
  std::string state;
  const auto is_dead = [&] {
    try {
      state = read_file("/proc/" + std::to_string(pid) + "/stat");
    } catch (const std::runtime_error&) {
      return true;
    }
    return state.find(") Z ") != std::string::npos;
  };
  for (int i = 0; i < 500 && !is_dead(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_TRUE(is_dead()) << state;
}

}  // namespace
}  // namespace migrate::test

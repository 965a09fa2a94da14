#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <future>
#include <thread>

#include "migrate/runtime.hpp"
#include "subject.hpp"
#include "support/fault_connection.hpp"

namespace migrate::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

/// A run that cannot go on: somebody else holds what it needs.
class WaitingTest : public testing::TestWithParam<const char*> {
 protected:
  void upgrade(Connection& connection, const std::string& target, milliseconds wait) {
    const std::vector<std::string> targets = {target};
    Runner runner(project_, connection, subject_.dialect(), {.wait = wait}, host_, observer_);
    runner.upgrade(targets);
  }

  /// Leaves a transaction:false section half done.
  void leave_half_done() {
    upgrade(*subject_.connect(), "01_accounts", seconds(10));
    for (std::size_t call = 20; subject_.half_done().empty(); ++call) {
      FaultConnection connection(subject_.connect(), {.call = call});
      EXPECT_THROW(upgrade(connection, "02_session", seconds(10)), Killed);
    }
  }

  /// A transaction that keeps every step waiting.
  std::unique_ptr<Connection> block() {
    auto connection = subject_.connect();
    subject_.dialect().begin_step(*connection, {});
    return connection;
  }

  static ErrorCode code_of(const std::function<void()>& call) {
    try {
      call();
    } catch (const Error& error) {
      return error.code();
    }
    ADD_FAILURE() << "no error was thrown";
    return ErrorCode::usage;
  }

  Subject subject_{GetParam()};

 private:
  Project project_ =
      load_project({std::filesystem::path(MIGRATE_SOURCE_DIR) / "tests/crash/mixed"}, false);
  Host host_ = system_host();
  Recorder observer_ = {};
};

INSTANTIATE_TEST_SUITE_P(sqlite, WaitingTest, testing::Values("sqlite"),
                         [](const auto&) { return "sqlite"; });
INSTANTIATE_TEST_SUITE_P(postgresql, WaitingTest, testing::Values("postgresql"),
                         [](const auto&) { return "postgresql"; });

TEST_P(WaitingTest, WhoWaitedInVainDoesNotWaitAgainToSaySo) {
  leave_half_done();
  const auto other = block();
  constexpr milliseconds wait(700);
  for (const char* target : {"02_session", "90_aside"}) {
    const auto connection = subject_.connect(wait);
    const auto begin = steady_clock::now();
    EXPECT_EQ(code_of([&] { upgrade(*connection, target, wait); }), ErrorCode::busy);
    EXPECT_LT(steady_clock::now() - begin, 2 * wait);
  }
}

TEST_P(WaitingTest, OneInterruptEndsTheWait) {
  leave_half_done();
  const auto other = block();
  for (const char* target : {"02_session", "90_aside"}) {
    const auto connection = subject_.connect();
    auto waiting = std::async(std::launch::async, [&] {
      return code_of([&] { upgrade(*connection, target, seconds(30)); });
    });
    std::this_thread::sleep_for(milliseconds(300));
    connection->interrupt();
    ASSERT_EQ(waiting.wait_for(seconds(10)), std::future_status::ready);
    EXPECT_EQ(waiting.get(), ErrorCode::interrupted);
  }
}

}  // namespace
}  // namespace migrate::test

#include "postgresql/pooler.hpp"

#include <poll.h>

#include <chrono>
#include <memory>
#include <vector>

#include "postgresql/aside.hpp"
#include "postgresql/statements.hpp"

namespace migrate::postgresql {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t most_others = 12;
constexpr int enough_new_ones = 3;
/// To shake hands, which on a busy machine takes its time.
constexpr milliseconds to_connect = std::chrono::seconds(10);
/// For a session, once the question has been sent.
constexpr milliseconds to_be_given_one(1000);

enum class Given { this_one, old, fresh, none, failed };

/// Asks from another connection, which keeps the session that it is given: its transaction stays
/// open.
class Other {
 public:
  Other(const Url& url, const std::string& now) : aside_(url) {
    aside_.ask("BEGIN; SELECT pg_catalog.pg_backend_pid(), backend_start >= " + literal(now) +
               " FROM pg_catalog.pg_stat_activity WHERE pid = pg_catalog.pg_backend_pid()");
  }

  Given given(std::int64_t pid) {
    auto end = Clock::now() + to_connect;
    for (bool sent = false; !aside_.broken() && Clock::now() < end;) {
      pollfd ready{.fd = aside_.descriptor(), .events = aside_.events(), .revents = 0};
      poll(&ready, 1, 50);
      if (const auto rows = aside_.advance()) {
        if (rows->empty()) return Given::failed;
        if (rows->front().at(0) == std::to_string(pid)) return Given::this_one;
        return rows->front().at(1) == "t" ? Given::fresh : Given::old;
      }
      if (!sent && aside_.sent()) {
        sent = true;
        end = Clock::now() + to_be_given_one;
      }
    }
    return aside_.sent() ? Given::none : Given::failed;
  }

  /// Still nothing?
  bool waits() { return aside_.asking() && !aside_.advance() && !aside_.broken(); }

 private:
  Aside aside_;
};

}  // namespace

Connection::Session session_behind_pooler(const Url& url, Connection& connection,
                                          std::int64_t pid) {
  const std::string now =
      connection.query("SELECT pg_catalog.clock_timestamp()").at(0).at(0).value_or("");
  std::vector<std::unique_ptr<Other>> others;
  int fresh = 0;
  while (others.size() < most_others) {
    others.push_back(std::make_unique<Other>(url, now));
    const Given given = others.back()->given(pid);
    if (given == Given::this_one) return Connection::Session::shared;
    if (given == Given::failed) return Connection::Session::unknown;
    if (connection.query(server_process).at(0).at(0) != std::to_string(pid)) {
      return Connection::Session::shared;
    }
    if (given == Given::none) {
      return others.back()->waits() ? Connection::Session::own : Connection::Session::unknown;
    }
    if (given == Given::fresh && ++fresh == enough_new_ones) return Connection::Session::own;
  }
  return Connection::Session::unknown;
}

}  // namespace migrate::postgresql

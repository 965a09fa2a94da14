#include "postgresql/open.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <memory>
#include <thread>
#include <utility>

#include "base/text.hpp"

namespace migrate::postgresql {
namespace {

/// The server has to know GENERATED … AS IDENTITY, CALL and hashtextextended().
constexpr int oldest_server = 110000;

struct Free {
  void operator()(char* text) const { PQfreemem(text); }
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};

/// Every "…" in libpq's complaint about a URL is a piece of the URL, and may be one of the
/// password.
std::string without_quotations(std::string_view message) {
  std::string out;
  bool quoted = false;
  for (const char c : message) {
    if (c == '"') {
      quoted = !quoted;
      out += quoted ? "\"***\"" : "";
    } else if (!quoted) {
      out += c;
    }
  }
  return out;
}

/// `Did you mean "sslmode"?` for an unknown parameter: names what libpq knows, never the URL's
/// text.
std::string nearest_parameter(std::string_view message) {
  const std::size_t begin = message.find('"');
  const std::size_t end = message.rfind('"');
  if (begin == end || message.find("parameter") == std::string_view::npos) return "";
  std::vector<std::string> known;
  const std::unique_ptr<PQconninfoOption, Free> defaults(PQconndefaults());
  for (const auto* option = defaults.get(); option != nullptr && option->keyword != nullptr;
       ++option) {
    known.emplace_back(option->keyword);
  }
  return text::did_you_mean(message.substr(begin + 1, end - begin - 1), known);
}

void check_readable(const Url& url) {
  char* complaint = nullptr;
  const std::unique_ptr<PQconninfoOption, Free> parsed(
      PQconninfoParse(url.text.c_str(), &complaint));
  const std::unique_ptr<char, Free> owner(complaint);
  if (parsed != nullptr) return;
  const std::string_view message =
      complaint == nullptr ? "out of memory" : text::trim(std::string_view(complaint));
  throw Error({.code = ErrorCode::configuration,
               .message = "the URL " + url.redacted() + " cannot be read: " +
                          without_quotations(message) + "." + nearest_parameter(message),
               .hint = "special characters in a user's name or password are percent-encoded: "
                       "@ is %40, / is %2F, : is %3A, % is %25"});
}

/// libpq's complaint comes as lines: one an address that was tried, and after it, indented, advice.
Error unreachable(const Url& url, std::string_view complaint) {
  ErrorInfo info{.code = ErrorCode::connection,
                 .message = "cannot connect to " + url.redacted() + ": "};
  bool first = true;
  for (const std::string& line : text::split(complaint, '\n')) {
    if (line.empty()) continue;
    if (first) {
      info.message += line;
    } else if (line.back() == '?') {
      info.hint = line;
    } else {
      info.detail += (info.detail.empty() ? "" : "\n  ") + line;
    }
    first = false;
  }
  if (first) info.message += "libpq does not say why";
  return Error(std::move(info));
}

/// Is there a setting in the environment or a service file, or can there be one in the URL's?
bool says_when_to_give_up(const Url& url) {
  if (url.text.find("service=") != std::string::npos) return true;
  const std::unique_ptr<PQconninfoOption, Free> defaults(PQconndefaults());
  for (const auto* option = defaults.get(); option != nullptr && option->keyword != nullptr;
       ++option) {
    if (std::string_view(option->keyword) == "connect_timeout") return option->val != nullptr;
  }
  return false;
}

/// What libpq is told, nullptr-terminated. The URL stands as `dbname`, and goes before what stands
/// above it; what stands below goes before the URL. Nothing here is a start-up parameter that a
/// pooler refuses.
struct Parameters {
  explicit Parameters(const Url& url) {
    // A network that went silent is not to be waited for as long as the system's two hours.
    add("keepalives_idle", "30");
    add("keepalives_interval", "10");
    add("keepalives_count", "3");
    add("tcp_user_timeout", "60000");
    if (!says_when_to_give_up(url)) add("connect_timeout", "10");
    add("dbname", url.text.c_str());
    add("fallback_application_name", "migrate");
    add("client_encoding", "UTF8");
    add(nullptr, nullptr);
  }

  void add(const char* keyword, const char* value) {
    keywords.push_back(keyword);
    values.push_back(value);
  }

  std::vector<const char*> keywords = {};
  std::vector<const char*> values = {};
};

using Handle = std::unique_ptr<PGconn, Finish>;

Handle connect_once(const Url& url) {
  const Parameters parameters(url);
  Handle connection(PQconnectdbParams(parameters.keywords.data(), parameters.values.data(),
                                      /*expand_dbname=*/1));
  if (connection == nullptr) throw std::bad_alloc();
  return connection;
}

/// Is it worth while to wait and to try again? A server that answers has said its last word, but
/// for one that is to become the primary, and a pooler whose server is away.
bool may_come_up(const Url& url, std::string_view complaint) {
  const Parameters parameters(url);
  if (PQpingParams(parameters.keywords.data(), parameters.values.data(), 1) != PQPING_OK) {
    return true;
  }
  return std::ranges::any_of(
      std::array<std::string_view, 6>{"session is read-only", "server is in hot standby mode",
                                      "session is not read-only",
                                      "server is not in hot standby mode",
                                      "cannot connect to server", "server login has been failing"},
      [&](std::string_view words) { return complaint.find(words) != std::string_view::npos; });
}

/// Tries until the server is there, or `wait` has passed.
Handle connect_waiting(const Url& url, std::chrono::milliseconds wait, Observer& observer) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + wait;
  std::chrono::milliseconds pause(50);
  bool told = false;
  bool answers = false;
  while (true) {
    Handle connection = connect_once(url);
    if (PQstatus(connection.get()) == CONNECTION_OK || Clock::now() >= end) return connection;
    if (!may_come_up(url, PQerrorMessage(connection.get()))) {
      // Once more: it may have come up in between.
      if (std::exchange(answers, true)) return connection;
      continue;
    }
    answers = false;
    if (!std::exchange(told, true)) {
      observer.on(
          {.kind = Event::Kind::waiting, .text = "waiting for the server of " + url.redacted()});
    }
    std::this_thread::sleep_for(
        std::min<std::chrono::nanoseconds>(pause, std::max(end - Clock::now(), Clock::duration())));
    pause = std::min(pause * 2, std::chrono::milliseconds(1000));
  }
}

}  // namespace

pg_conn* start_opening(const Url& url) {
  const Parameters parameters(url);
  return PQconnectStartParams(parameters.keywords.data(), parameters.values.data(), 1);
}

Opened open(const Url& url, std::chrono::milliseconds wait, Observer& observer) {
  check_readable(url);
  Handle connection = connect_waiting(url, wait, observer);

  Secrets secrets(url.text);
  if (const char* password = PQpass(connection.get())) secrets.add(password);
  if (PQstatus(connection.get()) != CONNECTION_OK) {
    throw unreachable(url, secrets.scrub(PQerrorMessage(connection.get())));
  }
  if (PQserverVersion(connection.get()) < oldest_server) {
    const char* version = PQparameterStatus(connection.get(), "server_version");
    throw Error(ErrorCode::connection, "the server of " + url.redacted() + " is PostgreSQL " +
                                           (version == nullptr ? "of unknown version" : version) +
                                           "; 11 or newer is needed");
  }
  return {.connection = connection.release(), .secrets = std::move(secrets)};
}

Opened lend(pg_conn* connection) {
  Opened opened{.connection = connection, .lent = true};
  if (const char* password = PQpass(connection)) opened.secrets.add(password);
  if (PQsetClientEncoding(connection, "UTF8") != 0) {
    throw Error(ErrorCode::connection, opened.secrets.scrub(PQerrorMessage(connection)));
  }
  return opened;
}

Url url_of(pg_conn* connection) {
  Url url{.scheme = "postgresql"};
  const std::unique_ptr<PQconninfoOption, Free> options(PQconninfo(connection));
  for (const auto* option = options.get(); option != nullptr && option->keyword != nullptr;
       ++option) {
    if (option->val == nullptr || *option->val == '\0') continue;
    const std::string value =
        text::replace_all(text::replace_all(option->val, "\\", "\\\\"), "'", "\\'");
    url.text += (url.text.empty() ? "" : " ") + std::string(option->keyword) + "='" + value + '\'';
  }
  return url;
}

}  // namespace migrate::postgresql

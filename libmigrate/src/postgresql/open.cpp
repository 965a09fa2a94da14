#include "postgresql/open.hpp"

#include <libpq-fe.h>

#include <array>
#include <memory>

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

}  // namespace

Opened open(const Url& url) {
  check_readable(url);
  // Later keywords win over the URL's; nothing here is a start-up parameter that a pooler refuses.
  const std::array<const char*, 4> keywords = {"dbname", "fallback_application_name",
                                               "client_encoding", nullptr};
  const std::array<const char*, 4> values = {url.text.c_str(), "migrate", "UTF8", nullptr};
  std::unique_ptr<PGconn, Finish> connection(
      PQconnectdbParams(keywords.data(), values.data(), /*expand_dbname=*/1));
  if (connection == nullptr) throw std::bad_alloc();

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

}  // namespace migrate::postgresql

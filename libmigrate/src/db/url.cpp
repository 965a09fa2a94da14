#include <charconv>

#include "base/text.hpp"
#include "migrate/db.hpp"

namespace migrate {
namespace {

/// Hides the password of `scheme://user:password@…` and of `?password=…&sslpassword=…`. The text
/// need not be a valid URL: in doubt it hides too much.
std::string hide_passwords(std::string_view text) {
  std::string out(text);
  const std::size_t authority = out.find("://");
  if (authority == std::string::npos) return out;
  const std::size_t begin = authority + 3;
  // A password that was not encoded may hold '/', '?' and '@': the last '@' ends the user part.
  const std::size_t at = out.rfind('@');
  const std::size_t colon = out.find(':', begin);
  if (at != std::string::npos && colon != std::string::npos && colon < at) {
    out.replace(colon + 1, at - colon - 1, "***");
  }
  for (const std::string_view key : {"password=", "sslpassword="}) {
    for (std::size_t from = out.find(key); from != std::string::npos; from = out.find(key, from)) {
      from += key.size();
      if (out[from - key.size() - 1] != '?' && out[from - key.size() - 1] != '&') continue;
      const std::size_t end = out.find('&', from);
      out.replace(from, end == std::string::npos ? std::string::npos : end - from, "***");
    }
  }
  return out;
}

std::string percent_decoded(std::string_view text, std::string_view whole) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    unsigned value = 0;
    const char* begin = text.data() + i + 1;
    if (i + 2 >= text.size() || std::from_chars(begin, begin + 2, value, 16).ptr != begin + 2 ||
        value == 0) {
      throw Error(ErrorCode::configuration,
                  "the URL \"" + hide_passwords(whole) +
                      "\" has a % that no two hexadecimal digits follow; a plain % is written %25");
    }
    out += static_cast<char>(value);
    i += 2;
  }
  return out;
}

Url sqlite_url(std::string_view rest, std::string_view whole) {
  if (rest.empty() || rest == "/" || rest == "/:memory:") {
    return {.scheme = "sqlite", .text = "sqlite://", .path = ""};
  }
  if (rest.front() != '/') {
    throw Error(ErrorCode::configuration, "the URL \"" + hide_passwords(whole) +
                                              "\" names a host, which SQLite does not have; a "
                                              "relative file is sqlite:///" +
                                              std::string(rest) + ", an absolute one sqlite:////" +
                                              std::string(rest));
  }
  const std::size_t query = rest.find('?');
  if (query != std::string_view::npos) {
    throw Error(ErrorCode::configuration,
                "the URL \"" + hide_passwords(whole) +
                    "\" has parameters behind ?, which SQLite URLs do not take; a ? in a file's "
                    "name is written %3F");
  }
  return {.scheme = "sqlite",
          .text = std::string(whole),
          .path = percent_decoded(rest.substr(1), whole)};
}

}  // namespace

std::string Url::redacted() const { return hide_passwords(text); }

Url parse_url(std::string_view text) {
  const std::size_t end = text.find("://");
  if (end == std::string_view::npos) {
    throw Error(ErrorCode::configuration,
                "\"" + (text.find('@') == std::string_view::npos ? std::string(text) : "***") +
                    "\" is no database URL; write sqlite:///file.db, sqlite:////absolute/file.db "
                    "or postgresql://user@host/database");
  }
  const std::string_view scheme = text.substr(0, end);
  const std::string_view rest = text.substr(end + 3);
  const std::string base = text::lower(scheme.substr(0, scheme.find('+')));
  if (base == "sqlite" || base == "sqlite3") return sqlite_url(rest, text);
  if (base == "postgresql" || base == "postgres") {
    return {.scheme = "postgresql", .text = "postgresql://" + std::string(rest), .path = ""};
  }
  const std::vector<std::string> known = {"sqlite", "postgresql"};
  throw Error(ErrorCode::configuration, "the URL \"" + hide_passwords(text) + "\" has the scheme \"" +
                                            std::string(scheme) +
                                            "\"; sqlite and postgresql are known." +
                                            text::did_you_mean(base, known));
}

}  // namespace migrate

// Throughput of the splitter, fed in parts of 64 KB: best of several runs, in processor time so
// that a busy machine says the same.

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <string>
#include <string_view>

#include "sql/splitter.hpp"

namespace {

using migrate::sql::Flavor;
using migrate::sql::Piece;
using migrate::sql::Splitter;

constexpr std::size_t script_size = 100'000'000;

std::string repeat(std::string_view head, std::string_view unit, std::string_view tail) {
  std::string script(head);
  while (script.size() < script_size) script += unit;
  return script += tail;
}

/// The number of bytes that came out, so that nothing of the work can be left away.
std::size_t split_once(Flavor flavor, std::string_view script) {
  constexpr std::size_t chunk = 64 * 1024;
  Splitter splitter(flavor);
  std::size_t out = 0;
  Piece piece;
  while (!script.empty()) {
    splitter.feed(script.substr(0, chunk));
    script.remove_prefix(std::min(chunk, script.size()));
    while (splitter.next(piece)) out += piece.text.size() + piece.canonical.size();
  }
  splitter.finish();
  while (splitter.next(piece)) out += piece.text.size() + piece.canonical.size();
  return out;
}

void measure(std::string_view name, Flavor flavor, const std::string& script) {
  double best = 1e9;
  std::size_t out = 0;
  for (int run = 0; run < 7; ++run) {
    const std::clock_t begin = std::clock();
    out = split_once(flavor, script);
    best = std::min(best, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
  }
  fmt::print("{:<28} {:8.0f} MB/s  ({} bytes out)\n", name,
             static_cast<double>(script.size()) / 1e6 / best, out);
}

}  // namespace

int main() {
  constexpr std::string_view insert =
      "INSERT INTO bookmark (id, userkey, title, rating) VALUES "
      "(12345, 'alice@example.com', 'The C++ Programming Language', 4.5, NULL);\n";
  constexpr std::string_view body =
      "  UPDATE t SET a = CASE WHEN b > 1 THEN 'x' ELSE 'y' END WHERE id = 1; -- comment\n";
  measure("INSERT, SQLite", Flavor::sqlite, repeat("", insert, ""));
  measure("INSERT, PostgreSQL", Flavor::postgresql, repeat("", insert, ""));
  measure("INSERT with CRLF, SQLite", Flavor::sqlite,
          repeat("", std::string(insert.substr(0, insert.size() - 1)) + "\r\n", ""));
  measure("short INSERT, PostgreSQL", Flavor::postgresql,
          repeat("", "INSERT INTO t VALUES (1,'a',2);\n", ""));
  measure("COPY", Flavor::postgresql,
          repeat("COPY t FROM stdin;\n", "12345\talice@example.com\tThe C++ Language\t\\N\t4.5\n",
                 "\\.\n"));
  measure("COPY, short lines", Flavor::postgresql,
          repeat("COPY t FROM stdin;\n", "123\t\\N\n", "\\.\n"));
  measure("COPY with CRLF", Flavor::postgresql,
          repeat("COPY t FROM stdin;\r\n",
                 "12345\talice@example.com\tThe C++ Language\t\\N\t4.5\r\n", "\\.\r\n"));
  measure("one string", Flavor::postgresql, repeat("SELECT '", "abcdefgh\n", "';"));
  measure("one E string", Flavor::postgresql, repeat("SELECT E'", "abcdefg\\n", "';"));
  measure("one dollar-quoted text", Flavor::postgresql, repeat("SELECT $$", body, "$$;"));
  measure("one trigger", Flavor::sqlite,
          repeat("CREATE TRIGGER x AFTER INSERT ON t BEGIN\n", body, "END;"));
}

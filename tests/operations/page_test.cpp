#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>

#include "migrate/dialect.hpp"
#include "ops/json.hpp"
#include "ops/wording.hpp"
#include "schema/json.hpp"
#include "schema/order.hpp"

namespace migrate {
namespace {

const std::string page_file = MIGRATE_SOURCE_DIR "/docs/operations.md";

std::string sql_of(const Dialect& dialect, const Operation& operation, Schema before) {
  before.dialect = dialect.name();
  std::string out;
  try {
    bool told = false;
    for (const Statement& statement : dialect.compile(std::span(&operation, 1), before)) {
      if (statement.foreign_keys_off && !told) out += "-- without enforcement of foreign keys\n";
      told = told || statement.foreign_keys_off;
      if (statement.bare) out += "-- not in a transaction\n";
      if (statement.expected) {
        out += "-- must give " + *statement.expected + ", else: " + statement.complaint + '\n';
      }
      out += statement.text + ";\n";
    }
  } catch (const Error& error) {
    out = "error: " + std::string(error.what()) + '\n';
  }
  return out.empty() ? "-- nothing to do\n" : out;
}

/// The page with every block of SQL as the library makes it now.
std::string regenerated(const std::string& page, std::set<std::string>& seen) {
  std::string out;
  Schema before;
  std::optional<Operation> operation;
  std::size_t at = 0;
  while (at < page.size()) {
    const std::size_t end = page.find('\n', at);
    const std::string line = page.substr(at, end - at);
    at = end == std::string::npos ? page.size() : end + 1;
    out += line + '\n';
    if (!line.starts_with("```") || line == "```") continue;
    const std::size_t close = page.find("```\n", at);
    if (close == std::string::npos) throw std::runtime_error("a block that nothing closes");
    std::string block = page.substr(at, close - at);
    at = close;
    if (line == "```json schema") {
      before = normalized(parse_json_schema(block, page_file));
    } else if (line == "```json operation") {
      const json::Source source{.text = block, .file = page_file};
      operation = ops::read(source, json::parse(source));
      ops::name_constraints(*operation, {});
      seen.insert(ops::operation_name(*operation));
    } else if (line == "```sql sqlite") {
      block = sql_of(sqlite::dialect(), operation.value(), before);
    } else if (line == "```sql postgresql") {
      block = sql_of(postgresql::dialect(), operation.value(), before);
    }
    out += block + "```\n";
    at += 4;
  }
  return out;
}

TEST(OperationsPage, HasEveryOperationWithTheSqlThatIsMadeOfIt) {
  std::ifstream in(page_file, std::ios::binary);
  const std::string page{std::istreambuf_iterator<char>(in), {}};
  std::set<std::string> seen;
  const std::string now = regenerated(page, seen);
  if (const char* update = std::getenv("MIGRATE_UPDATE_GOLDEN");
      update != nullptr && *update == '1') {
    std::ofstream(page_file, std::ios::binary) << now;
  }
  EXPECT_EQ(page, now);
  EXPECT_EQ(seen,
            std::set<std::string>(ops::operation_names().begin(), ops::operation_names().end()));
}

}  // namespace
}  // namespace migrate

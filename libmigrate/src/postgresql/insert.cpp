#include "postgresql/insert.hpp"

#include <fmt/format.h>

#include "postgresql/ddl.hpp"
#include "postgresql/identifier.hpp"
#include "postgresql/statements.hpp"

namespace migrate::postgresql {
namespace {

struct CellText {
  std::string operator()(std::monostate) const { return "NULL"; }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  /// The shortest text that reads back to the same number.
  std::string operator()(double value) const { return fmt::format("{}", value); }
  std::string operator()(const std::string& value) const { return literal(value); }
  std::string operator()(const Sql& value) const { return on_postgresql(value); }
};

}  // namespace

std::string insert_text(const ops::BulkInsert& op) {
  std::string out = "INSERT INTO " + qualified(op.table.schema, op.table.name) + " " +
                    list(op.columns) + " VALUES";
  for (const std::vector<ops::Cell>& row : op.rows) {
    std::string cells;
    for (const ops::Cell& cell : row) {
      cells += (cells.empty() ? "" : ", ") + std::visit(CellText(), cell.value);
    }
    out += (&row == op.rows.data() ? "\n  (" : ",\n  (") + cells + ")";
  }
  return out;
}

}  // namespace migrate::postgresql

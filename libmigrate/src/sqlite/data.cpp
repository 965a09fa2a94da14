#include "sqlite/data.hpp"

#include <fmt/core.h>

#include <cmath>

#include "base/text.hpp"
#include "sql/splitter.hpp"
#include "sqlite/ddl.hpp"
#include "sqlite/names.hpp"

namespace migrate::sqlite {
namespace {

constexpr std::size_t rows_a_statement = 200;

struct CellText {
  std::string operator()(std::monostate) const { return "NULL"; }
  std::string operator()(bool value) const { return value ? "TRUE" : "FALSE"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(double value) const {
    if (std::isnan(value)) return "NULL";  // as SQLite stores it
    if (std::isinf(value)) return value < 0 ? "-9e999" : "9e999";
    const std::string text = fmt::format("{}", value);
    return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
  }
  std::string operator()(const std::string& value) const { return dialect().literal(value); }
  std::string operator()(const Sql& value) const { return '(' + value.on("sqlite") + ')'; }
};

}  // namespace

std::vector<Statement> bulk_insert(const ops::BulkInsert& operation) {
  const std::string head = "INSERT INTO " + identifier(operation.table.name) + " (" +
                           name_list(operation.columns) + ") VALUES";
  std::vector<Statement> statements;
  for (std::size_t at = 0; at < operation.rows.size(); ++at) {
    std::vector<std::string> cells;
    for (const ops::Cell& cell : operation.rows[at]) {
      cells.push_back(std::visit(CellText(), cell.value));
    }
    if (at % rows_a_statement == 0) {
      statements.push_back({.text = head + "\n    ("});
    } else {
      statements.back().text += ",\n    (";
    }
    statements.back().text += text::join(cells, ", ") + ')';
  }
  return statements;
}

std::vector<Statement> execute(const ops::Execute& operation) {
  std::vector<Statement> statements;
  for (const sql::OwnedPiece& piece : sql::split(sql::Flavor::sqlite, operation.sql.on("sqlite"))) {
    statements.push_back({.text = piece.text});
  }
  return statements;
}

}  // namespace migrate::sqlite

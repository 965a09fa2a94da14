#include "commands/sql_body.hpp"

#include <algorithm>
#include <variant>

#include "migrate/diff.hpp"
#include "migrate/revision.hpp"

namespace migrate {
namespace {

/// The table that an operation is about; without a name for what is about none.
QualifiedName table_of(const Operation& operation) {
  return std::visit(
      [](const auto& op) -> QualifiedName {
        if constexpr (requires { op.table.name; }) {
          return {op.table.schema, op.table.name};
        } else if constexpr (std::is_same_v<std::decay_t<decltype(op)>, ops::AlterTable>) {
          return op.name;
        } else {
          return {};
        }
      },
      operation);
}

std::string_view loss(const Operation& operation) {
  if (std::holds_alternative<ops::DropTable>(operation)) return "the table's rows are lost";
  if (std::holds_alternative<ops::DropColumn>(operation)) return "the column's values are lost";
  return "what it holds is lost";
}

struct Body {
  std::string text = {};
  bool foreign_keys_off = false;
  std::vector<RebuiltTable> rebuilds = {};  ///< in the order of their first rebuild
};

/// Statements, and the groups of operations that they come from.
struct Group {
  std::string comments = {};
  std::vector<Statement> statements = {};
};

bool has_table(const Schema& schema, const std::string& name) {
  return std::ranges::any_of(schema.tables, [&](const Table& table) { return table.name == name; });
}

/// The operations in a row about one table together: SQLite makes one rebuild of them.
std::vector<Group> groups_of(std::span<const Operation> operations, const Schema& before,
                             const Dialect& dialect) {
  std::vector<Group> groups;
  Schema now = before;
  for (std::size_t at = 0; at < operations.size();) {
    const QualifiedName table = table_of(operations[at]);
    std::size_t end = at + 1;
    while (dialect.name() == "sqlite" && !table.name.empty() && end < operations.size() &&
           table_of(operations[end]) == table) {
      ++end;
    }
    const std::span<const Operation> together = operations.subspan(at, end - at);
    Group& group = groups.emplace_back();
    for (const Operation& operation : together) {
      if (!destructive(operation)) continue;
      group.comments += "-- destructive: " + ops::describe(operation) + ": " +
                        std::string(loss(operation)) + '\n';
    }
    group.statements = dialect.compile(together, now);
    for (const Operation& operation : together) ops::apply(now, operation);
    at = end;
  }
  return groups;
}

/// With `marked`, the executor does what is around a rebuild, where the section's marker can say
/// so: the table must be there, by that name, when the section begins.
Body body_of(std::span<const Operation> operations, const Schema& before, const Dialect& dialect,
             bool marked) {
  const std::vector<Group> groups = groups_of(operations, before, dialect);
  Body body;
  for (const Group& group : groups) {
    for (const Statement& statement : group.statements) {
      body.foreign_keys_off = body.foreign_keys_off || statement.foreign_keys_off;
      const std::string& table = statement.rebuilds;
      if (table.empty()) continue;
      if (!has_table(before, table)) marked = false;
      const bool known =
          std::ranges::find(body.rebuilds, table, &RebuiltTable::table) != body.rebuilds.end();
      if (!known) body.rebuilds.push_back({table, dialect.fingerprint(before, table)});
    }
  }
  if (!marked) body.rebuilds.clear();
  for (const Group& group : groups) {
    body.text += group.comments;
    for (const Statement& statement : group.statements) {
      // What only the executor can judge, and what it does by itself.
      if (statement.expected || (marked && statement.around)) continue;
      body.text += statement.text + ";\n\n";
    }
  }
  while (body.text.ends_with("\n\n")) body.text.pop_back();
  return body;
}

std::string section(std::string_view marker, const Body& body) {
  std::string text = "\n-- migrate:" + std::string(marker);
  if (body.foreign_keys_off) text += " foreign_keys:off";
  for (const RebuiltTable& rebuilt : body.rebuilds) text += ' ' + rebuilds_option(rebuilt);
  return text + "\n\n" + body.text;
}

}  // namespace

std::string sql_text(std::span<const Operation> operations, const Schema& before,
                     const Dialect& dialect) {
  return body_of(operations, before, dialect, false).text;
}

std::string sql_sections(std::span<const Operation> operations, const Schema& before,
                         const Dialect& dialect, std::string& irreversible) {
  const std::string up = section("up", body_of(operations, before, dialect, true));
  std::vector<Operation> back;
  Schema after = before;
  try {
    for (const Operation& operation : operations) {
      ops::apply(after, operation);
      back.push_back(ops::reverse(operation));
    }
  } catch (const Error& error) {
    if (error.code() != ErrorCode::irreversible) throw;
    irreversible = error.info().message;
    return up + "\n-- migrate:irreversible\n";
  }
  std::ranges::reverse(back);
  return up + section("down", body_of(back, after, dialect, true));
}

}  // namespace migrate

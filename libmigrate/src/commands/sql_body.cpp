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

/// What leads back, the last first. Throws Error{ErrorCode::irreversible}.
std::vector<Operation> way_back(std::span<const Operation> operations) {
  std::vector<Operation> back;
  for (const Operation& operation : operations) back.push_back(ops::reverse(operation));
  std::ranges::reverse(back);
  return back;
}

struct Sections {
  std::string up = {};
  std::string down = {};
  std::string irreversible = {};  ///< why there is no down
};

/// `told`: the sections say whose they are.
Sections sections_for(const Dialect& dialect, std::span<const Operation> operations,
                      const Schema& before, bool told) {
  const std::string whose = told ? " dialect:" + std::string(dialect.name()) : "";
  Sections sections;
  sections.up = section("up" + whose, body_of(operations, before, dialect, true));
  Schema after = before;
  for (const Operation& operation : operations) ops::apply(after, operation);
  try {
    sections.down = section("down" + whose, body_of(way_back(operations), after, dialect, true));
  } catch (const Error& error) {
    if (error.code() != ErrorCode::irreversible) throw;
    sections.irreversible = error.info().message;
  }
  return sections;
}

}  // namespace

std::string sql_text(std::span<const Operation> operations, const Schema& before,
                     const Dialect& dialect) {
  return body_of(operations, before, dialect, false).text;
}

std::string sql_sections(std::span<const Operation> operations, const Schema& before,
                         std::span<const Dialect* const> dialects,
                         const ops::NamingConvention& naming, std::string& irreversible) {
  std::string up;
  std::string down;
  const bool several = dialects.size() > 1;
  for (const Dialect* dialect : dialects) {
    std::vector<Operation> own(operations.begin(), operations.end());
    // A constraint without a name, which SQLite may have, could not be dropped again there.
    if (dialect->name() == "postgresql") {
      for (Operation& operation : own) ops::name_constraints(operation, naming);
    }
    try {
      const Sections sections = sections_for(*dialect, own, before, several);
      up += sections.up;
      down += sections.down;
      irreversible = sections.irreversible;
    } catch (const Error& error) {
      if (!several) throw;
      ErrorInfo info = error.info();
      info.notes.push_back("in what --dialects asks for " + std::string(dialect->name()));
      throw Error(std::move(info));
    }
  }
  return up + (irreversible.empty() ? down : "\n-- migrate:irreversible\n");
}

}  // namespace migrate

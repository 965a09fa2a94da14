#include "runtime/store.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace migrate {
namespace {

std::vector<std::string> without(const std::vector<std::string>& rows,
                                 const std::vector<std::string>& others) {
  std::vector<std::string> left;
  std::ranges::set_difference(rows, others, std::back_inserter(left));
  return left;
}

std::string_view word(Direction direction) { return direction == Direction::up ? "up" : "down"; }

void add_row(State& state, const Row& row) {
  const std::string& kind = *row[0];
  if (kind == "s") {
    state.schema = row[1].value_or("");
  } else if (kind == "v") {
    state.rows.push_back(*row[1]);
  } else {
    state.journal = JournalRow{.revision = *row[1],
                               .direction = *row[2] == "up" ? Direction::up : Direction::down,
                               .statements_done = std::stoll(*row[3]),
                               .running_hash = *row[4],
                               .intent = row[5].value_or(""),
                               .started_at = *row[6]};
  }
}

}  // namespace

std::vector<std::string> row_changes(const Dialect& dialect, const OwnTables& tables,
                                     const std::vector<std::string>& before,
                                     const std::vector<std::string>& after) {
  const std::string table = dialect.own(tables, tables.version);
  std::vector<std::string> gone = without(before, after);
  std::vector<std::string> come = without(after, before);
  std::vector<std::string> statements;
  if (!gone.empty() && !come.empty()) {
    statements.push_back("UPDATE " + table + " SET version_num = " + dialect.literal(come.back()) +
                         " WHERE version_num = " + dialect.literal(gone.back()));
    gone.pop_back();
    come.pop_back();
  }
  for (const std::string& row : gone) {
    statements.push_back("DELETE FROM " + table + " WHERE version_num = " + dialect.literal(row));
  }
  for (const std::string& row : come) {
    statements.push_back("INSERT INTO " + table + " (version_num) VALUES (" + dialect.literal(row) +
                         ')');
  }
  return statements;
}

Store::Store(Connection& connection, const Dialect& dialect, OwnTables tables)
    : connection_(connection), dialect_(dialect), tables_(std::move(tables)) {}

std::string Store::text(const std::string& value) const {
  return value.empty() ? "NULL" : dialect_.literal(value);
}

std::string Store::select_version() const {
  return "SELECT 'v', version_num, NULL, NULL, NULL, NULL, NULL FROM " +
         dialect_.own(tables_, tables_.version);
}

std::string Store::select_journal() const {
  return "SELECT 'j', revision, direction, CAST(statements_done AS TEXT), running_hash, "
         "intent, started_at FROM " +
         dialect_.own(tables_, tables_.journal);
}

State Store::read() {
  try {
    State state;
    const std::string schema =
        tables_.schema.empty() ? dialect_.schema_expression(tables_) : text(tables_.schema);
    for (const Row& row :
         connection_.query("SELECT 's', " + schema + ", NULL, NULL, NULL, NULL, NULL UNION ALL " +
                           select_version() + " UNION ALL " + select_journal())) {
      add_row(state, row);
    }
    std::ranges::sort(state.rows);
    tables_.schema = state.schema;
    return state;
  } catch (const Error& error) {
    // Inside a transaction the tables were there a moment ago: no second guess.
    if (error.code() != ErrorCode::no_such_table || connection_.in_transaction()) throw;
    return read_piecewise();
  }
}

State Store::read_piecewise() {
  State state;
  if (tables_.schema.empty()) {
    const std::vector<Row> rows =
        connection_.query("SELECT " + dialect_.schema_expression(tables_));
    tables_.schema = rows.at(0).at(0).value_or("");
  }
  state.schema = tables_.schema;
  const OwnTables found = dialect_.existing(connection_, tables_);
  // Made since by another process, which is at work: rows and journal must be of one moment.
  if (!found.version.empty() && !found.journal.empty()) return read();
  for (const auto& [name, statement] :
       {std::pair(&found.version, select_version()), std::pair(&found.journal, select_journal())}) {
    if (name->empty()) continue;
    for (const Row& row : connection_.query(statement)) add_row(state, row);
  }
  std::ranges::sort(state.rows);
  return state;
}

bool Store::ensure(const std::vector<std::string>& applied, const HistoryRow& adopted) {
  if (complete_) return false;
  complete_ = true;
  constexpr int tries = 20;
  for (int attempt = 1;; ++attempt) {
    const OwnTables found = dialect_.existing(connection_, tables_);
    if (!found.version.empty() && !found.journal.empty() && found.history == tables_.history) {
      return attempt > 1;
    }
    try {
      create(applied, adopted);
      return true;
    } catch (const Error& error) {
      if (!dialect_.lost_creation_race(error.info()) || attempt == tries) throw;
    }
  }
}

void Store::create_tables() {
  try {
    for (const std::string& statement : dialect_.create_own_tables(tables_)) {
      connection_.execute(statement);
    }
  } catch (const Error& error) {
    ErrorInfo info = error.info();
    if (info.sqlstate == "3F000") info.hint = "create it, or correct `version_table_schema`";
    if (info.sqlstate == "42501") {
      info.hint =
          "the tables of migrate's own are to be made there: grant CREATE, or name another schema "
          "with `version_table_schema`";
    }
    throw Error(std::move(info));
  }
}

void Store::create(const std::vector<std::string>& applied, const HistoryRow& adopted) {
  dialect_.begin(connection_);
  try {
    const bool new_history =
        has_history() && dialect_.existing(connection_, tables_).history.empty();
    create_tables();
    if (new_history) {
      for (const std::string& revision : applied) {
        HistoryRow row = adopted;
        row.revision = revision;
        append(row);
      }
    }
    dialect_.commit(connection_);
  } catch (...) {
    dialect_.rollback(connection_);
    throw;
  }
}

void Store::change_one(const std::string& statement) { change_one_each({statement}); }

void Store::change_one_each(std::vector<std::string> statements, std::string first) {
  const std::size_t ours = statements.size();
  // A server decodes a message by the encoding from before it, which a body may have changed.
  if (!first.empty() && !std::ranges::all_of(statements, text::is_ascii)) {
    connection_.execute(std::exchange(first, {}));
  }
  if (!first.empty()) statements.insert(statements.begin(), std::move(first));
  if (statements.empty()) return;
  const std::vector<std::int64_t> rows = connection_.change_each(statements);
  for (std::size_t i = ours; i > 0; --i) {
    const std::int64_t hit = rows.at(rows.size() - i);
    if (hit == 1) continue;
    throw Error(ErrorInfo{
        .code = ErrorCode::state,
        .message = fmt::format("a statement on the version table or the journal hit {} rows and "
                               "not one; somebody else changed them",
                               hit),
        .statement = statements[statements.size() - i]});
  }
}

void Store::write_rows(const std::vector<std::string>& before,
                       const std::vector<std::string>& after) {
  change_one_each(row_changes(dialect_, tables_, before, after));
}

void Store::clear_rows() {
  connection_.execute("DELETE FROM " + dialect_.own(tables_, tables_.version));
}

void Store::append(const HistoryRow& row) {
  if (has_history()) change_one(insert_history(row));
}

void Store::write_step(const std::vector<std::string>& before,
                       const std::vector<std::string>& after, const HistoryRow& row,
                       std::string first) {
  std::vector<std::string> statements = row_changes(dialect_, tables_, before, after);
  if (has_history()) statements.push_back(insert_history(row));
  change_one_each(std::move(statements), std::move(first));
}

std::string Store::insert_history(const HistoryRow& row) const {
  return fmt::format(
      "INSERT INTO {} (revision, action, outcome, started_at, duration_ms, checksum, message, "
      "applied_by, tool_version, error) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {})",
      dialect_.own(tables_, tables_.history), dialect_.literal(row.revision), text(row.action),
      text(row.outcome), text(row.started_at), row.duration_ms, text(row.checksum),
      text(row.message), text(row.applied_by), text(row.tool_version), text(row.error));
}

std::vector<HistoryRow> Store::history() {
  std::vector<HistoryRow> history;
  if (!has_history() || dialect_.existing(connection_, tables_).history.empty()) return history;
  for (const Row& row : connection_.query(
           "SELECT revision, action, outcome, started_at, duration_ms, checksum, message, "
           "applied_by, tool_version, error FROM " +
           dialect_.own(tables_, tables_.history) + " ORDER BY id")) {
    history.push_back({.revision = row[0].value_or(""),
                       .action = row[1].value_or(""),
                       .outcome = row[2].value_or(""),
                       .started_at = row[3].value_or(""),
                       .duration_ms = std::stoll(row[4].value_or("0")),
                       .checksum = row[5].value_or(""),
                       .message = row[6].value_or(""),
                       .applied_by = row[7].value_or(""),
                       .tool_version = row[8].value_or(""),
                       .error = row[9].value_or("")});
  }
  return history;
}

void Store::write_journal(const std::optional<JournalRow>& before,
                          const std::optional<JournalRow>& after) {
  const std::string table = dialect_.own(tables_, tables_.journal);
  if (!after) {
    change_one("DELETE FROM " + table + " WHERE revision = " + text(before->revision));
    return;
  }
  if (!before) {
    change_one(
        fmt::format("INSERT INTO {} (revision, direction, statements_done, running_hash, "
                    "intent, started_at) VALUES ({}, {}, {}, {}, {}, {})",
                    table, text(after->revision), dialect_.literal(word(after->direction)),
                    after->statements_done, dialect_.literal(after->running_hash),
                    text(after->intent), text(after->started_at)));
    return;
  }
  change_one(
      fmt::format("UPDATE {} SET statements_done = {}, running_hash = {}, intent = {} "
                  "WHERE revision = {}",
                  table, after->statements_done, dialect_.literal(after->running_hash),
                  text(after->intent), text(after->revision)));
}

void Store::clear_journal() {
  connection_.execute("DELETE FROM " + dialect_.own(tables_, tables_.journal));
}

}  // namespace migrate

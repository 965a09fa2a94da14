#pragma once

#include <string>
#include <vector>

#include "migrate/runtime.hpp"

namespace migrate {

/// The statements that make the version rows `after` out of `before` (both sorted): INSERT, UPDATE
/// and DELETE of single rows.
std::vector<std::string> row_changes(const Dialect& dialect, const OwnTables& tables,
                                     const std::vector<std::string>& before,
                                     const std::vector<std::string>& after);

/// The library's own tables in one database: version rows, history, journal. Knows SQL that both
/// backends share; transactions are its caller's.
class Store {
 public:
  Store(Connection& connection, const Dialect& dialect, OwnTables tables);

  /// Version rows and journal; one query where the tables exist. Afterwards tables().schema is
  /// known. A database without the tables has no rows.
  State read();

  /// Creates what is missing of the own tables, in a transaction of its own. `applied` are the
  /// revisions that count as applied: they enter a history that is created only now, so that it
  /// knows them (semantics.md: "the history never saw it").
  ///
  /// True when something was missing.
  bool ensure(const std::vector<std::string>& applied, const HistoryRow& adopted);

  /// Creates what is missing in the transaction that is open.
  void create_tables();

  /// Makes the version rows `after` out of `before` by INSERT, UPDATE and DELETE of single rows.
  /// Throws Error{ErrorCode::state} when one of them does not hit exactly one row.
  void write_rows(const std::vector<std::string>& before, const std::vector<std::string>& after);

  void clear_rows();

  void append(const HistoryRow& row);

  /// Both: the end of a step. `first`, statements, go before them where there are any; to a server
  /// all of it is one message.
  void write_step(const std::vector<std::string>& before, const std::vector<std::string>& after,
                  const HistoryRow& row, std::string first = {});

  std::vector<HistoryRow> history();

  /// Replaces `before` (absent: there is none yet) by `after` (absent: the section is done).
  void write_journal(const std::optional<JournalRow>& before,
                     const std::optional<JournalRow>& after);
  void clear_journal();

  [[nodiscard]] const OwnTables& tables() const { return tables_; }
  [[nodiscard]] bool has_history() const { return !tables_.history.empty(); }

 private:
  State read_piecewise();
  [[nodiscard]] std::string text(const std::string& value) const;
  [[nodiscard]] std::string select_version() const;
  [[nodiscard]] std::string select_journal() const;
  [[nodiscard]] std::string insert_history(const HistoryRow& row) const;
  void change_one(const std::string& statement);
  void change_one_each(std::vector<std::string> statements, std::string first = {});
  void create(const std::vector<std::string>& applied, const HistoryRow& adopted);

  Connection& connection_;
  const Dialect& dialect_;
  OwnTables tables_;
  bool complete_ = false;  ///< every own table is known to exist
};

}  // namespace migrate

#pragma once

#include "migrate/dialect.hpp"
#include "migrate/revision.hpp"

namespace migrate {

/// The tables that a SQL section makes anew by itself (`rebuilds:TABLE=FINGERPRINT`), done with the
/// same care as an operation's own rebuild. Nothing for a section without the option, and on
/// PostgreSQL.
class SectionRebuilds {
 public:
  SectionRebuilds(Connection& connection, const Dialect& dialect, const Section& section,
                  const OwnTables& tables, std::string file);

  /// Before the section's first statement. Throws Error{ErrorCode::state} for a table that is not
  /// there, or not of the shape that the section was written for.
  void begin();

  /// Behind its last one.
  void end() const;

 private:
  [[nodiscard]] Schema shape() const;
  void run(const std::vector<Statement>& statements) const;
  [[nodiscard]] ErrorInfo placed(ErrorInfo error) const;

  Connection& connection_;
  const Dialect& dialect_;
  const Section& section_;
  OwnTables tables_;
  std::string file_;
  std::vector<Table> before_ = {};
};

}  // namespace migrate

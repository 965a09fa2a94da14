#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "migrate/ops.hpp"
#include "runtime/body.hpp"
#include "sql/splitter.hpp"

namespace migrate {

/// The operations of one section of a JSON file, in the order in which they are done, each with its
/// place.
struct OperationBody {
  std::vector<Operation> operations = {};
  std::vector<json::Offset> offsets = {};  ///< of a reversed one: of what it reverses
  std::string digest = {};                 ///< SHA-256 of the canonical value
  bool automatic = false;                  ///< the way down is to be derived from this way up
  std::string text = {};
  std::string file = {};

  /// Adds to an error of an operation where in the file that stands.
  [[nodiscard]] ErrorInfo placed(ErrorInfo error, std::size_t operation) const;
};

/// Throws Error{ErrorCode::revision} with file, line and column for what is no operation, and for
/// what was to be reversed and cannot be. Constraints get their names before that.
OperationBody read_operation_body(const RevisionText& text, const Section& section,
                                  const ops::NamingConvention& naming = {});

/// read_body() of such a section.
BodyFacts read_operations(const RevisionText& text, const Section& section, const Dialect& dialect,
                          bool checked);

/// Calls `visit` with each statement of the SQL of an `execute`. Throws Error{ErrorCode::revision}
/// for text that does not end, and for COPY, whose data belong in an SQL file.
void for_each_statement(std::string_view sql, sql::Flavor flavor,
                        const std::function<void(const sql::Piece&)>& visit);

}  // namespace migrate

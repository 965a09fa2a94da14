#include "base/text.hpp"
#include "migrate/dialect.hpp"

namespace migrate {

void run(Connection& connection, const Statement& statement, const Fence& fence) {
  std::vector<Row> rows;
  try {
    if (!statement.expected) {
      connection.run(statement.text, fence);
      return;
    }
    rows = connection.query(statement.text);
  } catch (const Error& error) {
    if (statement.complaint.empty() || error.code() == ErrorCode::interrupted) throw;
    ErrorInfo info = error.info();
    info.message = statement.complaint + ": " + info.message;
    throw Error(std::move(info));
  }
  const std::string found =
      rows.empty() || rows.front().empty() ? "" : rows.front().front().value_or("NULL");
  if (found == *statement.expected) return;
  throw Error(ErrorInfo{.message = text::replace_all(statement.complaint, "{}", found),
                        .statement = statement.text});
}

}  // namespace migrate

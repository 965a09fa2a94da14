#pragma once

#include <optional>
#include <vector>

#include "migrate/dialect.hpp"

namespace migrate::sqlite {

/// The statements of an operation that turned the table `was` into `now`, where nothing but ALTER
/// TABLE and indexes are needed, whatever rows there may be; none where it takes a rebuild.
/// `schema` is as it is afterwards.
std::optional<std::vector<Statement>> by_alter_table(const Operation& operation,
                                                     const Schema& schema, const Table& was,
                                                     const Table& now);

/// Throws Error{ErrorCode::revision} where something that the operation does not drop cannot be
/// without the column: a key of another table, a generated column, a trigger for its updates.
/// `schema` and `now` are as they are at the end, `table` as it was before the operation.
void refuse_needed_column(const Schema& schema, const Table& table, const Table& now,
                          const ops::DropColumn& operation);

}  // namespace migrate::sqlite

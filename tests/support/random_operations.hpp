#pragma once

#include <optional>

#include "migrate/ops.hpp"
#include "support/random_schema.hpp"

namespace migrate::test {

/// An operation on `schema` that carries all that its reverse needs, or none where this time
/// nothing of the kind that was chosen is there. It applies to the schema as a value; a database
/// may still refuse it because of its rows.
class RandomOperations {
 public:
  RandomOperations(Random& random, std::string_view dialect)
      : random_(random), dialect_(dialect), names_(random, true) {}

  std::optional<Operation> next(const Schema& schema);

 private:
  using Maybe = std::optional<Operation>;

  Maybe table_operation(const Schema& schema, const Table& table);
  Maybe column_operation(const Schema& schema, const Table& table);
  Maybe alter(const Table& table, const Column& column);
  Maybe constraint_operation(const Schema& schema, const Table& table);
  Maybe drop_constraint(const Table& table);
  Maybe index_operation(const Table& table);
  std::string fresh(std::string_view word) { return names_.next("new_" + std::string(word)); }

  Random& random_;
  std::string dialect_;
  RandomNames names_;
};

/// `schema` after up to `count` operations, each on what those before it left. One that cannot
/// follow, since a name has been taken, is passed over.
Schema changed_by(RandomOperations operations, Schema schema, int count);

}  // namespace migrate::test

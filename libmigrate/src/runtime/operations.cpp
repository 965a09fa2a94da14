#include "migrate/operations.hpp"

#include "runtime/operation_run.hpp"

namespace migrate {

Operations::Operations(OperationTarget& target, const ops::NamingConvention& naming)
    : target_(target), naming_(naming) {}

void Operations::add(Operation operation) {
  ops::name_constraints(operation, naming_);
  queue_.push_back(std::move(operation));
}

void Operations::execute(const Sql& sql) {
  add(ops::Execute{sql});
  flush();
}

Connection& Operations::connection() {
  flush();
  return target_.connection();
}

std::string Operations::literal(std::string_view text) const {
  return target_.dialect().literal(text);
}

std::string_view Operations::dialect() const { return target_.dialect().name(); }

void Operations::flush() {
  const std::vector<Operation> queued = std::exchange(queue_, {});
  run_operations(target_, queued, [&](ErrorInfo error, std::size_t operation) {
    error.notes.insert(error.notes.begin(), "in: " + ops::describe(queued[operation]));
    return error;
  });
}

}  // namespace migrate

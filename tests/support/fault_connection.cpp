#include "fault_connection.hpp"

#include <array>
#include <type_traits>

namespace migrate::test {

using Part = Moment::Part;

MomentConnection::MomentConnection(std::unique_ptr<Connection> real, Moment moment)
    : real_(std::move(real)), moment_(moment) {}

void MomentConnection::begin(std::string_view statement) {
  check_usable();
  if (is_now(Part::before)) arrive(statement);
}

void MomentConnection::end(std::string_view statement) {
  if (is_now(Part::after)) arrive(statement);
  ++calls_;
}

void MomentConnection::arrive(std::string_view statement) {
  constexpr std::array<const char*, 3> words = {"before ", "amid ", "after "};
  place_ = words.at(static_cast<std::size_t>(moment_.part)) + std::string(statement);
  act();
}

template <typename Call>
auto MomentConnection::counted(std::string_view statement, const Call& call) {
  begin(statement);
  try {
    if constexpr (std::is_void_v<decltype(call())>) {
      call();
      end(statement);
    } else {
      auto result = call();
      end(statement);
      return result;
    }
  } catch (const Error&) {
    end(statement);
    throw;
  }
}

void MomentConnection::execute(std::string_view statement) {
  counted(statement, [&] { real_->execute(statement); });
}

std::vector<Row> MomentConnection::query(std::string_view statement) {
  return counted(statement, [&] { return real_->query(statement); });
}

std::vector<std::int64_t> MomentConnection::change_each(std::span<const std::string> statements) {
  return counted(statements.front(), [&] { return real_->change_each(statements); });
}

void MomentConnection::run(std::string_view statement, const Fence& fence) {
  counted(statement, [&] { real_->run(statement, fence); });
}

void MomentConnection::copy_in(std::string_view statement,
                               const std::function<std::string_view()>& next, const Fence& fence) {
  struct Amid {};
  bool sent = false;
  const auto next_until_now = [&] {
    if (sent && is_now(Part::amid)) throw Amid();
    sent = true;
    return next();
  };
  counted(statement, [&] {
    copies_.push_back(calls_);
    try {
      real_->copy_in(statement, next_until_now, fence);
    } catch (const Amid&) {
      arrive(statement);  // not from within the call: this may destroy the real connection
      throw;
    }
  });
}

std::vector<std::string> MomentConnection::take_touched_tables() {
  check_usable();
  return real_->take_touched_tables();
}

FaultConnection::FaultConnection(std::unique_ptr<Connection> real, Moment moment,
                                 std::function<void()> at_death)
    : MomentConnection(std::move(real), moment),
      at_death_(std::move(at_death)),
      backend_pid_(real_->backend_pid()) {}

bool FaultConnection::in_transaction() const { return died() || real_->in_transaction(); }

void FaultConnection::interrupt() noexcept {
  if (!died()) real_->interrupt();
}

void FaultConnection::check_usable() const {
  if (died()) throw Killed();
}

void FaultConnection::act() {
  if (at_death_) at_death_();
  real_.reset();
  throw Killed();
}

}  // namespace migrate::test

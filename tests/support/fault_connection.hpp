#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/db.hpp"

namespace migrate::test {

/// A moment in the life of a connection: before, amid or after the call of this number, from 0. The
/// calls of execute, query, change_each, run and copy_in count, those that fail too. Only copy_in
/// has a middle, where some of its data has been sent.
struct Moment {
  enum class Part { before, amid, after };

  std::size_t call = static_cast<std::size_t>(-1);  ///< by default: never
  Part part = Part::before;
};

/// A connection to which something happens at one moment.
class MomentConnection : public Connection {
 public:
  MomentConnection(std::unique_ptr<Connection> real, Moment moment);

  void execute(std::string_view statement) override;
  std::vector<Row> query(std::string_view statement) override;
  std::vector<std::int64_t> change_each(std::span<const std::string> statements) override;
  void run(std::string_view statement, const Fence& fence) override;
  void copy_in(std::string_view statement, const std::function<std::string_view()>& next,
               const Fence& fence) override;
  [[nodiscard]] bool in_transaction() const override { return real_->in_transaction(); }
  std::vector<std::string> take_touched_tables() override;
  [[nodiscard]] std::int64_t backend_pid() const override { return real_->backend_pid(); }
  void interrupt() noexcept override { real_->interrupt(); }

  /// How many calls there were, and which of them were copy_in.
  [[nodiscard]] std::size_t calls() const { return calls_; }
  [[nodiscard]] const std::vector<std::size_t>& copies() const { return copies_; }

  /// Where the moment was, for messages: `after COMMIT`; empty: it has not come.
  [[nodiscard]] const std::string& place() const { return place_; }

 protected:
  /// What happens. May throw, and may destroy `real_`.
  virtual void act() = 0;
  /// Called before anything is done.
  virtual void check_usable() const {}

  std::unique_ptr<Connection> real_;

 private:
  [[nodiscard]] bool is_now(Moment::Part part) const {
    return moment_.call == calls_ && moment_.part == part;
  }
  void begin(std::string_view statement);
  void end(std::string_view statement);
  void arrive(std::string_view statement);
  template <typename Call>
  auto counted(std::string_view statement, const Call& call);

  Moment moment_;
  std::size_t calls_ = 0;
  std::vector<std::size_t> copies_ = {};
  std::string place_ = {};
};

/// The process died here. Not a migrate::Error, so that nothing handles it as one.
class Killed : public std::runtime_error {
 public:
  Killed() : std::runtime_error("killed") {}
};

/// A connection that dies as its process would: the real one is gone at once, without ROLLBACK,
/// without giving back what it held, and every call from then on throws Killed.
class FaultConnection final : public MomentConnection {
 public:
  /// `at_death` runs while the real connection is still there.
  FaultConnection(std::unique_ptr<Connection> real, Moment moment,
                  std::function<void()> at_death = {});

  /// True once it died: whoever cleans up shall try.
  [[nodiscard]] bool in_transaction() const override;
  [[nodiscard]] std::int64_t backend_pid() const override { return backend_pid_; }
  void interrupt() noexcept override;

  [[nodiscard]] bool died() const { return real_ == nullptr; }

 private:
  void act() override;
  void check_usable() const override;

  std::function<void()> at_death_;
  std::int64_t backend_pid_;
};

/// A connection that lets others do something in between.
class InterleavedConnection final : public MomentConnection {
 public:
  InterleavedConnection(std::unique_ptr<Connection> real, Moment moment,
                        std::function<void()> others)
      : MomentConnection(std::move(real), moment), others_(std::move(others)) {}

 private:
  void act() override { others_(); }

  std::function<void()> others_;
};

}  // namespace migrate::test

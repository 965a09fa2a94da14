#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "support/database.hpp"

namespace migrate::test {

/// What commands leave in a database, but for what depends on the clock.
struct Outcome {
  /// Schema, all rows of the user's tables, version rows, and the journal, which should be empty.
  std::string database = {};
  /// `upgrade 01_accounts`, …: what was done, in order. Failed steps are left out.
  std::vector<std::string> history = {};

  bool operator==(const Outcome&) const = default;
};

/// The lines that one of them has and the other has not, with `+` and `-`; empty: they are equal.
std::string difference(const Outcome& outcome, const Outcome& clean);

/// A database that runs are killed on.
class Subject {
 public:
  explicit Subject(const std::string& backend);

  [[nodiscard]] const Dialect& dialect() const { return dialect_; }
  [[nodiscard]] Url url() const { return database_.url(); }
  [[nodiscard]] bool is_sqlite() const { return dialect_.name() == "sqlite"; }

  std::unique_ptr<Connection> connect(std::chrono::milliseconds wait = std::chrono::seconds(30));

  /// Makes it as new.
  void make_empty();

  /// `from`: how many lines of the history are left out.
  Outcome outcome(std::size_t from = 0);

  /// The revision in the journal, or nothing.
  std::string half_done();

  /// SQLite: all the files that are the database.
  [[nodiscard]] std::vector<std::filesystem::path> files() const;

 private:
  const Dialect& dialect_;
  Recorder observer_ = {};
  TestDatabase database_;
};

}  // namespace migrate::test

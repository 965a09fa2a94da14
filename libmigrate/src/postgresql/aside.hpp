#pragma once

#include <optional>
#include <string>
#include <vector>

#include "migrate/db.hpp"

struct pg_conn;

namespace migrate::postgresql {

/// One more connection to a database, which nobody waits for: it is opened, asked and heard a bit
/// at a time, between other things. Behind a pooler it may take long, or never come about.
class Aside {
 public:
  /// Opens nothing yet.
  explicit Aside(Url url) : url_(std::move(url)) {}
  ~Aside();
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;

  /// Sends a statement, as soon as the connection is there. The answer to the one before must have
  /// been taken.
  void ask(std::string statement);

  /// Is an answer awaited?
  [[nodiscard]] bool asking() const { return !statement_.empty(); }

  /// Is it open, and was the statement sent?
  [[nodiscard]] bool sent() const { return sent_; }

  /// It could not be opened, or a statement failed. It is not tried again.
  [[nodiscard]] bool broken() const { return broken_; }

  /// What poll() has to look at; -1: nothing.
  [[nodiscard]] int descriptor() const;
  [[nodiscard]] short events() const;

  /// Does what can be done without waiting. The answer, once it is there.
  std::optional<std::vector<Row>> advance();

 private:
  void open_further();
  void send();
  void fail();

  Url url_;
  pg_conn* connection_ = nullptr;
  bool open_ = false;
  bool writing_ = false;  ///< what is awaited while it is being opened
  bool sent_ = false;
  bool broken_ = false;
  std::string statement_ = {};
  std::vector<Row> rows_ = {};
};

}  // namespace migrate::postgresql

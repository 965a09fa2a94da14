#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace migrate::test {

class TestDatabase;

/// An empty database for one transcript, gone with this object. PostgreSQL's URL carries a password
/// that a command must never show (the private server takes any; a server whose URL has one of its
/// own gets no other, and the look-out for it is off).
class StageDatabase {
 public:
  /// `backend` is "sqlite" or "postgresql". Throws std::runtime_error without a server.
  explicit StageDatabase(const std::string& backend);
  ~StageDatabase();

  /// SQLite's names a file in the folder where a command runs.
  [[nodiscard]] const std::string& url() const { return url_; }

  /// What of the URL varies, for Stage::replacements.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> replacements() const;

  /// The password in the spellings in which it could leak.
  [[nodiscard]] std::vector<std::string> secrets() const;

 private:
  std::unique_ptr<TestDatabase> database_;  ///< PostgreSQL
  std::string url_ = "sqlite:///app.db";
  bool planted_ = false;
};

}  // namespace migrate::test

#pragma once

#include <string>
#include <utility>
#include <vector>

namespace migrate::test {

/// An empty database for one transcript, gone with this object. PostgreSQL's URL carries a password
/// that a command must never show.
class StageDatabase {
 public:
  /// `backend` is "sqlite" or "postgresql". Throws std::runtime_error without a server.
  explicit StageDatabase(const std::string& backend);

  /// SQLite's names a file in the folder where a command runs.
  [[nodiscard]] const std::string& url() const { return url_; }

  /// What of the URL varies, for Stage::replacements.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> replacements() const;

  /// The password in the spellings in which it could leak.
  [[nodiscard]] std::vector<std::string> secrets() const;

 private:
  std::string url_;
};

}  // namespace migrate::test

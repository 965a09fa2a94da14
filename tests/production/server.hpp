#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "support/database.hpp"
#include "support/program.hpp"

namespace migrate::test {

/// Waits until `condition` holds, for a minute; then throws std::runtime_error with `what`.
void wait_until(const std::string& what, const std::function<bool()>& condition);

/// Runs a program as who may run a server (nobody of importance where this is root) and waits for
/// it. Throws std::runtime_error with its output where it fails.
void run_as_owner(const std::vector<std::string>& words);

/// The words that run `words` as that user.
std::vector<std::string> as_owner(const std::vector<std::string>& words);

/// A TCP port that nobody listens on.
int free_port();

/// Listens on it and never answers; a descriptor to close.
int listen_on(int port);

/// A folder in /tmp that belongs to that user, gone with this object. A socket's path must be
/// short.
class OwnedFolder {
 public:
  OwnedFolder();
  ~OwnedFolder();
  OwnedFolder(const OwnedFolder&) = delete;
  OwnedFolder& operator=(const OwnedFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A PostgreSQL server that a test may stop, kill and promote. It listens on a socket in a folder
/// of its own and on 127.0.0.1, and trusts everybody, but for the role locked_out, whose password
/// is `p@ss/w:rd %`.
class Server {
 public:
  /// A new cluster, started. `settings` are `name=value`; `preload` is a library that the server is
  /// run with.
  explicit Server(std::vector<std::string> settings = {}, std::filesystem::path preload = {});

  /// A streaming standby of `primary`, started.
  static std::unique_ptr<Server> standby_of(const Server& primary);

  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void start();
  void stop(const std::string& mode = "fast");
  /// Makes a standby the primary.
  void promote();

  [[nodiscard]] std::string host() const { return folder_.path().string(); }
  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string url(const std::string& database = "postgres") const;
  [[nodiscard]] std::filesystem::path folder() const { return folder_.path(); }
  [[nodiscard]] std::string log() const;

  /// The path of one of PostgreSQL's own programs.
  [[nodiscard]] static std::string program(const std::string& name);

  [[nodiscard]] std::unique_ptr<Connection> connect(const std::string& database = "postgres") const;
  /// One value, on a connection of its own; "" for NULL or no row.
  [[nodiscard]] std::string value(const std::string& query,
                                  const std::string& database = "postgres") const;
  void execute(const std::string& statements, const std::string& database = "postgres") const;

  /// A new, empty database; its name.
  std::string new_database(const std::string& options = "");

 private:
  struct Copy {};
  Server(Copy, const Server& primary);

  OwnedFolder folder_ = {};
  int port_ = free_port();
  std::vector<std::string> settings_ = {};
  std::filesystem::path preload_ = {};
  int databases_ = 0;
};

/// pgbouncer in front of a server.
class Pooler {
 public:
  Pooler(const Server& server, const std::string& mode, int pool_size = 20);
  Pooler(const Pooler&) = delete;
  Pooler& operator=(const Pooler&) = delete;

  [[nodiscard]] std::string url(const std::string& database) const;

 private:
  OwnedFolder folder_ = {};
  int port_ = free_port();
  std::unique_ptr<Program> program_ = nullptr;
};

}  // namespace migrate::test

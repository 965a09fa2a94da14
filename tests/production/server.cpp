#include "server.hpp"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include "support/temp_folder.hpp"

namespace migrate::test {
namespace {

namespace fs = std::filesystem;

bool is_root() { return geteuid() == 0; }

std::string read_file(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The newest server's programs on this machine, which are seldom on the PATH.
fs::path programs() {
  fs::path newest;
  int version = 0;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql")) {
    const int number = std::atoi(entry.path().filename().c_str());
    if (number > version && fs::exists(entry.path() / "bin/initdb")) {
      version = number;
      newest = entry.path() / "bin";
    }
  }
  if (newest.empty()) {
    throw std::runtime_error(
        "no PostgreSQL server in /usr/lib/postgresql; scripts/test installs one");
  }
  return newest;
}

void write_owned(const fs::path& path, const std::string& text) {
  TempFolder folder;
  folder.write("file", text);
  fs::permissions(folder.path(), fs::perms::owner_all | fs::perms::others_all);
  run_as_owner({"/bin/cp", (folder.path() / "file").string(), path.string()});
}

}  // namespace

void wait_until(const std::string& what, const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) {
      throw std::runtime_error("a minute has passed, and still not: " + what);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

std::vector<std::string> as_owner(const std::vector<std::string>& words) {
  if (!is_root()) return words;
  // Not by a program that stays in between: a signal must reach the one that is meant.
  std::vector<std::string> all = {"/bin/sh", "-c",
                                  "cd / && exec setpriv --reuid=postgres "
                                  "--regid=postgres --init-groups -- \"$@\"",
                                  "sh"};
  all.insert(all.end(), words.begin(), words.end());
  return all;
}

void run_as_owner(const std::vector<std::string>& words) {
  const TempFolder folder;
  Program program(as_owner(words), folder.path() / "output");
  if (program.wait() != 0) {
    throw std::runtime_error(words.front() + " failed:\n" + program.output());
  }
}

int listen_on(int port) {
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      listen(descriptor, 16) != 0) {
    throw std::runtime_error("cannot listen");
  }
  return descriptor;
}

int free_port() {
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  const bool bound = bind(descriptor, any, size) == 0 && getsockname(descriptor, any, &size) == 0;
  close(descriptor);
  if (!bound) throw std::runtime_error("no free TCP port");
  return ntohs(address.sin_port);
}

OwnedFolder::OwnedFolder() {
  const TempFolder folder;
  Program program(as_owner({"/bin/mktemp", "-d", "/tmp/migrate-pg.XXXXXX"}),
                  folder.path() / "output");
  if (program.wait() != 0) throw std::runtime_error("mktemp failed:\n" + program.output());
  std::string path = program.output();
  path.pop_back();
  path_ = path;
}

OwnedFolder::~OwnedFolder() {
  std::error_code error;
  fs::remove_all(path_, error);
}

Server::Server(std::vector<std::string> settings, fs::path preload)
    : settings_(std::move(settings)), preload_(std::move(preload)) {
  run_as_owner({program("initdb"), "-D", host() + "/data", "-U", "postgres", "-A", "trust", "-E",
                "UTF8", "--locale=C.UTF-8", "--no-sync"});
  write_owned(folder_.path() / "data/pg_hba.conf",
              "host all locked_out 127.0.0.1/32 scram-sha-256\n"
              "local all locked_out scram-sha-256\n"
              "host all all 127.0.0.1/32 trust\n"
              "local all all trust\nlocal replication all trust\n");
  start();
  execute(
      "SET password_encryption = 'scram-sha-256';"
      " CREATE ROLE locked_out LOGIN PASSWORD 'p@ss/w:rd %';"
      " GRANT CREATE ON SCHEMA public TO locked_out");
}

Server::Server(Copy, const Server& primary) {
  run_as_owner({program("pg_basebackup"), "-D", host() + "/data", "-h", primary.host(), "-p",
                std::to_string(primary.port()), "-U", "postgres", "-R", "-X", "stream", "-c",
                "fast", "--no-sync"});
  start();
}

std::unique_ptr<Server> Server::standby_of(const Server& primary) {
  return std::unique_ptr<Server>(new Server(Copy{}, primary));
}

Server::~Server() {
  try {
    stop("immediate");
  } catch (const std::exception&) {
    // It had been stopped.
  }
}

std::string Server::program(const std::string& name) {
  static const fs::path folder = programs();
  return (folder / name).string();
}

void Server::start() {
  // What was committed is there after an immediate stop too; only the machine must not fail.
  std::string options = fmt::format(
      "-k {} -p {} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"
      " -c max_connections=100 -c wal_level=replica",
      host(), port_);
  for (const std::string& setting : settings_) options += " -c " + setting;
  std::vector<std::string> words;
  if (!preload_.empty()) words = {"/usr/bin/env", "LD_PRELOAD=" + preload_.string()};
  for (const std::string& word :
       {program("pg_ctl"), std::string("-D"), host() + "/data", std::string("-l"), host() + "/log",
        std::string("-w"), std::string("-t"), std::string("120"), std::string("-o"), options,
        std::string("start")}) {
    words.push_back(word);
  }
  run_as_owner(words);
}

void Server::stop(const std::string& mode) {
  run_as_owner({program("pg_ctl"), "-D", host() + "/data", "-m", mode, "-w", "-t", "120", "stop"});
}

void Server::promote() {
  run_as_owner({program("pg_ctl"), "-D", host() + "/data", "-w", "-t", "120", "promote"});
}

std::string Server::url(const std::string& database) const {
  return fmt::format("postgresql://postgres@/{}?host={}&port={}", database, host(), port_);
}

std::string Server::log() const { return read_file(folder_.path() / "log"); }

std::unique_ptr<Connection> Server::connect(const std::string& database) const {
  static Recorder nobody;
  return postgresql::dialect().connect(parse_url(url(database) + "&application_name=tester"), {},
                                       nobody);
}

std::string Server::value(const std::string& query, const std::string& database) const {
  const std::vector<Row> rows = connect(database)->query(query);
  return rows.empty() ? "" : rows.front().at(0).value_or("");
}

void Server::execute(const std::string& statements, const std::string& database) const {
  connect(database)->execute(statements);
}

std::string Server::new_database(const std::string& options) {
  const std::string name = "d" + std::to_string(++databases_);
  execute("CREATE DATABASE " + name + ' ' + options);
  return name;
}

Pooler::Pooler(const Server& server, const std::string& mode, int pool_size) {
  const std::string folder = folder_.path().string();
  write_owned(folder_.path() / "users", "\"postgres\" \"\"\n");
  write_owned(folder_.path() / "pgbouncer.ini",
              fmt::format("[databases]\n* = host={} port={} user=postgres\n"
                          "[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {}\n"
                          "unix_socket_dir = {}\nauth_type = any\nauth_file = {}/users\n"
                          "pool_mode = {}\ndefault_pool_size = {}\nmax_client_conn = 200\n",
                          server.host(), server.port(), port_, folder, folder, mode, pool_size));
  program_ = std::make_unique<Program>(as_owner({"/usr/sbin/pgbouncer", folder + "/pgbouncer.ini"}),
                                       folder_.path() / "output");
  wait_until("pgbouncer answers", [&] {
    try {
      static Recorder nobody;
      postgresql::dialect().connect(parse_url(url("postgres")), {}, nobody)->query("SELECT 1");
      return true;
    } catch (const Error& error) {
      if (program_->ended()) throw std::runtime_error("pgbouncer ended: " + program_->output());
      return false;
    }
  });
}

std::string Pooler::url(const std::string& database) const {
  return fmt::format("postgresql://postgres@127.0.0.1:{}/{}", port_, database);
}

}  // namespace migrate::test

#include "support/database.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace migrate::test {
namespace {

/// The tests' own statements on the server itself.
void execute_on_server(const std::string& statement) {
  Recorder nobody;
  postgresql::dialect().connect(parse_url(server_url()), {}, nobody)->execute(statement);
}

std::string new_name() {
  static std::atomic<int> count = 0;
  return "migrate_test_" + std::to_string(getpid()) + "_" + std::to_string(++count);
}

std::string new_folder() {
  std::string path = (std::filesystem::temp_directory_path() / "migrate-test.XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr) throw std::runtime_error("cannot make " + path);
  return path;
}

}  // namespace

const Dialect& dialect_of(const std::string& backend) {
  if (backend == "sqlite") return sqlite::dialect();
  if (backend == "postgresql") return postgresql::dialect();
  throw std::runtime_error("no backend is called " + backend);
}

std::string server_url() {
  const char* given = std::getenv("MIGRATE_TEST_POSTGRESQL_URL");
  if (given != nullptr && *given != '\0') return given;
  std::ifstream file(MIGRATE_TEST_POSTGRESQL "/url");
  std::string url;
  if (std::getline(file, url)) return url;
  throw std::runtime_error(
      "no PostgreSQL server: run this test through ctest, or set MIGRATE_TEST_POSTGRESQL_URL, or "
      "run: tests/support/postgresql.sh start " MIGRATE_TEST_POSTGRESQL);
}

std::string with_database(const std::string& url, const std::string& name) {
  const std::size_t begin = url.find('/', url.find("://") + 3);
  const std::size_t end = url.find('?');
  const std::string parameters = end == std::string::npos ? "" : url.substr(end);
  return url.substr(0, std::min(begin, end)) + "/" + name + parameters;
}

TestDatabase::TestDatabase(const std::string& backend) {
  if (backend == "sqlite") {
    folder_ = new_folder();
    url_ = parse_url("sqlite:///" + folder_ + "/test.db");
    return;
  }
  name_ = new_name();
  execute_on_server("CREATE DATABASE " + name_);
  url_ = parse_url(with_database(server_url(), name_));
}

TestDatabase::~TestDatabase() {
  try {
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
    if (!name_.empty()) execute_on_server("DROP DATABASE " + name_ + " WITH (FORCE)");
  } catch (const std::exception&) {
    // What is left behind goes with the server; a destructor must not throw.
  }
}

void Recorder::on(const Event& event) {
  const std::lock_guard lock(mutex_);
  events_.push_back(event);
}

std::vector<std::string> Recorder::texts(Event::Kind kind) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> out;
  for (const Event& event : events_) {
    if (event.kind == kind) out.push_back(event.text);
  }
  return out;
}

}  // namespace migrate::test

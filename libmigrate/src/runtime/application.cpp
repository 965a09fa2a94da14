#include "migrate/application.hpp"

#include <array>

namespace migrate {
namespace {

class Silent : public Observer {
 public:
  void on(const Event& /*event*/) override {}
};

Database adopted(std::string_view scheme, void* handle, const ConnectOptions& options,
                 Observer& observer) {
  const Dialect& dialect = dialect_for({.scheme = std::string(scheme)});
  return {.connection = dialect.adopt(handle, options, observer), .dialect = &dialect};
}

}  // namespace

Observer& silent_observer() {
  static Silent observer;  // without state
  return observer;
}

Database open_database(std::string_view url, const ConnectOptions& options, Observer& observer) {
  const Url parsed = parse_url(url);
  const Dialect& dialect = dialect_for(parsed);
  return {.connection = dialect.connect(parsed, options, observer), .dialect = &dialect};
}

Database sqlite::adopt(sqlite3* handle, const ConnectOptions& options, Observer& observer) {
  return adopted("sqlite", handle, options, observer);
}

Database postgresql::adopt(pg_conn* handle, Observer& observer) {
  return adopted("postgresql", handle, {}, observer);
}

RunResult upgrade(const Database& database, const Registry& revisions, std::string_view target,
                  const RunSettings& settings, Observer& observer) {
  const Project project = load_project({}, false, &revisions);
  const Host host = system_host();
  Runner runner(project, *database.connection, *database.dialect, settings, host, observer);
  const std::array<std::string, 1> targets = {std::string(target)};
  return runner.upgrade(targets);
}

RunResult upgrade(std::string_view url, const Registry& revisions, std::string_view target,
                  const RunSettings& settings, Observer& observer) {
  const ConnectOptions options{
      .create = true, .foreign_keys = settings.foreign_keys, .wait = settings.wait};
  return upgrade(open_database(url, options, observer), revisions, target, settings, observer);
}

}  // namespace migrate

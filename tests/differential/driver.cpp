// migrate's side of the differential test, kept running because a process for each command would
// take longer than the command. One request a line, its words parted by tabs:
//
//     open FOLDER FILE          the revision files, and the SQLite database they are for
//     upgrade|stamp|purge TARGET...
//     downgrade TARGET
//
// One answer a line: `ok`, or `CODE` and the message in one line. `purge` is `stamp --purge`.

#include <algorithm>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "migrate/runtime.hpp"

namespace migrate {
namespace {

class Deaf : public Observer {
  void on(const Event& /*event*/) override {}
};

/// What the other side cares about: was it the target, or what the database holds?
std::string_view word(ErrorCode code) {
  if (code == ErrorCode::target) return "target";
  if (code == ErrorCode::state) return "state";
  return "other";
}

class Driver {
 public:
  void obey(const std::vector<std::string>& words) {
    const std::string& verb = words.at(0);
    if (verb == "open") {
      project_ = load_project({words.at(1)}, false);
      url_ = parse_url("sqlite:///" + words.at(2));
    } else {
      run(verb, {words.begin() + 1, words.end()});
    }
  }

 private:
  // As the command line does it: everything anew for each command.
  void run(const std::string& verb, const std::vector<std::string>& targets) {
    const Dialect& dialect = dialect_for(url_);
    const auto connection = dialect.connect(url_, {.create = true}, deaf_);
    // Alembic's name: as an existing database is taken over.
    Runner runner(project_, *connection, dialect, {.tables = {.version = "alembic_version"}}, host_,
                  deaf_);
    if (verb == "upgrade") {
      runner.upgrade(targets);
    } else if (verb == "downgrade") {
      runner.downgrade(targets.at(0));
    } else {
      runner.stamp(targets, verb == "purge");
    }
  }

  Deaf deaf_;
  Host host_ = system_host();
  Project project_;
  Url url_;
};

std::string answer(Driver& driver, const std::string& line) {
  try {
    driver.obey(text::split(line, '\t'));
    return "ok";
  } catch (const Error& error) {
    std::string message = error.what();
    std::ranges::replace(message, '\n', ' ');
    return std::string(word(error.code())) + '\t' + message;
  } catch (const std::exception& error) {
    return std::string("crash\t") + error.what();
  }
}

}  // namespace
}  // namespace migrate

int main() {
  migrate::Driver driver;
  for (std::string line; std::getline(std::cin, line);) {
    std::cout << migrate::answer(driver, line) << std::endl;
  }
}

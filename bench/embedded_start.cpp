// What bringing a SQLite file up adds to opening it where there is nothing to do, with 100 embedded
// revisions: the median of many starts, against the aim of 1 ms.
//
//   c++ -std=c++20 -O2 bench/embedded_start.cpp $(pkg-config --cflags --libs migrate) -o
//   embedded_start

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <migrate/application.hpp>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

std::string revision_text(int number) {
  const std::string id = "rev" + std::to_string(number);
  const std::string parent = number == 0 ? "" : "rev" + std::to_string(number - 1);
  return "-- Revision " + id + "\n--\n-- Revision ID: " + id + "\n-- Revises: " + parent +
         "\n\n-- migrate:up\nCREATE TABLE t" + std::to_string(number) +
         " (id INTEGER PRIMARY KEY);\n\n-- migrate:down\nDROP TABLE t" + std::to_string(number) +
         ";\n";
}

double median(std::vector<double> all) {
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

template <class Action>
double milliseconds(Action action) {
  std::vector<double> times;
  for (int i = 0; i < 300; ++i) {
    const Clock::time_point begin = Clock::now();
    action();
    times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
  }
  return median(times);
}

}  // namespace

int main() {
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / "migrate_embedded_start.db";
  std::filesystem::remove(file);
  std::deque<std::string> names;
  std::deque<std::string> texts;
  migrate::Registry registry;
  for (int i = 0; i < 100; ++i) {
    names.push_back("rev" + std::to_string(i) + ".sql");
    texts.push_back(revision_text(i));
    registry.add_file(names.back(), texts.back());
  }
  const std::string url = "sqlite:///" + file.string();
  migrate::upgrade(url, registry);
  const double opening = milliseconds([&] {
    migrate::open_database(url).connection->query("SELECT version_num FROM migrate_version");
  });
  const double starting = milliseconds([&] { migrate::upgrade(url, registry); });
  std::printf("open and read %.3f ms, bring up %.3f ms: %.3f ms more (aim: under 1 ms)\n", opening,
              starting, starting - opening);
  std::filesystem::remove(file);
  return starting - opening < 1 ? 0 : 1;
}

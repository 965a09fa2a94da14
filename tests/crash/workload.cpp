#include "workload.hpp"

#include <fmt/core.h>

#include <random>
#include <stdexcept>

namespace migrate::test {
namespace {

namespace fs = std::filesystem;

std::string inserts(const std::string& table, int first, int count) {
  std::string out;
  for (int i = first; i < first + count; ++i) {
    out += fmt::format("INSERT INTO {} VALUES ({}, 'row {}');\n", table, i, i);
  }
  return out;
}

std::string many_rows(const std::string& table, int count) {
  return fmt::format(
      "INSERT INTO {} WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
      "{})\n"
      "    SELECT i, 'row ' || (i * 7919 % 1000) FROM n;\n",
      table, count);
}

std::string copied_rows(const std::string& table, int count) {
  std::string out = "COPY " + table + " FROM stdin;\n";
  for (int i = 1; i <= count; ++i) out += fmt::format("{}\tcopied {}\n", i, i);
  return out + "\\.\n";
}

std::string create(const std::string& table) {
  return "CREATE TABLE " + table + " (id INTEGER NOT NULL PRIMARY KEY, text VARCHAR(80));\n";
}

}  // namespace

Workload::Workload(const std::string& backend) : subject_(backend) {
  folder_.write("migrate.ini", "[migrate]\nscript_location = .\n");
  fs::create_directory(folder_.path() / "versions");
}

std::ofstream Workload::add(const std::string& id, const std::string& revises) {
  std::ofstream file(folder_.path() / "versions" / (id + ".sql"));
  file << "-- " << id << "\n--\n-- Revision ID: " << id << "\n-- Revises: " << revises << "\n\n";
  return file;
}

void Workload::add_mixed() {
  for (const auto& entry : fs::directory_iterator(MIGRATE_SOURCE_DIR "/tests/crash/mixed")) {
    fs::copy(entry.path(), folder_.path() / "versions");
  }
}

void Workload::add_heavy() {
  const bool sqlite = subject_.is_sqlite();
  const std::string bare = sqlite ? "VACUUM;\n" : "CREATE INDEX CONCURRENTLY ix ON wide (text);\n";
  const std::string bare_again = sqlite ? bare : "DROP INDEX CONCURRENTLY ix;\n";

  add("10_inserts", "06_rebuild") << "-- migrate:up\n"
                                  << create("plain") << inserts("plain", 1, 1500) << R"(
-- migrate:down
DELETE FROM plain WHERE id > 10;
DROP TABLE plain;
)";
  add("11_pieces", "10_inserts") << "-- migrate:up transaction:false\n"
                                 << create("pieces") << inserts("pieces", 1, 60) << R"(
UPDATE pieces SET text = text || '!';
-- migrate:down transaction:false
DELETE FROM pieces WHERE id < 20;
UPDATE pieces SET text = text || '?';
DROP TABLE pieces;
)";
  add("12_wide", "11_pieces") << "-- migrate:up transaction:false\n"
                              << create("wide") << many_rows("wide", 15000) << bare
                              << "UPDATE wide SET text = text || '!' WHERE id % 3 = 0;\n"
                              << bare_again << R"(
INSERT INTO wide VALUES (0, 'last');
-- migrate:down transaction:false
)" << bare << "DELETE FROM wide WHERE id % 2 = 0;\n"
                              << bare_again << "DROP TABLE wide;\n";
  add("13_left", "12_wide") << "-- migrate:up\n"
                            << create("left_side") << many_rows("left_side", 5000) << R"(
UPDATE plain SET text = 'left ' || text;
-- migrate:down
UPDATE plain SET text = substr(text, 6);
DROP TABLE left_side;
)";
  add("13_right", "12_wide") << "-- migrate:up transaction:false\n"
                             << create("right_side")
                             << (sqlite ? many_rows("right_side", 3000)
                                        : copied_rows("right_side", 3000))
                             << R"(
UPDATE wide SET text = 'right ' || text;
-- migrate:down transaction:false
UPDATE wide SET text = substr(text, 7);
DROP TABLE right_side;
)";
  add("14_rebuild", "13_left, 13_right")
      << "-- migrate:up transaction:false\n"
      << (sqlite ? "PRAGMA foreign_keys = OFF;\n" : "") << create("new_plain") << R"(
INSERT INTO new_plain SELECT id, text || '.' FROM plain;
DROP TABLE plain;
ALTER TABLE new_plain RENAME TO plain;
)" << (sqlite ? "PRAGMA foreign_keys = ON;\nVACUUM;\n" : "VACUUM plain;\n")
      << R"(
-- migrate:down
UPDATE plain SET text = replace(text, '.', '');
)";
}

void Workload::add_small(int count, const std::string& parent) {
  std::string previous = parent;
  for (int i = 1; i <= count; ++i) {
    const std::string id = fmt::format("g{:02}", i);
    const std::string option = i % 3 == 0 ? " transaction:false" : "";
    add(id, previous) << "-- migrate:up" << option << '\n'
                      << create(id) << inserts(id, 1, 4) << between(i) << "UPDATE " << id
                      << " SET text = text || '!';\n"
                      << "-- migrate:down" << option << '\n'
                      << "DELETE FROM " << id << " WHERE id = 1;\nDROP TABLE " << id << ";\n";
    // g04 and g05 both stand on g03, and g06 joins them.
    if (i % 6 == 4) continue;
    previous = i % 6 == 5 ? fmt::format("g{:02}, g{:02}", i - 1, i) : id;
  }
}

/// What only a transaction:false section may hold, or what the database keeps outside of tables.
std::string Workload::between(int i) const {
  if (i % 6 == 0) return "VACUUM;\n";
  if (i % 3 != 0) return "";
  return subject_.is_sqlite()
             ? fmt::format("PRAGMA user_version = {};\n", i)
             : fmt::format("CREATE INDEX CONCURRENTLY ix_g{:02} ON g{:02} (text);\n", i, i);
}

std::vector<std::string> Workload::command(const std::vector<std::string>& words) const {
  std::vector<std::string> all = {MIGRATE_PROGRAM, "-c", (folder_.path() / "migrate.ini").string(),
                                  "--url", subject_.url().text};
  all.insert(all.end(), words.begin(), words.end());
  return all;
}

fs::path Workload::new_output() { return folder_.path() / fmt::format("output.{}", ++started_); }

Program Workload::start(const std::vector<std::string>& words) {
  return Program(command(words), new_output());
}

void Workload::run(const std::vector<std::string>& words) {
  Program program = start(words);
  const int status = program.wait();
  if (status == 0) return;
  throw std::runtime_error(fmt::format("exit status {}:\n{}", status, program.output()));
}

long Workload::peak_memory(const std::vector<std::string>& words) {
  const fs::path report = new_output();
  // A process's peak begins at that of the one that started it, so a small one must.
  std::vector<std::string> all = {"/bin/sh", "-c", "/usr/bin/time -f %M -o \"$0\" \"$@\"",
                                  report.string()};
  const std::vector<std::string> measured = command(words);
  all.insert(all.end(), measured.begin(), measured.end());
  Program program(all, new_output());
  const int status = program.wait();
  long kibibytes = 0;
  if (status == 0 && std::ifstream(report) >> kibibytes) return kibibytes;
  throw std::runtime_error(fmt::format("exit status {}:\n{}", status, program.output()));
}

int count_from(const char* variable, int otherwise) {
  const char* value = std::getenv(variable);
  return value == nullptr ? otherwise : std::stoi(value);
}

unsigned seed() {
  const unsigned seed = static_cast<unsigned>(
      count_from("MIGRATE_TEST_SEED", static_cast<int>(std::random_device{}() % 1'000'000)));
  fmt::print("MIGRATE_TEST_SEED={}\n", seed);
  return seed;
}

}  // namespace migrate::test

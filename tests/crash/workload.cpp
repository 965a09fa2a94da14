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

void Workload::add(const std::string& id, const std::string& revises, const std::string& sections) {
  folder_.write("versions/" + id + ".sql", "-- " + id + "\n--\n-- Revision ID: " + id +
                                               "\n-- Revises: " + revises + "\n\n" + sections);
}

void Workload::add_mixed() {
  for (const auto& entry : fs::directory_iterator(MIGRATE_SOURCE_DIR "/tests/crash/mixed")) {
    fs::copy(entry.path(), folder_.path() / "versions");
  }
}

void Workload::add_heavy() {
  const bool sqlite = subject_.is_sqlite();
  const std::string bare_begin =
      sqlite ? "VACUUM;\n" : "CREATE INDEX CONCURRENTLY ix ON wide (text);\n";
  const std::string bare_end = sqlite ? "VACUUM;\n" : "DROP INDEX CONCURRENTLY ix;\n";
  add("10_inserts", "06_rebuild",
      "-- migrate:up\n" + create("plain") + inserts("plain", 1, 1500) +
          "-- migrate:down\nDELETE FROM plain WHERE id > 10;\nDROP TABLE plain;\n");
  add("11_pieces", "10_inserts",
      "-- migrate:up transaction:false\n" + create("pieces") + inserts("pieces", 1, 60) +
          "UPDATE pieces SET text = text || '!';\n"
          "-- migrate:down transaction:false\nDELETE FROM pieces WHERE id < 20;\n"
          "UPDATE pieces SET text = text || '?';\nDROP TABLE pieces;\n");
  add("12_wide", "11_pieces",
      "-- migrate:up transaction:false\n" + create("wide") + many_rows("wide", 15000) + bare_begin +
          "UPDATE wide SET text = text || '!' WHERE id % 3 = 0;\n" + bare_end +
          "INSERT INTO wide VALUES (0, 'last');\n"
          "-- migrate:down transaction:false\n" +
          bare_begin + "DELETE FROM wide WHERE id % 2 = 0;\n" + bare_end + "DROP TABLE wide;\n");
  add("13_left", "12_wide",
      "-- migrate:up\nUPDATE plain SET text = 'left ' || text;\n" + create("left_side") +
          many_rows("left_side", 5000) +
          "-- migrate:down\nDROP TABLE left_side;\nUPDATE plain SET text = substr(text, 6);\n");
  add("13_right", "12_wide",
      "-- migrate:up transaction:false\nUPDATE wide SET text = 'right ' || text;\n" +
          create("right_side") +
          (sqlite ? many_rows("right_side", 3000) : copied_rows("right_side", 3000)) +
          "-- migrate:down transaction:false\nUPDATE wide SET text = substr(text, 7);\n"
          "DROP TABLE right_side;\n");
  add("14_rebuild", "13_left, 13_right",
      "-- migrate:up transaction:false\n" +
          std::string(sqlite ? "PRAGMA foreign_keys = OFF;\n" : "") + create("new_plain") +
          "INSERT INTO new_plain SELECT id, text || '.' FROM plain;\n" +
          "DROP TABLE plain;\nALTER TABLE new_plain RENAME TO plain;\n" +
          (sqlite ? "PRAGMA foreign_keys = ON;\nVACUUM;\n" : "VACUUM plain;\n") +
          "-- migrate:down\nUPDATE plain SET text = replace(text, '.', '');\n");
}

void Workload::add_small(int count, const std::string& parent) {
  std::string previous = parent;
  for (int i = 1; i <= count; ++i) {
    const std::string id = fmt::format("g{:02}", i);
    const std::string table = "small_" + id;
    const bool piecewise = i % 3 == 0;
    const std::string option = piecewise ? " transaction:false" : "";
    add(id, previous,
        "-- migrate:up" + option + "\n" + create(table) + inserts(table, 1, 4) +
            (!piecewise   ? ""
             : i % 2 == 0 ? "VACUUM;\n"
             : subject_.is_sqlite()
                 ? "PRAGMA user_version = " + std::to_string(i) + ";\n"
                 : "CREATE INDEX CONCURRENTLY ix_" + id + " ON " + table + " (text);\n") +
            "UPDATE " + table + " SET text = text || '!';\n" + "-- migrate:down" + option +
            "\nDELETE FROM " + table + " WHERE id = 1;\nDROP TABLE " + table + ";\n");
    // g04 and g05 both stand on g03, and g06 joins them.
    const int place = i % 6;
    if (place == 4) continue;
    previous = place == 5 ? fmt::format("g{:02}, g{:02}", i - 1, i) : id;
  }
}

Program Workload::start(const std::vector<std::string>& words) {
  std::vector<std::string> all = {MIGRATE_PROGRAM, "-c", (folder_.path() / "migrate.ini").string(),
                                  "--url", subject_.url().text};
  all.insert(all.end(), words.begin(), words.end());
  return Program(all, folder_.path() / fmt::format("output.{}", ++started_));
}

void Workload::run(const std::vector<std::string>& words) {
  Program program = start(words);
  const int status = program.wait();
  if (status == 0) return;
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

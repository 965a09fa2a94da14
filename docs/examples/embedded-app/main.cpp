#include <iostream>
#include <migrate/application.hpp>

#include "revisions.hpp"

/// notes FILE [TEXT]: adds a note to a SQLite file, which is brought up to date first, and prints
/// all notes.
int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: notes FILE [TEXT]\n";
    return 2;
  }
  try {
    const migrate::Database database = migrate::open_database("sqlite:///" + std::string(argv[1]));
    const migrate::RunResult result = migrate::upgrade(database, notes::revisions());
    for (const migrate::PlannedStep& step : result.steps) {
      std::cerr << "brought up: " << step.revision.message << '\n';
    }
    if (argc > 2) {
      database.connection->execute("INSERT INTO note (text) VALUES (" +
                                   database.dialect->literal(argv[2]) + ')');
    }
    for (const migrate::Row& row :
         database.connection->query("SELECT text, starred FROM note ORDER BY id")) {
      std::cout << (row[1] == "1" ? "* " : "  ") << *row[0] << '\n';
    }
    return 0;
  } catch (const migrate::Error& error) {
    std::cerr << "error: " << error.what() << '\n';
    return 1;
  }
}

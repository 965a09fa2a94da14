#include <migrate/operations.hpp>
#include <migrate/registry.hpp>
#include <migrate/schema.hpp>

using namespace migrate;
using namespace migrate::types;

/// C++ where SQL cannot say it: each name is taken apart by the program.
static void split_names(Operations& op) {
  op.add_column("person", column("first_name", Text()));
  op.add_column("person", column("last_name", Text()));
  for (const Row& row : op.connection().query("SELECT id, name FROM person")) {
    const std::string& name = *row[1];
    const std::size_t space = name.rfind(' ');
    const std::string first = space == std::string::npos ? "" : name.substr(0, space);
    const std::string last = space == std::string::npos ? name : name.substr(space + 1);
    op.execute("UPDATE person SET first_name = " + op.literal(first) +
               ", last_name = " + op.literal(last) + " WHERE id = " + *row[0]);
  }
  op.drop_column("person", "name");
}

static void join_names(Operations& op) {
  op.add_column("person", column("name", Text()));
  op.execute("UPDATE person SET name = trim(first_name || ' ' || last_name)");
  op.drop_column("person", "first_name");
  op.drop_column("person", "last_name");
}

void add_revisions(Registry& registry) {
  registry.add({
      .id = "8d2c41f7a903",
      .revises = {"115bcd2e1a38"},
      .message = "Split names",
      .up = split_names,
      .down = join_names,
  });
}

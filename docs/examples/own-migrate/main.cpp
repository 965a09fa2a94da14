#include <migrate/program.hpp>

void add_revisions(migrate::Registry& registry);  // revisions.cpp

int main(int argc, char** argv) {
  migrate::Registry registry;
  add_revisions(registry);
  return migrate::run_program(argc, argv, registry);
}

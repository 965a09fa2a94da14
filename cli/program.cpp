#include "migrate/program.hpp"

#include "app.hpp"

namespace migrate {

int run_program(int argc, char** argv, const Registry& registry) {
  return cli::run(argc, argv, &registry);
}

}  // namespace migrate

#pragma once

#include "migrate/registry.hpp"

namespace migrate {

/// The whole command line with the revisions that the program carries: the `main` of a project's
/// own `migrate`. They form one graph with the files of migrate.ini's version locations. Returns
/// the exit status. Link migrate::program.
int run_program(int argc, char** argv, const Registry& registry);

}  // namespace migrate

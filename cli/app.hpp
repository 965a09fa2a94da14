#pragma once

namespace migrate::cli {

/// The whole program: words -> command -> text, exit status.
int run(int argc, char** argv);

}  // namespace migrate::cli

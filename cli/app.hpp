#pragma once

namespace migrate {
class Registry;
}

namespace migrate::cli {

/// The whole program: words -> command -> text, exit status. A project's own `migrate` passes the
/// revisions that it carries.
int run(int argc, char** argv, const Registry* registry = nullptr);

}  // namespace migrate::cli

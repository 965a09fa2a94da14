#pragma once

#include <map>
#include <string>

#include "migrate/settings.hpp"

namespace migrate {

/// The hooks of a run, as executables that get a JSON document on stdin (docs/cli.md has its
/// shape). A failing one throws Error{ErrorCode::configuration}.
RunHooks run_hooks(const HookSettings& settings,
                   const std::map<std::string, std::string>& variables);

/// Runs the post-write hooks on a new revision file. Throws Error{ErrorCode::configuration} for one
/// that fails, naming it and the file, which stays.
void run_post_write_hooks(const Settings& settings, const std::filesystem::path& file);

}  // namespace migrate

#include "runtime/module.hpp"

#include <dlfcn.h>

#include <filesystem>
#include <vector>

#include "base/text.hpp"
#include "dialect/module.hpp"
#include "migrate/error.hpp"
#include "migrate/host.hpp"

namespace migrate {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> places(const std::string& file) {
  std::vector<fs::path> found;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error) {
    const fs::path folder = program.parent_path();
    found.push_back(folder / file);
    found.push_back((folder / MIGRATE_MODULES_FROM_PROGRAM / file).lexically_normal());
  }
  const fs::path installed = fs::path(MIGRATE_MODULES_INSTALLED) / file;
  if (found.empty() || found.back() != installed) found.push_back(installed);
  return found;
}

fs::path find(const std::string& name) {
  std::vector<std::string> tried;
  for (const fs::path& place : places("libmigrate-" + name + ".so")) {
    std::error_code error;
    if (fs::exists(place, error)) return place;
    tried.push_back(place.string());
  }
  throw Error({.code = ErrorCode::connection,
               .message = "the driver for " + name + " URLs is not installed; looked for " +
                          text::join(tried, ", ")});
}

}  // namespace

const Dialect& open_module(const std::string& name, const char* client) {
  const fs::path path = find(name);
  // First and by itself: where it is not there, the driver's own opening says so.
  dlopen(client, RTLD_LAZY | RTLD_LOCAL);
  // Never closed: the dialect, its connections and what they throw live there. Local, since the
  // module has its own copy of the floors below a backend.
  void* module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr) {
    throw Error(ErrorCode::connection,
                "the driver for " + name + " URLs cannot be loaded: " + dlerror());
  }
  auto* const entry = reinterpret_cast<BackendEntry*>(dlsym(module, backend_entry));
  if (entry == nullptr) {
    throw Error(ErrorCode::connection, path.string() + " is no driver of migrate's");
  }
  const char* version_of_module = "";
  const Dialect* dialect = entry(&version_of_module);
  if (version() != version_of_module) {
    throw Error(ErrorCode::connection, path.string() + " is of version " + version_of_module +
                                           ", this program of " + std::string(version()) +
                                           "; install both anew");
  }
  return *dialect;
}

}  // namespace migrate

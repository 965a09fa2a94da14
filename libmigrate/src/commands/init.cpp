#include <algorithm>

#include "base/text.hpp"
#include "commands/new_file.hpp"
#include "commands/template_files.hpp"
#include "migrate/commands.hpp"

namespace migrate {
namespace {

namespace fs = std::filesystem;

void refuse_existing(const fs::path& path, std::string_view what) {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(path, error))) return;
  throw Error(ErrorInfo{.code = ErrorCode::file,
                        .message = std::string(what) + " exists already; nothing was written",
                        .file = path.string()});
}

/// The directory as the ini has to name it: relative to itself.
fs::path seen_from(const fs::path& ini, const fs::path& directory, const fs::path& folder) {
  if (directory.is_absolute()) return directory;
  return (folder / directory)
      .lexically_normal()
      .lexically_relative((folder / ini).lexically_normal().parent_path());
}

/// What init has made; taken away again unless the whole succeeds.
class Made {
 public:
  Made() = default;
  Made(const Made&) = delete;
  Made& operator=(const Made&) = delete;
  ~Made() {
    std::error_code error;
    std::ranges::reverse(paths_);  // a folder is removed after what is in it
    for (const fs::path& path : paths_) fs::remove(path, error);
  }

  void folder(const fs::path& path) {
    std::error_code error;
    if (path.has_parent_path() && !fs::exists(path.parent_path(), error)) {
      folder(path.parent_path());
    }
    if (!fs::create_directory(path, error) && error) {
      throw Error(ErrorInfo{.code = ErrorCode::file,
                            .message = "the folder cannot be made: " + error.message(),
                            .file = path.string()});
    }
    paths_.push_back(path);
  }

  void file(const fs::path& path, std::string_view text) {
    write_new_file(path, text);
    paths_.push_back(path);
  }

  std::vector<fs::path> keep() { return std::move(paths_); }

 private:
  std::vector<fs::path> paths_ = {};
};

const Template& find_template(const std::string& name) {
  const auto found = std::ranges::find(templates(), name, &Template::name);
  if (found != templates().end()) return *found;
  const std::vector<std::string> names = list_templates();
  throw Error(ErrorCode::usage, "there is no template \"" + name + "\"; there are " +
                                    text::join(names, ", ") + "." +
                                    text::did_you_mean(name, names));
}

}  // namespace

std::vector<std::string> list_templates() {
  std::vector<std::string> names;
  for (const Template& each : templates()) names.emplace_back(each.name);
  return names;
}

std::vector<fs::path> init(const Context& context, const InitOptions& options) {
  const Template& chosen = find_template(options.template_name);
  fs::path directory = options.directory.lexically_normal();
  if (!directory.has_filename()) directory = directory.parent_path();  // a / at the end
  std::error_code error;
  const fs::path ini = context.options.config.empty() ? "migrate.ini" : context.options.config;
  refuse_existing(ini, "the configuration");
  const bool there = fs::exists(directory, error);
  if (there && (!fs::is_directory(directory, error) || !fs::is_empty(directory, error))) {
    refuse_existing(directory, "something of that name");
  }
  Made made;
  if (!there) made.folder(directory);
  for (const std::string_view folder : chosen.folders) made.folder(directory / folder);
  const std::string location =
      text::replace_all(seen_from(ini, directory, context.folder).string(), "$", "$$");
  for (const TemplateFile& file : chosen.files) {
    const std::string text = text::replace_all(file.text, "@SCRIPT_LOCATION@", location);
    made.file(file.name == "migrate.ini" ? ini : directory / file.name, text);
  }
  return made.keep();
}

}  // namespace migrate

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

/// What init has made; taken away again unless the whole succeeds.
class Made {
 public:
  Made() = default;
  Made(const Made&) = delete;
  Made& operator=(const Made&) = delete;
  ~Made() {
    std::error_code error;
    for (auto path = paths_.rbegin(); path != paths_.rend(); ++path) fs::remove(*path, error);
  }

  void folder(const fs::path& path) {
    std::error_code error;
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

}  // namespace

std::vector<std::string> list_templates() { return {"generic"}; }

std::vector<fs::path> init(const Context&, const InitOptions& options) {
  const fs::path directory = options.directory.lexically_normal();
  std::error_code error;
  refuse_existing("migrate.ini", "the configuration");
  const bool there = fs::exists(directory, error);
  if (there && (!fs::is_directory(directory, error) || !fs::is_empty(directory, error))) {
    refuse_existing(directory, "something of that name");
  }
  Made made;
  if (!there) made.folder(directory);
  made.folder(directory / "versions");
  for (const TemplateFile& file : generic_template()) {
    const std::string text = text::replace_all(file.text, "@SCRIPT_LOCATION@", directory.string());
    made.file(file.name == "migrate.ini" ? fs::path(file.name) : directory / file.name, text);
  }
  return made.keep();
}

}  // namespace migrate

#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "migrate/dialect.hpp"
#include "migrate/host.hpp"
#include "migrate/runtime.hpp"
#include "migrate/target.hpp"

namespace migrate {

/// What stands on the command line before or behind the command.
struct GlobalOptions {
  std::string config = {};   ///< `-c`; empty = $MIGRATE_CONFIG, else migrate.ini, searched upward
  std::string section = {};  ///< `-n`
  std::string url = {};      ///< `--url`
  std::map<std::string, std::string> variables = {};  ///< `-x KEY=VALUE`, for hooks
};

/// `[hooks]`: command lines; empty = none.
struct HookSettings {
  std::string before_run = {};
  std::string after_run = {};
  std::string before_step = {};
  std::string after_step = {};
  std::string on_error = {};
};

/// One of `[post_write_hooks]`.
struct PostWriteHook {
  std::string name = {};
  std::string executable = {};
  std::string options = {};
};

/// What new revision files hold.
enum class FileFormat { sql, json };

/// Everything that flags, environment and migrate.ini decide, decided here once:
/// flag > environment > ini > default. docs/config.md has every key.
struct Settings {
  std::filesystem::path file = {};  ///< the migrate.ini that was read, as one would write it here
  std::string url = {};             ///< empty = none given
  ErrorInfo url_fault = {};         ///< why it cannot be told; thrown by database_url()
  std::string url_source = {};      ///< "the command line", "$MIGRATE_URL", "migrate.ini:3"
  bool url_from_file = false;       ///< a relative SQLite file is relative to `file`
  std::string direct_url = {};      ///< past a pooler, for commands that write; empty = `url`
  std::string direct_url_source = {};
  std::filesystem::path script_location = {};
  std::vector<std::filesystem::path> version_locations = {};
  bool recursive_version_locations = false;
  std::string file_template = "%(rev)s_%(slug)s";
  FileFormat file_format = FileFormat::sql;
  std::size_t truncate_slug_length = 40;
  std::string timezone = "UTC";  ///< of dates in new files: UTC, local, Europe/Berlin, a TZif file
  TargetSettings target = {};    ///< the wanted schema; `reflect` says what takes part
  RunSettings run = {};
  ConnectOptions connect = {};
  HookSettings hooks = {};
  std::vector<PostWriteHook> post_write_hooks = {};
};

/// Is migrate.ini needed?
enum class Configuration {
  needed,
  unless_url,  ///< not where a URL is given; it is read where there is one
};

/// Finds and reads migrate.ini. Relative paths in it are relative to it; `folder` is the working
/// directory. Throws Error{ErrorCode::configuration} with file and line for whatever is wrong: no
/// file, an unknown key (with the nearest known one), a value that is none.
Settings load_settings(const GlobalOptions& options, const Host& host,
                       const std::filesystem::path& folder,
                       Configuration needed = Configuration::needed);

/// The database that the settings name; for a command that writes, `direct_url` where there is one
/// and `url` was not overridden. Throws Error{ErrorCode::configuration} where they name none, or no
/// URL.
Url database_url(const Settings& settings, bool writes = false);

}  // namespace migrate

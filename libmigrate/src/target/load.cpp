#include "target/load.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>

#include "base/process.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/whole_file.hpp"
#include "dialect/selection.hpp"
#include "migrate/runtime.hpp"
#include "migrate/schema/json.hpp"
#include "schema/json.hpp"
#include "schema/order.hpp"
#include "target/script.hpp"

namespace migrate {
namespace {

namespace fs = std::filesystem;

class Loader {
 public:
  Loader(const TargetSettings& settings, const Dialect& dialect, Scratch& scratch,
         Observer& observer)
      : settings_(settings), dialect_(dialect), scratch_(scratch), observer_(observer) {}

  WantedSchema load() {
    const std::string& source = settings_.source;
    if (source.starts_with("exec:")) return from_command(source.substr(5));
    if (source.find("://") != std::string::npos) return from_database();
    const fs::path file = settings_.folder / source;
    const std::string kind = file.extension().string();
    if (kind == ".sql") return from_script(read_file(file), file.string());
    if (kind == ".json") return from_json(read_file(file), file.string());
    if (kind == ".hpp" || kind == ".h" || kind == ".hh" || kind == ".hxx") {
      return from_json(header_as_json(file, settings_, observer_), file.string());
    }
    throw Error(ErrorCode::configuration,
                "target_schema is \"" + source +
                    "\"; it takes a file that ends in .sql, .json or .hpp, exec:COMMAND, or a "
                    "database's URL");
  }

 private:
  WantedSchema from_json(const std::string& text, const std::string& file) {
    WantedSchema target;
    target.schema = parse_json_schema(text, file);
    if (!target.schema.dialect.empty() && target.schema.dialect != dialect_.name()) {
      throw Error(ErrorInfo{.code = ErrorCode::configuration,
                            .message = "its texts are those of " + target.schema.dialect +
                                       ", and the database is " + std::string(dialect_.name()),
                            .file = file});
    }
    target.schema.dialect = dialect_.name();
    target.schema = normalized(std::move(target.schema));
    return target;
  }

  /// None where it is not there, or is spoilt.
  [[nodiscard]] std::optional<Schema> from_cache(const fs::path& kept) const {
    std::error_code error;
    if (kept.empty() || !fs::exists(kept, error)) return std::nullopt;
    try {
      Schema schema = parse_json_schema(read_file(kept), kept.string());
      schema.dialect = dialect_.name();
      return schema;
    } catch (const Error&) {
      return std::nullopt;
    }
  }

  WantedSchema from_script(const std::string& script, const std::string& file) {
    const fs::path kept = cache_file(script);
    WantedSchema target{.schema = {}, .normal = true, .warnings = {}};
    if (std::optional<Schema> known = from_cache(kept)) {
      target.schema = *std::move(known);
    } else {
      Reflection made = scratch_.run(script, file);
      target.warnings = std::move(made.warnings);
      target.schema = std::move(made.schema);
      if (!kept.empty() && target.warnings.empty()) keep(kept, to_json(target.schema));
    }
    read_renames(script, dialect_, target.schema);
    return target;
  }

  WantedSchema from_command(const std::string& command) {
    const std::vector<std::string> words = command_words(command);
    if (words.empty())
      throw Error(ErrorCode::configuration, "target_schema: exec: needs a command");
    const ProcessOutput result = capture_process({"/bin/sh", "-c", command});
    if (result.status != 0) {
      ErrorInfo info{.code = ErrorCode::file,
                     .message = "target_schema: the command " + command + " failed with status " +
                                std::to_string(result.status)};
      for (const std::string& line : text::split(result.errors, '\n')) info.notes.push_back(line);
      throw Error(std::move(info));
    }
    const std::string name = "the output of " + command;
    const std::string_view output = text::trim(result.output);
    return output.starts_with('{') ? from_json(result.output, name)
                                   : from_script(result.output, name);
  }

  WantedSchema from_database() {
    const Url url = parse_url(settings_.source);
    if (&dialect_for(url) != &dialect_) {
      throw Error(ErrorCode::configuration, "target_schema is the database " + url.redacted() +
                                                ", which is no " + std::string(dialect_.name()) +
                                                " database");
    }
    const std::unique_ptr<Connection> connection =
        dialect_.connect(url, {.read_only = true}, observer_);
    Reflection found = dialect_.reflect(*connection, settings_.reflect);
    return {
        .schema = std::move(found.schema), .normal = true, .warnings = std::move(found.warnings)};
  }

  [[nodiscard]] fs::path cache_file(std::string_view script) const {
    if (settings_.cache.empty() || settings_.server.empty()) return {};
    Sha256 hash;
    const ReflectOptions& reflect = settings_.reflect;
    for (const auto* list : {&reflect.schemas, &reflect.include, &reflect.exclude}) {
      hash.update(text::join(*list, "\n") + '\n');
    }
    hash.update(std::string(version()) + '\n' + settings_.server + '\n');
    hash.update(script);
    return settings_.cache / ("schema-" + hash.hex() + ".json");
  }

  const TargetSettings& settings_;
  const Dialect& dialect_;
  Scratch& scratch_;
  Observer& observer_;
};

}  // namespace

std::string read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::error_code error;
  if (!in || fs::is_directory(file, error)) {
    throw Error(ErrorInfo{.code = ErrorCode::file,
                          .message = std::string("the target schema cannot be read: ") +
                                     std::strerror(in ? EISDIR : errno),
                          .file = file.string()});
  }
  return std::string(std::istreambuf_iterator<char>(in), {});
}

std::string server_identity(Connection& connection, const Dialect& dialect) {
  std::string identity(dialect.name());
  const char* query = dialect.name() == "sqlite"
                          ? "SELECT sqlite_version()"
                          : "SELECT current_setting('server_version') UNION ALL SELECT extname || "
                            "' ' || extversion FROM pg_extension ORDER BY 1";
  for (const Row& row : connection.query(query)) identity += '\n' + row[0].value_or("");
  return identity;
}

WantedSchema load_target(const TargetSettings& settings, const Dialect& dialect, Scratch& scratch,
                         Observer& observer) {
  WantedSchema target = Loader(settings, dialect, scratch, observer).load();
  keep_what_takes_part(target.schema, settings.reflect);
  return target;
}

}  // namespace migrate

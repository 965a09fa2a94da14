#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "migrate/dialect.hpp"
#include "migrate/diff.hpp"

/// The schema that is wanted: where it comes from, and how it differs from the one that is there.
namespace migrate {

/// Where the database may be asked what it makes of a text.
enum class ScratchPlace {
  schema,    ///< PostgreSQL: a schema in a transaction that is rolled back
  database,  ///< PostgreSQL: a database of its own on the same server
};

/// What migrate.ini says of the target.
struct TargetSettings {
  /// `schema.sql`, `schema.json`, `models.hpp`, `exec:command`, or a database's URL.
  std::string source = {};
  std::filesystem::path folder = {};  ///< what a relative path is relative to
  std::string compiler = {};          ///< for a header: the command, with its arguments
  std::string flags = {};             ///< and further arguments
  std::string function = "schema";    ///< of a header, unless it has `// migrate: schema = …`
  std::string scratch_url = {};       ///< PostgreSQL: an empty database for this; empty = none
  ScratchPlace scratch = ScratchPlace::schema;
  std::filesystem::path cache = {};  ///< what took long is kept here; empty = nothing is
  std::string server = {};           ///< server_identity(); empty = nothing of it is kept
  ReflectOptions reflect = {};
};

/// What the server's own words depend on: its version, and the extensions that it has.
std::string server_identity(Connection& connection, const Dialect& dialect);

/// A wanted schema.
struct WantedSchema {
  Schema schema = {};
  bool normal = false;  ///< its texts are as the database itself prints them
  std::vector<std::string> warnings = {};
};

/// A place where schemas are made and thrown away, so that the server's own words can be compared.
/// SQLite: in memory. PostgreSQL: in a transaction that is always rolled back, in a schema of its
/// own, in the database of `scratch_url`, or in one that is made for it. Nothing is made before it
/// is needed.
class Scratch {
 public:
  virtual ~Scratch() = default;

  /// Runs a script and reads back what it made. Errors have the place in `file`.
  virtual Reflection run(std::string_view script, const std::string& file) = 0;

  /// Makes a schema and reads it back.
  virtual Reflection make(const Schema& schema) = 0;
};

/// For the database of `url`, which must outlive it, as must `observer`.
std::unique_ptr<Scratch> open_scratch(const Url& url, const Dialect& dialect,
                                      const TargetSettings& settings, Observer& observer);

/// What `fill`, which may commit, makes of an empty database: SQLite's in memory, PostgreSQL's one
/// that is made on the server of `url` and dropped at the end.
Reflection in_scratch_database(const Url& url, const Dialect& dialect,
                               const ReflectOptions& reflect,
                               const std::function<void(Connection&)>& fill, Observer& observer);

/// Loads the wanted schema. Throws Error{ErrorCode::file} for what cannot be read,
/// Error{ErrorCode::revision} with file, line and column for what is wrong in it, and the
/// compiler's own words for a header that does not compile.
WantedSchema load_target(const TargetSettings& settings, const Dialect& dialect, Scratch& scratch,
                         Observer& observer);

/// What leads from a live schema to a wanted one.
struct SchemaDifference {
  Schema live = {};    ///< as it was given
  Schema wanted = {};  ///< in the database's own words where they differ
  Diff diff = {};
};

/// Compares in two stages: as values, and then what differs in its text alone in the server's own
/// words, both sides having gone through the scratch. Without a difference the scratch is not
/// touched.
SchemaDifference compare_schemas(const Schema& live, const WantedSchema& target,
                                 const Dialect& dialect, Scratch& scratch);

}  // namespace migrate

#pragma once

#include <memory>

#include "commands/up_to_date.hpp"
#include "migrate/commands.hpp"

namespace migrate {

/// The settings; which file they come from is told as a detail.
Settings settings_of(const Context& context, Configuration needed = Configuration::needed);

/// The settings and the database alone, for reading: what needs no revisions, nor migrate.ini where
/// a URL is given. Not movable: the attachment refers to the connection.
class Database {
 public:
  explicit Database(const Context& context);

  [[nodiscard]] const Dialect& dialect() const { return dialect_for(url); }

  Settings settings;
  Url url;
  std::unique_ptr<Connection> connection;
  Interrupter::Attachment attachment;
};

/// A configured project with its database open: what the commands that ask the database share.
/// The files are read while the database is opened; a fault of theirs is told first. Not movable:
/// the runner refers to the members.
class Session {
 public:
  enum class Access {
    read,
    preview,  ///< reading, where a SQLite file that is not there counts as an empty database
    write,
    create,
  };

  /// Where `up_to_date` is given and is of the files as they are, they are not read, and project is
  /// empty.
  Session(const Context& context, Access access, Settings decided,
          const UpToDate* up_to_date = nullptr)
      : Session(context, open(context, access, std::move(decided), up_to_date)) {}
  Session(const Context& context, Access access) : Session(context, access, settings_of(context)) {}

  [[nodiscard]] const Dialect& dialect() const { return dialect_for(url); }

  Settings settings;
  Url url;
  Project project;
  std::unique_ptr<Connection> connection;
  Interrupter::Attachment attachment;
  Runner runner;
  FilesSeen files;   ///< as they were when they were read; with an UpToDate
  bool read = true;  ///< the files were

 private:
  struct Opened {
    Settings settings;
    Url url;
    FilesSeen files = {};
    bool read = true;
    Project project;
    std::unique_ptr<Connection> connection;
  };
  static Opened open(const Context& context, Access access, Settings decided,
                     const UpToDate* up_to_date);
  Session(const Context& context, Opened opened);
};

Project load_project(const Settings& settings, const Registry* registry);

/// The same of files that were seen just before as `files`, which is emptied where they, or the way
/// to them, changed meanwhile.
Project load_project(const Settings& settings, const Registry* registry, FilesSeen& files);

/// Settings and project of a command that asks no database.
struct Files {
  explicit Files(const Context& context)
      : settings(settings_of(context)), project(load_project(settings, context.registry)) {}

  Settings settings;
  Project project;
};

/// The version rows that the project's files have; the others are left out.
std::vector<RevisionIndex> known_rows(const Project& project, const State& state);

/// A revision as lists show it; `current` is left false.
RevisionEntry entry_of(const Project& project, RevisionIndex index);

}  // namespace migrate

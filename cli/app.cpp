#include "app.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>

#include "log.hpp"
#include "migrate/commands.hpp"
#include "render.hpp"
#include "signals.hpp"

namespace migrate::cli {
namespace {

constexpr int failed = 1;
constexpr int wrong_usage = 2;

/// Every option of every command, filled by the parser.
struct Words {
  GlobalOptions global = {};
  bool quiet = false;
  bool verbose = false;
  InitOptions init = {};
  RevisionOptions revision = {};
  std::vector<std::string> upgrade_targets = {"head"};
  std::string downgrade_target = {};
  StampOptions stamp = {};
  bool yes = false;
  HistoryOptions history = {};
};

void print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    throw Error(ErrorCode::file, "the output cannot be written");
  }
}

void add_global_options(CLI::App& app, Words& words) {
  app.add_option("-c,--config", words.global.config,
                 "The configuration (default: $MIGRATE_CONFIG, else migrate.ini here or above)")
      ->type_name("FILE");
  app.add_option("-n,--name", words.global.section, "Its section (inherits from [migrate])")
      ->type_name("SECTION");
  app.add_option("--url", words.global.url, "The database, before any other setting");
  app.add_flag("-q,--quiet", words.quiet, "Say nothing but warnings and errors");
  app.add_flag("-v,--verbose", words.verbose, "Say more");
  app.set_version_flag("--version", "migrate " + std::string(version()));
}

void add_init(CLI::App& app, Words& words) {
  CLI::App* command = app.add_subcommand("init", "Write migrate.ini and a folder for revisions");
  command->add_option("directory", words.init.directory, "The folder (default: migrations)")
      ->type_name("DIR");
}

void add_revision(CLI::App& app, Words& words) {
  CLI::App* command = app.add_subcommand("revision", "Write a new revision file");
  RevisionOptions& options = words.revision;
  command->add_option("-m,--message", options.message, "What the revision does");
  command->add_option("--head", options.heads, "The parent (default: head); `base` for a new base")
      ->type_name("REV");
  command->add_flag("--splice", options.splice, "Let a parent be no head: this makes a branch");
  command->add_option("--branch-label", options.branch_labels, "A label for the new branch")
      ->type_name("LABEL");
  command->add_option("--version-path", options.version_path, "Which of the version locations")
      ->type_name("DIR");
  command->add_option("--rev-id", options.rev_id, "The id, instead of a random one")
      ->type_name("ID");
  command->add_option("--depends-on", options.depends_on, "A revision that must be applied first")
      ->type_name("REV");
}

void add_runs(CLI::App& app, Words& words) {
  CLI::App* up = app.add_subcommand("upgrade", "Bring the database up");
  up->add_option("targets", words.upgrade_targets,
                 "Where to (default: head): id, prefix, label, head, heads, +N, label@head, …")
      ->type_name("REV");
  CLI::App* down = app.add_subcommand("downgrade", "Bring the database down");
  down->add_option("target", words.downgrade_target, "Where to: id, prefix, label, base, -N, …")
      ->type_name("REV")
      ->required();
  CLI::App* stamp = app.add_subcommand("stamp", "Set the version rows and run nothing");
  stamp->add_option("targets", words.stamp.targets, "The revisions the database is at")
      ->type_name("REV")
      ->required();
  CLI::Option* purge =
      stamp->add_flag("--purge", words.stamp.purge, "Clear all rows and the journal first");
  stamp->add_flag("--yes", words.yes, "Do not ask")->needs(purge);
}

void add_lists(CLI::App& app, Words& words) {
  app.add_subcommand("current", "Show which revisions the database is at");
  app.add_subcommand("heads", "Show the newest revisions");
  CLI::App* history = app.add_subcommand("history", "List the revisions, newest first");
  history->add_option("-r,--rev-range", words.history.range, "From a to b; either may be left out")
      ->type_name("a:b");
  history->add_flag("-i,--indicate-current", words.history.indicate_current,
                    "Mark the revisions that the database is at");
}

/// `--purge` forgets what the database knows of itself.
bool purge_agreed(const Words& words) {
  if (!words.stamp.purge || words.yes) return true;
  if (isatty(STDIN_FILENO) == 0) {
    throw Error(ErrorCode::usage,
                "stamp --purge clears all version rows; without a terminal to ask, it needs --yes");
  }
  std::cerr << "Clear all version rows and the journal, and stamp anew? [y/N] " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

void execute(const std::string& command, const Words& words, const Context& context) {
  if (command == "init") {
    for (const std::filesystem::path& path : init(context, words.init)) print(path.string() + '\n');
  } else if (command == "revision") {
    print(revision(context, words.revision).file.string() + '\n');
  } else if (command == "upgrade") {
    upgrade(context, words.upgrade_targets);
  } else if (command == "downgrade") {
    downgrade(context, words.downgrade_target);
  } else if (command == "stamp") {
    if (purge_agreed(words)) stamp(context, words.stamp);
  } else if (command == "current") {
    print(render_current(current(context), words.verbose));
  } else if (command == "heads") {
    print(render_heads(heads(context), words.verbose));
  } else if (command == "history") {
    print(render_history(history(context, words.history), words.verbose));
  }
}

int usage_error(const std::string& message) {
  std::cerr << "error: " << message << "\nrun `migrate --help` for the commands and options\n";
  return wrong_usage;
}

int run_command(const std::string& command, const Words& words) {
  LogObserver observer(words.quiet     ? Verbosity::quiet
                       : words.verbose ? Verbosity::verbose
                                       : Verbosity::normal);
  Interrupter interrupter;
  const Signals signals(interrupter);
  try {
    const Context context{.options = words.global,
                          .host = system_host(),
                          .observer = observer,
                          .interrupter = interrupter,
                          .folder = std::filesystem::current_path()};
    execute(command, words, context);
    return 0;
  } catch (const Error& error) {
    std::cerr << "error: " << error.what() << '\n';
    if (error.code() == ErrorCode::interrupted && Signals::exit_status() != 0) {
      return Signals::exit_status();
    }
    return error.code() == ErrorCode::usage ? wrong_usage : failed;
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return failed;
  }
}

}  // namespace

int run(int argc, char** argv) {
  Words words;
  CLI::App app("Schema migrations for SQLite and PostgreSQL", "migrate");
  app.fallthrough();  // global options are understood behind the command too
  app.require_subcommand(0, 1);
  add_global_options(app, words);
  add_init(app, words);
  add_revision(app, words);
  add_runs(app, words);
  add_lists(app, words);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& done) {  // --help, --version
    return app.exit(done, std::cout, std::cerr);
  } catch (const CLI::ParseError& error) {
    return usage_error(error.what());
  }
  const std::vector<CLI::App*> commands = app.get_subcommands();
  if (commands.empty()) return usage_error("a command is needed");
  return run_command(commands.front()->get_name(), words);
}

}  // namespace migrate::cli

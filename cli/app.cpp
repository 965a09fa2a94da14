#include "app.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <optional>
#include <sstream>

#include "base/text.hpp"
#include "completion.hpp"
#include "log.hpp"
#include "man.hpp"
#include "progress.hpp"
#include "revision_names.hpp"
#include "signals.hpp"
#include "words.hpp"

namespace migrate::cli {
namespace {

constexpr int failed = 1;
constexpr int wrong_usage = 2;

void add_global_options(CLI::App& app, Words& words) {
  app.add_option("-c,--config", words.global.config,
                 "The configuration (default: $MIGRATE_CONFIG, else migrate.ini here or above)")
      ->type_name("FILE");
  app.add_option("-n,--name", words.global.section, "Its section (inherits from [migrate])")
      ->type_name("SECTION");
  app.add_option("--url", words.global.url, "The database, before any other setting")
      ->type_name("URL");
  app.add_option("-x", words.variables, "A variable for hooks")
      ->type_name("KEY=VALUE")
      ->take_all()
      ->allow_extra_args(false);
  app.add_option_function<std::string>(
         "--format", [&words](const std::string& format) { words.json = format == "json"; },
         "How results are printed: text (default) or json")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json"}));
  app.add_option("--color", words.color, "On a terminal without $NO_COLOR (default), or as told")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  app.add_flag("-q,--quiet", words.quiet, "Say nothing but warnings and errors");
  app.add_flag("-v,--verbose", words.verbose, "Say more");
  app.set_version_flag("--version", "migrate " + std::string(version()));
}

void add_files(CLI::App& app, Words& words) {
  CLI::App* init = app.add_subcommand("init", "Write migrate.ini and a folder for revisions");
  init->add_option("directory", words.init.directory, "The folder (default: migrations)")
      ->type_name("DIR");
  init->add_option("--template", words.init.template_name,
                   "What it is made of: generic (default), multi (several databases)")
      ->type_name("NAME");
  app.add_subcommand("list-templates", "List the templates that init knows")
      ->alias("list_templates");
  CLI::App* command = app.add_subcommand("revision", "Write a new revision file");
  RevisionOptions& options = words.revision;
  command->add_option("-m,--message", options.message, "What the revision does")->type_name("TEXT");
  command->add_option("--head", options.heads, "The parent (default: head); `base` for a new base")
      ->type_name("REV");
  command->add_flag("--splice", options.splice, "Let a parent be no head: this makes a branch");
  command->add_option("--branch-label", options.branch_labels, "A label for the new branch")
      ->type_name("LABEL");
  command->add_option("--version-path", options.version_path, "Which of the version locations")
      ->type_name("DIR");
  command->add_option("--rev-id", options.rev_id, "The id, instead of a random one")
      ->type_name("ID");
  command
      ->add_option("--file-format", words.file_format,
                   "What the file holds: SQL or operations (default: file_format)")
      ->check(CLI::IsMember({"sql", "json"}));
  command->add_option("--depends-on", options.depends_on, "A revision that must be applied first")
      ->type_name("REV");
  CLI::Option* autogenerate = command->add_flag("--autogenerate", options.autogenerate,
                                                "Fill it with what leads to target_schema");
  command->add_flag("--from-empty", options.from_empty, "Compare as if the database were empty")
      ->needs(autogenerate);
  command->add_flag("--skip-empty", options.skip_empty, "Write no file where nothing differs")
      ->needs(autogenerate);
  command
      ->add_option("--dialects", options.dialects,
                   "Write sections for these databases: sqlite,postgresql")
      ->type_name("NAMES")
      ->delimiter(',')
      ->needs(autogenerate);
  command->add_flag("--edit", words.edit, "Open the new file in $VISUAL or $EDITOR");
  CLI::App* merge = app.add_subcommand("merge", "Write a revision that joins branches");
  merge->add_option("revisions", words.merge.revisions, "What it joins (default: heads)")
      ->type_name("REV");
  merge->add_option("-m,--message", words.merge.message, "What the revision does")
      ->type_name("TEXT");
  merge->add_option("--branch-label", words.merge.branch_labels, "A label for it")
      ->type_name("LABEL");
  merge->add_option("--rev-id", words.merge.rev_id, "The id, instead of a random one")
      ->type_name("ID");
  CLI::App* edit = app.add_subcommand("edit", "Open a revision file in $VISUAL or $EDITOR");
  edit->add_option("revision", words.symbol, "Which")->type_name("REV")->required();
}

/// What upgrade and downgrade share.
void add_run_options(CLI::App& command, Words& words) {
  CLI::Option* sql = command.add_flag(
      "--sql", words.sql, "Print the script instead; from a:b, or from where the database is");
  CLI::Option* plan = command.add_flag("--plan", words.plan, "List the steps instead");
  CLI::Option* dry =
      command.add_flag("--dry-run", words.dry_run, "Run the steps for real, and keep nothing");
  sql->excludes(plan)->excludes(dry);
  plan->excludes(dry);
  command.add_option("--wait", words.wait, "How long to wait for another runner (10min; 0: not)")
      ->type_name("TIME");
  command
      .add_option("--lock-timeout", words.lock_timeout,
                  "PostgreSQL: how long a statement may wait for a lock (5s)")
      ->type_name("TIME");
}

void add_runs(CLI::App& app, Words& words) {
  CLI::App* up = app.add_subcommand("upgrade", "Bring the database up");
  up->add_option("targets", words.upgrade_targets,
                 "Where to (default: head): id, prefix, label, head, heads, +N, label@head, …")
      ->type_name("REV");
  add_run_options(*up, words);
  up->add_option("--wait-for-server", words.wait_for_server,
                 "PostgreSQL: how long to wait for the server to come up (0)")
      ->type_name("SECONDS");
  CLI::App* down = app.add_subcommand("downgrade", "Bring the database down");
  down->add_option("target", words.downgrade_target, "Where to: id, prefix, label, base, -N, …")
      ->type_name("REV")
      ->required();
  add_run_options(*down, words);
  down->add_flag("--yes", words.yes, "Do not ask before statements that lose data");
  CLI::App* stamp = app.add_subcommand("stamp", "Set the version rows and run nothing");
  stamp->add_option("targets", words.stamp.targets, "The revisions the database is at")
      ->type_name("REV")
      ->required();
  CLI::Option* purge =
      stamp->add_flag("--purge", words.stamp.purge, "Clear all rows and the journal first");
  CLI::Option* accept =
      stamp->add_flag("--accept-checksum", words.stamp.accept_checksum,
                      "Set no rows: accept the files of these revisions as they are now");
  CLI::Option* sql = stamp->add_flag("--sql", words.sql, "Print the script instead");
  accept->excludes(purge)->excludes(sql);
  sql->excludes(purge);
  stamp->add_flag("--yes", words.yes, "Do not ask")->needs(purge);
  CLI::App* ensure = app.add_subcommand("ensure-version", "Create the version table");
  ensure->alias("ensure_version");
  ensure->add_flag("--sql", words.sql, "Print the script instead");
}

void add_lists(CLI::App& app, Words& words) {
  CLI::App* current = app.add_subcommand("current", "Show which revisions the database is at");
  current->add_flag("--check-heads", words.check_heads,
                    "Exit with 3 unless the database is at every head");
  CLI::App* heads = app.add_subcommand("heads", "Show the newest revisions");
  heads->add_flag("--resolve-dependencies", words.heads.resolve_dependencies,
                  "Leave out heads that another revision depends on");
  heads->add_flag("--check-single", words.check_single, "Exit with 3 unless there is one head");
  app.add_subcommand("branches", "Show the revisions that more than one comes after");
  CLI::App* history = app.add_subcommand("history", "List the revisions, newest first");
  CLI::Option* range =
      history
          ->add_option("-r,--rev-range", words.history.range, "From a to b; either may be left out")
          ->type_name("a:b");
  CLI::Option* indicate = history->add_flag("-i,--indicate-current", words.history.indicate_current,
                                            "Mark the revisions that the database is at");
  history->add_flag("--graph", words.graph, "Draw how they hang together");
  history->add_flag("--applied", words.applied, "List what was done to the database, oldest first")
      ->excludes(range)
      ->excludes(indicate);
  CLI::App* status = app.add_subcommand("status", "Show files and database side by side");
  status->add_flag("--exit-code", words.exit_code,
                   "Exit with 3 unless all is applied and unchanged");
  CLI::App* show = app.add_subcommand("show", "Show a revision and its file");
  show->add_option("revision", words.symbol, "Which")->type_name("REV")->required();
  CLI::App* check = app.add_subcommand("check", "Find what a pipeline should stop on");
  check->add_option("--only", words.only, "heads, files, checksums, database, schema; with commas")
      ->type_name("CHECK")
      ->delimiter(',');
  app.add_subcommand("completion", "Print a shell's completion script, or the manual page")
      ->add_option("shell", words.shell, "What is wanted")
      ->type_name("SHELL")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish", "man"}));
}

void add_selection(CLI::App& command, Selection& selection) {
  command
      .add_option("--tables", selection.tables,
                  "Which: names with * and ?, with commas; !NAME leaves out")
      ->type_name("GLOB")
      ->delimiter(',');
  command
      .add_option("--schemas", selection.schemas,
                  "PostgreSQL: which schemas (default: the connection's own); '*' = all")
      ->type_name("GLOB")
      ->delimiter(',');
}

void add_schemas(CLI::App& app, Words& words) {
  CLI::App* diff = app.add_subcommand("diff", "Show how two schemas differ");
  diff->add_option("from", words.compare.from,
                   "database (default), target, a file, a URL, or a revision")
      ->type_name("FROM");
  diff->add_option("to", words.compare.to, "The same (default: target)")->type_name("TO");
  diff->add_option("--as", words.as, "text (default), json, or the SQL that leads there")
      ->type_name("FORM")
      ->check(CLI::IsMember({"text", "json", "sql"}));
  diff->add_flag("--exit-code", words.exit_code, "Exit with 3 where they differ");
  CLI::App* inspect = app.add_subcommand("inspect", "Show the database's structure");
  inspect->add_option("--as", words.as, "text (default), json, or the SQL that makes it anew")
      ->type_name("FORM")
      ->check(CLI::IsMember({"text", "json", "sql"}));
  add_selection(*inspect, words.inspect.selection);
  CLI::App* codegen = app.add_subcommand("codegen", "Write models from the database");
  codegen->add_option("url", words.database, "The database, in place of --url")->type_name("URL");
  codegen->add_option("--generator", words.generator, "What is written (default: structs)")
      ->type_name("GENERATOR")
      ->check(CLI::IsMember({"structs", "tables", "json", "sql", "sqlpp23"}));
  CodegenOptions& options = words.codegen;
  add_selection(*codegen, options.selection);
  codegen->add_flag("--no-views", words.no_views, "Leave out views and what needs them");
  codegen->add_option("--namespace", options.models.cpp_namespace, "The models' C++ namespace")
      ->type_name("NAME");
  codegen
      ->add_option("--strip-prefix", options.models.strip_prefix,
                   "What classes' names leave out of the tables'")
      ->type_name("TEXT");
  codegen
      ->add_option("--type-map", words.type_map,
                   "The C++ type for a type or TABLE.COLUMN, and its header: uuid=Uuid@uuid.hpp")
      ->type_name("TYPE=C++TYPE")
      ->take_all()
      ->allow_extra_args(false);
  codegen->add_option("--outfile", options.outfile, "Where to (default: stdout)")
      ->type_name("FILE");
  codegen->add_option("--outdir", options.outdir, "A folder, for a file a table")->type_name("DIR");
  codegen->add_flag("--check", options.check,
                    "Write nothing; exit with 3 unless the files say what they should");
}

/// `WHEN:{auto,always}` is what a value is called and what a validator adds to it.
Value describe(const CLI::Option& option) {
  if (option.get_items_expected_max() == 0) return {};
  const std::string type = option.get_type_name();
  const std::size_t brace = type.find(":{");
  Value value{.placeholder = type.substr(0, brace),
              .several = option.get_items_expected_max() > 1,
              .required = option.get_required()};
  if (brace != std::string::npos) {
    std::istringstream choices(type.substr(brace + 2, type.find('}') - brace - 2));
    for (std::string choice; std::getline(choices, choice, ',');) value.choices.push_back(choice);
  }
  return value;
}

/// Hidden is what is in no group.
Command describe(const CLI::App& app) {
  Command command{
      .name = app.get_name(), .aliases = app.get_aliases(), .description = app.get_description()};
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;
    if (option->get_positional()) {
      command.positionals.push_back({.name = option->get_name(true),
                                     .description = option->get_description(),
                                     .value = describe(*option)});
      continue;
    }
    Option& added = command.options.emplace_back();
    for (const std::string& name : option->get_snames()) added.names.push_back('-' + name);
    for (const std::string& name : option->get_lnames()) added.names.push_back("--" + name);
    added.description = option->get_description();
    added.value = describe(*option);
  }
  for (const CLI::App* each : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!each->get_group().empty()) command.commands.push_back(describe(*each));
  }
  return command;
}

/// `migrate __complete WORD…`, for the shells' scripts; they want no errors.
int answer_shell(const CLI::App& app, const std::vector<std::string>& words) {
  try {
    std::cout << completion_reply(complete(describe(app), words, revision_names)) << std::flush;
    return 0;
  } catch (const std::exception&) {
    return failed;
  }
}

/// The program's commands, or the options that may stand with a command.
std::vector<std::string> known_words(const CLI::App& app, const CLI::App* command, bool options) {
  std::vector<std::string> known;
  if (!options) {
    for (const CLI::App* each : app.get_subcommands([](const CLI::App*) { return true; })) {
      if (!each->get_group().empty()) known.push_back(each->get_name());
    }
    return known;
  }
  for (const CLI::App* of : {command, &app}) {
    if (of == nullptr) continue;
    for (const CLI::Option* option : of->get_options()) {
      for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
    }
  }
  return known;
}

/// What is wrong with a word that the parser had no use for.
std::string unexpected(const CLI::App& app, const CLI::App* command, std::string word) {
  const bool option = word.starts_with('-') && word.size() > 1;
  if (option) word = word.substr(0, word.find('='));
  if (!option && command != nullptr) {
    return "`migrate " + command->get_name() + "` has no use for \"" + word + '"';
  }
  const std::vector<std::string> known = known_words(app, command, option);
  const std::string nearest = text::did_you_mean(word, known);
  const std::string message =
      std::string("unknown ") + (option ? "option" : "command") + " \"" + word + '"';
  if (!nearest.empty()) return message + '.' + nearest;
  return option ? message : message + "; there are " + text::join(known, ", ");
}

std::string usage_message(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<CLI::App*> commands = app.get_subcommands();
  const CLI::App* command = commands.empty() ? nullptr : commands.front();
  // First of all: a word that is wrong may be why another is missing.
  const std::vector<std::string> left = app.remaining(true);
  if (!left.empty()) return unexpected(app, command, left.front());
  if (command != nullptr && dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    for (const CLI::Option* option : command->get_options()) {
      if (option->get_required() && option->count() == 0) {
        return "`migrate " + command->get_name() + "` needs " + describe(*option).placeholder;
      }
    }
  }
  return error.what();
}

int usage_error(const Words& words, const std::string& message) {
  const Style style = style_for(STDERR_FILENO, words.color, system_host());
  std::cerr << style.error("error:") << ' ' << message
            << "\nrun `migrate --help` for the commands and options\n";
  return wrong_usage;
}

/// `-x KEY=VALUE`.
void read_variables(Words& words) {
  for (const std::string& variable : words.variables) {
    const std::size_t sign = variable.find('=');
    if (sign == std::string::npos || sign == 0) {
      throw Error(ErrorCode::usage, "-x takes KEY=VALUE, not \"" + variable + "\"");
    }
    words.global.variables[variable.substr(0, sign)] = variable.substr(sign + 1);
  }
}

int report(const Words& words, const Style& style, const ErrorInfo& error) {
  if (words.json) {
    std::cerr << to_json(error);
  } else {
    std::cerr << style.error("error:") << ' ' << render(error) << '\n';
  }
  if (error.code == ErrorCode::interrupted && Signals::exit_status() != 0) {
    return Signals::exit_status();
  }
  return error.code == ErrorCode::usage ? wrong_usage : failed;
}

int run_command(Words& words, const Registry* registry) {
  const Host host = system_host();
  const Style style = style_for(STDERR_FILENO, words.color, host);
  LogObserver log(words.quiet     ? Verbosity::quiet
                  : words.verbose ? Verbosity::verbose
                                  : Verbosity::normal,
                  style);
  Interrupter interrupter;
  const Signals signals(interrupter);
  try {
    read_variables(words);
    // Gone before an error is reported.
    std::optional<ProgressBar> bar;
    if (!words.quiet && can_redraw(STDERR_FILENO, host)) bar.emplace(log, STDERR_FILENO);
    const Context context{.options = words.global,
                          .host = host,
                          .observer = bar ? static_cast<Observer&>(*bar) : log,
                          .interrupter = interrupter,
                          .folder = std::filesystem::current_path(),
                          .registry = registry};
    return execute(words, context);
  } catch (const Error& error) {
    return report(words, style, error.info());
  } catch (const std::exception& error) {
    return report(words, style, {.code = ErrorCode::file, .message = error.what()});
  }
}

}  // namespace

int run(int argc, char** argv, const Registry* registry) {
  Words words;
  CLI::App app("Schema migrations for SQLite and PostgreSQL", "migrate");
  app.fallthrough();  // global options are understood behind the command too
  app.require_subcommand(0, 1);
  app.get_formatter()->label("SUBCOMMAND", "COMMAND");
  add_global_options(app, words);
  add_files(app, words);
  add_runs(app, words);
  add_schemas(app, words);
  add_lists(app, words);
  if (argc > 1 && std::string_view(argv[1]) == "__complete") {
    return answer_shell(app, {argv + 2, argv + argc});
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& done) {  // --help, --version
    return app.exit(done, std::cout, std::cerr);
  } catch (const CLI::ParseError& error) {
    return usage_error(words, usage_message(app, error));
  }
  const std::vector<CLI::App*> commands = app.get_subcommands();
  if (commands.empty()) return usage_error(words, "a command is needed");
  words.command = commands.front()->get_name();
  if (words.command == "completion") {
    if (words.shell == "man") {
      std::cout << man_page(describe(app), version());
    } else {
      std::cout << completion_script(words.shell);
    }
    return std::cout.flush() ? 0 : failed;
  }
  return run_command(words, registry);
}

}  // namespace migrate::cli

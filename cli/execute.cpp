#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

#include "base/text.hpp"
#include "editor.hpp"
#include "render.hpp"
#include "signals.hpp"
#include "words.hpp"

namespace migrate::cli {
namespace {

constexpr int done = 0;
constexpr int found_something = 3;

void print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    throw Error(ErrorCode::file, "the output cannot be written");
  }
}

/// The output of a script is not flushed piece by piece.
void print_piece(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) {
    throw Error(ErrorCode::file, "the output cannot be written");
  }
}

/// Asks on the terminal. A signal ends the waiting: what it interrupts is no statement.
bool agreed(const std::string& question) {
  std::cerr << question + " [y/N] " << std::flush;
  pollfd answered{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
  constexpr int milliseconds = 50;
  while (poll(&answered, 1, milliseconds) == 0 && Signals::exit_status() == 0) {
  }
  if (Signals::exit_status() != 0) {
    std::cerr << '\n';
    throw Error(ErrorCode::interrupted, "interrupted");
  }
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

bool has_terminal() { return isatty(STDIN_FILENO) != 0; }

Style style_of(const Words& words, const Context& context) {
  return style_for(STDOUT_FILENO, words.color, context.host);
}

RunOptions run_options(const Words& words, std::vector<std::string> targets) {
  const auto duration = [](const std::string& text, const std::string& option) {
    const auto value = parse_duration(text);
    if (!text.empty() && !value) {
      throw Error(ErrorCode::usage,
                  option + " takes a time such as 5s, 250ms or 10min, not \"" + text + "\"");
    }
    return value;
  };
  // A bare number is in seconds here.
  const bool bare = !words.wait_for_server.empty() && text::is_digit(words.wait_for_server.back());
  return {
      .targets = std::move(targets),
      .sink = words.plan      ? Sink::plan
              : words.dry_run ? Sink::dry
                              : Sink::database,
      .wait = duration(words.wait, "--wait"),
      .lock_timeout = duration(words.lock_timeout, "--lock-timeout"),
      .wait_for_server = duration(words.wait_for_server + (bare ? "s" : ""), "--wait-for-server")
                             .value_or(std::chrono::milliseconds(0))};
}

int finish_run(const Words& words, const RunResult& result) {
  if (words.json) {
    print(to_json(result));
  } else if (words.plan) {
    print(render_plan(result));
  }
  return done;
}

int upgrade_command(const Words& words, const Context& context) {
  if (!words.sql) {
    return finish_run(words, upgrade(context, run_options(words, words.upgrade_targets)));
  }
  upgrade_script(context, words.upgrade_targets, print_piece);
  return done;
}

int downgrade_command(const Words& words, const Context& context) {
  if (words.sql) {
    downgrade_script(context, words.downgrade_target, print_piece);
    return done;
  }
  const RunOptions options = run_options(words, {words.downgrade_target});
  if (options.sink == Sink::database && has_terminal() && !words.yes) {
    std::string list;
    for (const std::string& id : destructive_steps(context, options)) {
      list += (list.empty() ? "" : ", ") + id;
    }
    if (!list.empty() && !agreed("Undoing " + list + " drops or deletes. Go on?")) {
      throw Error(ErrorCode::interrupted, "not agreed to; nothing was run");
    }
  }
  return finish_run(words, downgrade(context, options));
}

int stamp_command(const Words& words, const Context& context) {
  if (words.sql) {
    stamp_script(context, words.stamp.targets, print_piece);
    return done;
  }
  if (words.stamp.purge && !words.yes) {
    if (!has_terminal()) {
      throw Error(ErrorCode::usage,
                  "stamp --purge clears all version rows; without a terminal to ask, it needs "
                  "--yes");
    }
    if (!agreed("Clear all version rows and the journal, and stamp anew?")) {
      throw Error(ErrorCode::interrupted, "not agreed to; nothing was changed");
    }
  }
  return finish_run(words, stamp(context, words.stamp));
}

int init_command(const Words& words, const Context& context) {
  std::vector<std::string> paths;
  for (const std::filesystem::path& path : init(context, words.init)) paths.push_back(path);
  if (words.json) {
    print(to_json("written", paths));
  } else {
    for (const std::string& path : paths) print(path + '\n');
  }
  return done;
}

int new_revision(const Words& words, const Revision& added) {
  if (added.file.empty()) {  // there was nothing to write
    if (words.json) print("null\n");
    return done;
  }
  print(words.json ? to_json(added) : added.file.string() + '\n');
  if (words.edit) open_in_editor(added.file);
  return done;
}

/// On a terminal somebody can say whether a column was renamed; it is never guessed.
bool is_rename(const RenameCandidate& candidate) {
  const std::string table = candidate.table.name;
  return agreed(candidate.column.empty()
                    ? "Is the table " + table + " the old " + candidate.old_name + "?"
                    : "Is the column " + table + '.' + candidate.column + " the old " + table +
                          '.' + candidate.old_name + "?");
}

int revision_command(const Words& words, const Context& context) {
  RevisionOptions options = words.revision;
  if (!words.file_format.empty()) {
    options.file_format = words.file_format == "json" ? FileFormat::json : FileFormat::sql;
  }
  if (has_terminal()) options.ask_rename = is_rename;
  return new_revision(words, revision(context, options));
}

int merge_command(const Words& words, const Context& context) {
  return new_revision(words, merge(context, words.merge));
}

int edit_command(const Words& words, const Context& context) {
  for (const RevisionEntry& entry : show(context, words.symbol)) {
    open_in_editor(entry.revision.file);
  }
  return done;
}

int current_command(const Words& words, const Context& context) {
  const CurrentResult result = current(context);
  print(words.json ? to_json(result)
                   : render_current(result, words.verbose, style_of(words, context)));
  return words.check_heads && !at_heads(context) ? found_something : done;
}

int heads_command(const Words& words, const Context& context) {
  const std::vector<RevisionEntry> entries = heads(context, words.heads);
  print(words.json ? to_json(entries)
                   : render_heads(entries, words.verbose, style_of(words, context)));
  return words.check_single && entries.size() != 1 ? found_something : done;
}

int branches_command(const Words& words, const Context& context) {
  const std::vector<Branch> found = branches(context);
  print(words.json ? to_json(found)
                   : render_branches(found, words.verbose, style_of(words, context)));
  return done;
}

int history_command(const Words& words, const Context& context) {
  if (words.applied) {
    const std::vector<HistoryRow> rows = applied_history(context);
    print(words.json ? to_json(rows) : render_applied(rows));
    return done;
  }
  const std::vector<RevisionEntry> entries = history(context, words.history);
  print(words.json    ? to_json(entries)
        : words.graph ? render_graph(entries, style_of(words, context))
                      : render_history(entries, words.verbose, style_of(words, context)));
  return done;
}

int status_command(const Words& words, const Context& context) {
  const std::vector<StatusEntry> entries = status(context);
  print(words.json ? to_json(entries) : render_status(entries));
  const bool clean = std::ranges::all_of(
      entries, [](const StatusEntry& entry) { return entry.kind == StatusEntry::Kind::applied; });
  return words.exit_code && !clean ? found_something : done;
}

int show_command(const Words& words, const Context& context) {
  const std::vector<RevisionEntry> entries = show(context, words.symbol);
  if (words.json) {
    print(to_json(entries));
    return done;
  }
  print(render_heads(entries, true, style_of(words, context)));
  for (const RevisionEntry& entry : entries) {
    if (entry.revision.code != nullptr) continue;
    if (entry.revision.embedded.data() != nullptr) {
      print("\n" + std::string(entry.revision.embedded));
      continue;
    }
    std::ifstream file(entry.revision.file, std::ios::binary);
    print("\n" + std::string(std::istreambuf_iterator<char>(file), {}));
  }
  return done;
}

int check_command(const Words& words, const Context& context) {
  const std::vector<Finding> findings = check(context, words.only);
  print(words.json ? to_json(findings) : render_findings(findings));
  return findings.empty() ? done : found_something;
}

int diff_command(const Words& words, const Context& context) {
  const CompareResult result = compare(context, words.compare);
  const std::string as = !words.as.empty() ? words.as : words.json ? "json" : "text";
  const bool refused = !result.refusals.empty();
  if (words.json) {
    print(to_json(result));
  } else if (as == "text" || refused) {
    for (const std::string& line : result.detected) print(line + '\n');
  } else {
    print(as == "sql" ? result.statements : result.operations + '\n');
  }
  for (const std::string& refusal : result.refusals) {
    context.observer.on({.kind = Event::Kind::warning, .text = refusal, .part = "autogenerate"});
  }
  const bool differs = refused || !result.detected.empty();
  return words.exit_code && differs ? found_something : done;
}

int inspect_command(const Words& words, const Context& context) {
  const std::string as = !words.as.empty() ? words.as : words.json ? "json" : "text";
  InspectOptions options = words.inspect;
  options.statements = as == "sql";
  const Inspection inspection = inspect(context, options);
  const Reflection& found = inspection.reflection;
  print(as == "json"  ? to_json(inspection)
        : as == "sql" ? generator::sql_text(inspection.statements, found.warnings)
                      : render_schema(found.schema, found.warnings));
  return done;
}

int codegen_command(const Words& words, const Context& context) {
  CodegenOptions options = words.codegen;
  (void)generator::find_generator(words.generator, options.models.generator);
  for (const std::string& mapping : words.type_map) {
    options.models.type_map.push_back(generator::parse_type_mapping(mapping));
  }
  options.selection.views = !words.no_views;
  Context of_database = context;
  if (!words.database.empty()) {
    if (!context.options.url.empty()) {
      throw Error(ErrorCode::usage, "the database is named twice, by --url and by itself");
    }
    of_database.options.url = words.database;
  }
  const CodegenResult result = codegen(of_database, options);
  if (words.json) {
    print(to_json(result));
  } else if (options.check) {
    print(render_differences(result));
  } else if (options.outfile.empty() && options.outdir.empty()) {
    print(result.text);
  } else {
    for (const std::filesystem::path& file : result.written) print(file.string() + '\n');
  }
  return result.findings.empty() ? done : found_something;
}

int ensure_version_command(const Words& words, const Context& context) {
  if (words.sql) {
    ensure_version_script(context, print_piece);
  } else {
    const bool created = ensure_version(context);
    if (words.json) print(to_json("created", created));
  }
  return done;
}

int list_templates_command(const Words& words, const Context&) {
  const std::vector<std::string> names = list_templates();
  if (words.json) {
    print(to_json("templates", names));
  } else {
    for (const std::string& name : names) print(name + '\n');
  }
  return done;
}

struct Verb {
  std::string_view name;
  int (*run)(const Words&, const Context&);
};

constexpr Verb verbs[] = {
    {"init", init_command},
    {"list-templates", list_templates_command},
    {"revision", revision_command},
    {"merge", merge_command},
    {"edit", edit_command},
    {"upgrade", upgrade_command},
    {"downgrade", downgrade_command},
    {"stamp", stamp_command},
    {"ensure-version", ensure_version_command},
    {"diff", diff_command},
    {"inspect", inspect_command},
    {"codegen", codegen_command},
    {"current", current_command},
    {"heads", heads_command},
    {"branches", branches_command},
    {"history", history_command},
    {"status", status_command},
    {"show", show_command},
    {"check", check_command},
};

}  // namespace

int execute(const Words& words, const Context& context) {
  const auto* const verb = std::ranges::find(verbs, words.command, &Verb::name);
  const int status = verb->run(words, context);
  if (std::fflush(stdout) != 0) throw Error(ErrorCode::file, "the output cannot be written");
  return status;
}

}  // namespace migrate::cli

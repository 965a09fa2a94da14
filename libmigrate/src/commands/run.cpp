#include <algorithm>

#include "commands/hooks.hpp"
#include "commands/session.hpp"
#include "runtime/operation_body.hpp"
#include "runtime/wording.hpp"

namespace migrate {
namespace {

/// Flags go before the configuration.
Settings decided(const Context& context, const RunOptions& options) {
  Settings settings = settings_of(context);
  if (options.wait) {
    settings.run.wait = *options.wait;
    settings.connect.wait = *options.wait;
  }
  settings.connect.wait_for_server = options.wait_for_server;
  if (options.lock_timeout) settings.run.lock_timeout = options.lock_timeout;
  if (options.sink == Sink::database) {
    settings.run.hooks = run_hooks(settings.hooks, context.options.variables);
  }
  return settings;
}

Session::Access access_for(const RunOptions& options, Session::Access writing) {
  if (options.sink == Sink::database) return writing;
  return writing == Session::Access::create ? Session::Access::preview : Session::Access::read;
}

template <typename Act>
RunResult run(const Context& context, const RunOptions& options, Session::Access writing, Act act) {
  Session session(context, access_for(options, writing), decided(context, options));
  if (options.sink != Sink::dry) return act(session.runner, options.sink);
  const std::unique_ptr<Connection> copy = session.dialect().copy(
      *session.connection, session.url, session.settings.connect, context.observer);
  if (copy == nullptr) return act(session.runner, Sink::dry);
  const Interrupter::Attachment attachment(context.interrupter, *copy);
  Runner runner(session.project, *copy, session.dialect(), session.settings.run, context.host,
                context.observer);
  RunResult result = act(runner, Sink::database);
  context.observer.on({.kind = Event::Kind::info,
                       .text = "Dry run: everything ran on a copy; the database is as it was"});
  return result;
}

/// ALTER TABLE schema.name DROP: the word is among the first few.
bool is_destructive(sql::Flavor flavor, std::string_view statement) {
  return std::ranges::any_of(
      sql::leading_tokens(flavor, statement, 8), [](const sql::Token& token) {
        return !token.quoted &&
               (token.text == "DROP" || token.text == "TRUNCATE" || token.text == "DELETE");
      });
}

bool is_destructive(const Operation& operation, const Dialect& dialect) {
  const auto* const execute = std::get_if<ops::Execute>(&operation);
  if (execute == nullptr) return ops::describe(operation).starts_with("drop ");
  bool found = false;
  const sql::Flavor flavor =
      dialect.name() == "postgresql" ? sql::Flavor::postgresql : sql::Flavor::sqlite;
  for_each_statement(execute->sql.on(dialect.name()), flavor, [&](const sql::Piece& piece) {
    found = found || is_destructive(flavor, piece.text);
  });
  return found;
}

bool loses_data(const Revision& revision, const Dialect& dialect) {
  const std::vector<Section> sections = read_sections(revision);
  const Section* section = find_section(sections, false, dialect.name());
  if (section == nullptr || section->irreversible) return false;
  if (section->body == Section::Body::code) return true;  // what it does is not known
  if (section->body != Section::Body::sql) {
    return std::ranges::any_of(
        read_operation_body(revision, *section).operations,
        [&](const Operation& operation) { return is_destructive(operation, dialect); });
  }
  const sql::Flavor flavor = flavor_of(*section, dialect);
  Body body(revision, *section, flavor);
  for (sql::Piece piece; body.next(piece);) {
    if (is_destructive(flavor, piece.text)) return true;
  }
  return false;
}

/// Finds out whether it is up to date without reading the revisions, where an earlier run found the
/// same with the same files. Else it reads them.
RunResult upgrade_unless_up_to_date(const Context& context, const RunOptions& options) {
  Settings settings = decided(context, options);
  const UpToDate up_to_date(settings, options.targets);
  Session session(context, Session::Access::create, std::move(settings),
                  up_to_date.has_cache() ? &up_to_date : nullptr);
  const auto run_and_remember = [&](const Project& project, Runner& runner,
                                    const FilesSeen& files) {
    RunResult result = runner.upgrade(options.targets, Sink::database);
    RevisionIndex index = 0;
    const bool known = std::ranges::all_of(
        result.rows, [&](const std::string& row) { return project.graph.find(row, index); });
    // Not where it waited for another runner: the target (`+1`) was that of the rows before.
    const bool stayed = result.already_there && result.rows == result.rows_before;
    if (stayed && known && files.settled) {
      up_to_date.keep(files, result.rows, result.targets);
    }
    return result;
  };
  if (session.read) return run_and_remember(session.project, session.runner, session.files);
  const State state = session.runner.state();
  if (!state.journal && up_to_date.from(state.rows)) {
    context.observer.on({.kind = Event::Kind::info, .text = already_there(up_to_date.at())});
    return {.rows_before = state.rows,
            .rows = state.rows,
            .already_there = true,
            .targets = up_to_date.at()};
  }
  // Anew: to be connected may have taken minutes.
  FilesSeen files = see_files(session.settings);
  const Project project = load_project(session.settings, context.registry, files);
  Runner runner(project, *session.connection, session.dialect(), session.settings.run, context.host,
                context.observer);
  return run_and_remember(project, runner, files);
}

}  // namespace

RunResult upgrade(const Context& context, const RunOptions& options) {
  if (options.sink == Sink::database && context.registry == nullptr) {
    return upgrade_unless_up_to_date(context, options);
  }
  return run(context, options, Session::Access::create,
             [&](Runner& runner, Sink sink) { return runner.upgrade(options.targets, sink); });
}

RunResult downgrade(const Context& context, const RunOptions& options) {
  return run(context, options, Session::Access::write, [&](Runner& runner, Sink sink) {
    return runner.downgrade(options.targets.front(), sink);
  });
}

std::vector<std::string> destructive_steps(const Context& context, const RunOptions& options) {
  Session session(context, Session::Access::read);
  std::vector<std::string> ids;
  for (const PlannedStep& step :
       session.runner.downgrade(options.targets.front(), Sink::plan).steps) {
    if (loses_data(step.revision, session.dialect())) ids.push_back(step.revision.id);
  }
  return ids;
}

RunResult stamp(const Context& context, const StampOptions& options) {
  Session session(context, Session::Access::create);
  if (!options.accept_checksum) return session.runner.stamp(options.targets, options.purge);
  session.runner.accept_checksums(options.targets);
  return {.rows = session.runner.state().rows};
}

bool ensure_version(const Context& context) {
  return Session(context, Session::Access::create).runner.ensure_tables();
}

}  // namespace migrate

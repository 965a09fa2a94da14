#include "commands/autogenerate.hpp"

#include "base/text.hpp"
#include "commands/sql_body.hpp"
#include "commands/wanted.hpp"
#include "ops/json.hpp"

namespace migrate {
namespace {

/// A database that is behind its files would be compared with what they have yet to make.
void require_applied(Session& session) {
  const std::vector<RevisionIndex> pending = session.runner.examine(false).pending;
  if (pending.empty()) return;
  std::vector<std::string> ids;
  for (const RevisionIndex index : pending) ids.push_back(session.project.graph[index].id);
  const bool one = ids.size() == 1;
  throw Error(ErrorCode::state,
              "the database is behind its files (" + text::join(ids, ", ") +
                  (one ? " is" : " are") +
                  " not applied), so it cannot be compared with the target; run `migrate upgrade "
                  "head` first");
}

void ask_for_renames(Wanted& wanted, const RevisionOptions& options) {
  if (!options.ask_rename) return;
  for (const RenameCandidate& candidate : wanted.likely_renames()) {
    if (!options.ask_rename(candidate)) continue;
    for (Table& table : wanted.target().schema.tables) {
      if (table.schema != candidate.table.schema || table.name != candidate.table.name) continue;
      if (candidate.column.empty()) table.renamed_from = candidate.old_name;
      for (Column& column : table.columns) {
        if (column.name == candidate.column) column.renamed_from = candidate.old_name;
      }
    }
  }
}

[[noreturn]] void refuse(const std::vector<Refusal>& refusals) {
  std::string message = refusals.front().message;
  ErrorInfo info{.code = ErrorCode::revision, .message = message};
  for (std::size_t i = 1; i < refusals.size(); ++i) info.notes.push_back(refusals[i].message);
  throw Error(std::move(info));
}

Changes changes(const Context& context, Wanted wanted, const RevisionOptions& options) {
  ask_for_renames(wanted, options);
  SchemaDifference difference = wanted.compare();
  for (const std::string& line : difference.diff.detected) {
    context.observer.on(
        {.kind = Event::Kind::info, .text = "Detected " + line, .part = "autogenerate"});
  }
  if (!difference.diff.refusals.empty()) refuse(difference.diff.refusals);
  return {.operations = std::move(difference.diff.operations), .before = wanted.live()};
}

}  // namespace

Changes autogenerate(const Context& context, const Settings& settings,
                     const RevisionOptions& options) {
  if (options.from_empty) {
    return changes(context, Wanted(context, settings, database_url(settings), nullptr), options);
  }
  Session session(context, Session::Access::preview, settings);
  require_applied(session);
  return changes(context, Wanted(context, settings, session.url, session.connection.get()),
                 options);
}

std::string generated_text(const Revision& revision, const Changes& changes,
                           std::span<const Dialect* const> dialects,
                           const ops::NamingConvention& naming, bool json, Observer& observer) {
  if (json) {
    return render_json_revision(
        revision, json::layout(ops::output(std::span<const Operation>(changes.operations))),
        "\"auto\"");
  }
  std::string text = render_revision(revision);
  text.resize(text.rfind("\n-- migrate:up\n"));
  std::string irreversible;
  text += sql_sections(changes.operations, changes.before, dialects, naming, irreversible);
  if (!irreversible.empty()) {
    observer.on({.kind = Event::Kind::warning,
                 .text = "the revision has no way down: " + irreversible,
                 .part = "autogenerate"});
  }
  return text;
}

}  // namespace migrate

#include <algorithm>

#include "base/text.hpp"
#include "base/time_text.hpp"
#include "commands/autogenerate.hpp"
#include "commands/folder_lock.hpp"
#include "commands/hooks.hpp"
#include "commands/new_file.hpp"
#include "commands/session.hpp"

namespace migrate {
namespace {

namespace fs = std::filesystem;

/// The parents: each named revision must be a head, unless it is spliced in.
std::vector<std::string> parents(const Graph& graph, const RevisionOptions& options) {
  std::vector<std::string> ids;
  for (const std::string& name : options.heads) {
    if (graph.size() == 0 && (name == "head" || name == "heads")) continue;
    for (const RevisionIndex index : graph.resolve(name, {})) {
      const std::string& id = graph[index].id;
      if (!graph.is_head(index) && !options.splice) {
        throw Error(ErrorCode::target,
                    "revision " + id + " is not a head; --splice makes a new branch from it");
      }
      if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
    }
  }
  return ids;
}

/// Dependencies: a label stays a label, anything else becomes a whole id.
std::vector<std::string> dependencies(const Graph& graph, const RevisionOptions& options) {
  std::vector<std::string> names;
  RevisionIndex index = 0;
  for (const std::string& name : options.depends_on) {
    if (graph.find_label(name, index)) {
      names.push_back(name);
      continue;
    }
    for (const RevisionIndex found : graph.resolve(name, {})) names.push_back(graph[found].id);
  }
  return names;
}

fs::path version_path(const Settings& settings, const RevisionOptions& options,
                      const Project& project, const std::vector<std::string>& revises) {
  if (options.version_path.empty()) {
    // A branch's files stay together: where the parent is, the child goes.
    RevisionIndex parent = 0;
    if (settings.version_locations.size() > 1 && !revises.empty() &&
        project.graph.find(revises.front(), parent)) {
      return project.revisions[parent].file.parent_path();
    }
    return settings.version_locations.front();
  }
  const fs::path wanted = options.version_path.lexically_normal() / "";
  for (const fs::path& location : settings.version_locations) {
    if ((location.lexically_normal() / "") == wanted) return location;
  }
  std::vector<std::string> known;
  for (const fs::path& location : settings.version_locations) known.push_back(location.string());
  throw Error(ErrorCode::usage, "--version-path " + options.version_path.string() +
                                    " is none of the version locations (" +
                                    text::join(known, ", ") + "), so its files would never run");
}

/// The directory as it would be with the new revision must be sound.
void check_sound(const Graph& graph, const Revision& added) {
  std::vector<RevisionNode> nodes = graph.nodes();
  RevisionIndex used = 0;
  if (graph.find(added.id, used)) {
    throw Error(ErrorCode::usage, "revision id " + added.id + " is in use: " + graph[used].source);
  }
  nodes.push_back({.id = added.id,
                   .revises = added.revises,
                   .depends_on = added.depends_on,
                   .labels = added.labels,
                   .source = "the new revision"});
  const std::vector<Fault> faults = Graph::check(nodes);
  if (faults.empty()) return;
  throw Error(ErrorCode::usage, faults.front().source + ": " + faults.front().message);
}

std::vector<const Dialect*> wanted_dialects(const Settings& settings,
                                            const std::vector<std::string>& names) {
  if (names.empty()) return {&dialect_for(database_url(settings))};
  std::vector<const Dialect*> dialects;
  for (const std::string& name : names) {
    if (name != "sqlite" && name != "postgresql") {
      throw Error(ErrorCode::usage,
                  "there is no dialect \"" + name + "\"; --dialects takes sqlite, postgresql");
    }
    const Dialect* dialect = &dialect_for(Url{.scheme = name});
    if (std::ranges::find(dialects, dialect) == dialects.end()) dialects.push_back(dialect);
  }
  return dialects;
}

/// The text of the new file. Without `changes` there is nothing in it to run.
std::string text_of(const Context& context, const Revision& added, const Settings& settings,
                    const RevisionOptions& options, const Changes* changes, bool json) {
  if (changes != nullptr && !changes->operations.empty()) {
    return generated_text(added, *changes, wanted_dialects(settings, options.dialects),
                          settings.run.naming, json, context.observer);
  }
  return json ? render_json_revision(added) : render_revision(added);
}

/// The new file of a directory in which nobody else is writing one.
Revision write_revision(const Context& context, const RevisionOptions& options,
                        const Settings& settings, const Changes* changes) {
  const bool json = options.file_format.value_or(settings.file_format) == FileFormat::json;
  const FolderLock lock(settings.version_locations.front());
  const Project project = load_project(settings, context.registry);
  const auto now = context.host.now();
  const TimeZone zone = TimeZone::load(settings.timezone);
  Revision added{.id = options.rev_id.empty() ? context.host.new_id() : options.rev_id,
                 .revises = parents(project.graph, options),
                 .depends_on = dependencies(project.graph, options),
                 .labels = options.branch_labels,
                 .message = options.message,
                 .create_date = create_date(now, zone)};
  check_sound(project.graph, added);
  const std::string text = text_of(context, added, settings, options, changes, json);
  const fs::path folder = version_path(settings, options, project, added.revises);
  added.file = folder / (file_name(settings.file_template, added, now + zone.offset(now),
                                   settings.truncate_slug_length) +
                         (json ? ".json" : ".sql"));
  write_new_file(added.file, text);
  return added;
}

}  // namespace

Revision revision(const Context& context, const RevisionOptions& options) {
  if (!options.rev_id.empty()) check_revision_id(options.rev_id);
  const Settings settings = settings_of(context);
  if (!options.dialects.empty()) {
    wanted_dialects(settings, options.dialects);  // throws before anything is compared
    if (options.file_format.value_or(settings.file_format) == FileFormat::json) {
      throw Error(ErrorCode::usage,
                  "--dialects is for SQL files; a revision in JSON runs on either database");
    }
  }
  std::optional<Changes> changes;
  if (options.autogenerate) {
    changes = autogenerate(context, settings, options);
    if (changes->operations.empty()) {
      context.observer.on(
          {.kind = Event::Kind::info, .text = "No changes detected", .part = "autogenerate"});
      if (options.skip_empty) return {};
    }
  } else if (options.from_empty || options.skip_empty || !options.dialects.empty()) {
    throw Error(ErrorCode::usage,
                "--from-empty, --skip-empty and --dialects belong to --autogenerate");
  }
  Revision added = write_revision(context, options, settings, changes ? &*changes : nullptr);
  run_post_write_hooks(settings, added.file);
  return added;
}

Revision merge(const Context& context, const MergeOptions& options) {
  const Files files(context);
  const Graph& graph = files.project.graph;
  std::vector<RevisionIndex> merged;
  for (const std::string& name : options.revisions) {
    for (const RevisionIndex index : graph.resolve(name, {})) {
      if (std::ranges::find(merged, index) == merged.end()) merged.push_back(index);
    }
  }
  if (merged.size() < 2) {
    throw Error(ErrorCode::target,
                "a merge joins two revisions or more; here " +
                    (merged.empty() ? std::string("is none") : "is only " + graph[merged[0]].id));
  }
  for (const RevisionIndex index : merged) {
    std::vector<RevisionIndex> others = merged;
    std::erase(others, index);
    if (graph.applied(others)[index]) {
      throw Error(ErrorCode::target, "merging " + graph[index].id +
                                         " would change nothing: another of the revisions comes "
                                         "after it already");
    }
  }
  RevisionOptions wanted{.message = options.message,
                         .heads = {},
                         .splice = true,
                         .branch_labels = options.branch_labels,
                         .rev_id = options.rev_id};
  std::vector<std::string> ids;
  for (const RevisionIndex index : merged) ids.push_back(graph[index].id);
  wanted.heads = ids;
  if (wanted.message.empty()) wanted.message = "merge " + text::join(ids, " and ");
  return revision(context, wanted);
}

}  // namespace migrate

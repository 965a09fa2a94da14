#include <algorithm>

#include "base/text.hpp"
#include "commands/session.hpp"
#include "commands/wanted.hpp"
#include "runtime/body.hpp"

namespace migrate {
namespace {

const std::vector<std::string> checks = {"heads", "files", "checksums", "database", "schema"};

bool asked(const std::vector<std::string>& only, std::string_view check) {
  return only.empty() || std::ranges::find(only, check) != only.end();
}

std::string named(const Revision& revision) {
  return revision.id + " (" + revision.file.string() + ')';
}

void check_heads(const Project& project, std::vector<Finding>& findings) {
  const std::vector<RevisionIndex> heads = project.graph.real_heads();
  if (heads.size() < 2) return;
  std::vector<std::string> names;
  for (const RevisionIndex head : heads) names.push_back(project.graph[head].id);
  findings.push_back({.check = "heads",
                      .message = "there are " + std::to_string(heads.size()) + " heads, " +
                                 text::join(names, ", ") +
                                 "; join them with `migrate merge`, or upgrade to `heads`"});
}

/// Every section of every file must be able to run.
void check_files(const Project& project, const Dialect& dialect, std::vector<Finding>& findings) {
  for (const Revision& revision : project.revisions) {
    try {
      const std::vector<Section> sections = read_sections(revision);
      for (const Section& section : sections) {
        if (!section.irreversible) read_body(revision, section, dialect, true);
      }
      if (find_section(sections, true, dialect.name()) == nullptr) {
        findings.push_back({.check = "files",
                            .message = revision.file.string() +
                                       ": has no section `-- migrate:up` for " +
                                       std::string(dialect.name())});
      }
    } catch (const Error& error) {
      findings.push_back({.check = "files", .message = error.what()});
    }
  }
}

void check_database(Session& session, bool checksums, bool state, std::vector<Finding>& findings) {
  const Examination found = session.runner.examine(checksums);
  const auto& revisions = session.project.revisions;
  if (checksums) {
    for (const RevisionIndex index : found.changed) {
      findings.push_back({.check = "checksums",
                          .message = named(revisions[index]) +
                                     " was changed since it was applied; put it back, or accept "
                                     "the edit with `migrate stamp --accept-checksum " +
                                     revisions[index].id + '`'});
    }
  }
  if (!state) return;
  for (const std::string& row : found.unknown) {
    findings.push_back(
        {.check = "database",
         .message = "the database is at revision " + row + ", which no file here has"});
  }
  if (const auto& journal = found.state.journal) {
    findings.push_back({.check = "database",
                        .message = "revision " + journal->revision + " is half done (" +
                                   text::counted(journal->statements_done, "statement") +
                                   "); a rerun of `migrate " +
                                   (journal->direction == Direction::up ? "upgrade" : "downgrade") +
                                   "` goes on with it"});
  }
  for (const RevisionIndex index : found.unseen) {
    findings.push_back({.check = "database",
                        .message = named(revisions[index]) +
                                   " lies beneath an applied revision, so it counts as applied, "
                                   "but was never run here"});
  }
}

void check_schema(const Context& context, Session& session, std::vector<Finding>& findings) {
  Wanted wanted(context, session.settings, session.url, session.connection.get());
  const SchemaDifference difference = wanted.compare();
  const std::string& source = session.settings.target.source;
  const auto add = [&](const std::string& text) {
    findings.push_back({.check = "schema", .message = text});
  };
  for (const std::string& line : difference.diff.detected) {
    add(shown_target(source) + " has another schema than the database: " + line);
  }
  for (const Refusal& refusal : difference.diff.refusals) add(refusal.message);
}

}  // namespace

std::vector<Finding> check(const Context& context, const std::vector<std::string>& only) {
  for (const std::string& name : only) {
    if (std::ranges::find(checks, name) != checks.end()) continue;
    throw Error(ErrorCode::usage, "--only takes " + text::join(checks, ", ") + ", not \"" + name +
                                      "\"." + text::did_you_mean(name, checks));
  }
  std::vector<Finding> findings;
  const bool checksums = asked(only, "checksums");
  const bool state = asked(only, "database");
  const Files files(context);
  const bool schema = only.empty() ? !files.settings.target.source.empty() : asked(only, "schema");
  if (asked(only, "heads")) check_heads(files.project, findings);
  if (asked(only, "files")) {
    check_files(files.project, dialect_for(database_url(files.settings)), findings);
  }
  if (checksums || state || schema) {
    Session session(context, Session::Access::read);
    if (checksums || state) check_database(session, checksums, state, findings);
    if (schema) check_schema(context, session, findings);
  }
  return findings;
}

}  // namespace migrate

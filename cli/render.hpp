#pragma once

#include <string>
#include <vector>

#include "migrate/commands.hpp"
#include "terminal.hpp"

/// Results as text for stdout, a newline at the end of each line.
namespace migrate::cli {

/// `id (label) (head)`, or with `verbose` a paragraph of all that is known.
std::string render_heads(const std::vector<RevisionEntry>& entries, bool verbose,
                         const Style& style = {});

/// `parent -> id (label) (head), message`, newest first; with `indicate_current`, `(current)`.
std::string render_history(const std::vector<RevisionEntry>& entries, bool verbose,
                           const Style& style = {});

/// History as lanes, like `git log --graph`.
std::string render_graph(const std::vector<RevisionEntry>& entries, const Style& style = {});

/// Each branch point with what comes after it.
std::string render_branches(const std::vector<Branch>& branches, bool verbose,
                            const Style& style = {});

/// What was done to the database, a table, oldest first.
std::string render_applied(const std::vector<HistoryRow>& rows);

/// `upgrade a -> b, message`, a line a step.
std::string render_plan(const RunResult& result);

/// A table: state, revision, when, by whom, message.
std::string render_status(const std::vector<StatusEntry>& entries);

/// `check: message`, a line a finding; `nothing found` when there is none.
std::string render_findings(const std::vector<Finding>& findings);

/// The findings of `codegen --check`, a line each; `up to date` when there is none.
std::string render_differences(const CodegenResult& result);

/// Tables with their columns, keys and indexes, then everything else; `unknown` at the end.
std::string render_schema(const Schema& schema, const std::vector<std::string>& unknown);

std::string render_current(const CurrentResult& current, bool verbose, const Style& style = {});

}  // namespace migrate::cli

#include "render.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "lanes.hpp"

namespace migrate::cli {
namespace {

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

std::string parents(const RevisionEntry& entry) {
  return entry.revision.revises.empty() ? "<base>" : joined(entry.revision.revises);
}

/// ` (label) (effective head) (branchpoint) (current)`, as Alembic words it.
std::string marks(const RevisionEntry& entry, const Style& style) {
  std::string out;
  if (!entry.labels.empty()) out += " (" + joined(entry.labels) + ')';
  if (entry.head) out += ' ' + style.head(entry.effective_head ? "(effective head)" : "(head)");
  if (entry.branch_point) out += " (branchpoint)";
  if (entry.merge_point) out += " (mergepoint)";
  if (entry.current) out += ' ' + style.current("(current)");
  return out;
}

void add_line(std::string& out, std::string_view key, const std::string& value) {
  out += fmt::format("{}: {}\n", key, value);
}

std::string paragraph(const RevisionEntry& entry, const Style& style) {
  const Revision& revision = entry.revision;
  std::string out;
  add_line(out, "Rev", revision.id + marks(entry, style));
  add_line(out, entry.merge_point ? "Merges" : "Parent", parents(entry));
  if (!revision.depends_on.empty()) add_line(out, "Also depends on", joined(revision.depends_on));
  if (!revision.labels.empty()) add_line(out, "Branch names", joined(revision.labels));
  add_line(out, "Path", revision.file.string());
  if (!revision.create_date.empty()) add_line(out, "Created", revision.create_date);
  out += "\n    " + (revision.message.empty() ? "(no message)" : revision.message) + "\n";
  if (!revision.description.empty()) {
    out += "\n    ";
    for (const char c : revision.description) {
      out += c;
      if (c == '\n') out += "    ";
    }
    out += '\n';
  }
  return out;
}

template <typename Line>
std::string list(const std::vector<RevisionEntry>& entries, bool verbose, const Style& style,
                 Line line) {
  std::string out;
  for (const RevisionEntry& entry : entries) {
    if (verbose && !out.empty()) out += '\n';
    out += verbose ? paragraph(entry, style) : line(entry);
  }
  return out;
}

std::string_view word(StatusEntry::Kind kind) {
  switch (kind) {
    case StatusEntry::Kind::applied:
      return "applied";
    case StatusEntry::Kind::changed:
      return "changed";
    case StatusEntry::Kind::unseen:
      return "never run";
    case StatusEntry::Kind::half_done:
      return "half done";
    case StatusEntry::Kind::pending:
      return "pending";
    case StatusEntry::Kind::unknown:
      return "unknown";
  }
  return "";
}

std::size_t width(const std::string& cell) {
  return static_cast<std::size_t>(std::ranges::count_if(
      cell, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Columns as wide as their widest cell, two blanks apart; the last is not padded.
std::string table(const std::vector<std::vector<std::string>>& cells) {
  std::vector<std::size_t> widths(cells.front().size());
  for (const auto& row : cells) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  std::string out;
  for (const auto& row : cells) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i] + std::string(widths[i] - width(row[i]) + 2, ' ');
    }
    out += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
  }
  return out;
}

}  // namespace

std::string render_heads(const std::vector<RevisionEntry>& entries, bool verbose,
                         const Style& style) {
  return list(entries, verbose, style, [&style](const RevisionEntry& entry) {
    return entry.revision.id + marks(entry, style) + '\n';
  });
}

std::string render_history(const std::vector<RevisionEntry>& entries, bool verbose,
                           const Style& style) {
  return list(entries, verbose, style, [&style](const RevisionEntry& entry) {
    const std::string& message = entry.revision.message;
    return parents(entry) + " -> " + entry.revision.id + marks(entry, style) +
           (message.empty() ? "" : ", " + message) + '\n';
  });
}

std::string render_graph(const std::vector<RevisionEntry>& entries, const Style& style) {
  std::set<std::string> shown;
  for (const RevisionEntry& entry : entries) shown.insert(entry.revision.id);
  Lanes lanes;
  std::string out;
  for (const RevisionEntry& entry : entries) {
    std::vector<std::string> parents_shown;
    for (const std::string& parent : entry.revision.revises) {
      if (shown.contains(parent)) parents_shown.push_back(parent);
    }
    for (const std::string& row : lanes.add(entry.revision.id, parents_shown)) {
      out += row;
      if (row.find('*') != std::string::npos) {
        const std::string& message = entry.revision.message;
        out +=
            ' ' + entry.revision.id + marks(entry, style) + (message.empty() ? "" : ", " + message);
      }
      out += '\n';
    }
  }
  return out;
}

std::string render_branches(const std::vector<Branch>& branches, bool verbose, const Style& style) {
  std::string out;
  for (const Branch& branch : branches) {
    if (verbose) {
      out += (out.empty() ? "" : "\n") + paragraph(branch.point, style);
      continue;
    }
    out += branch.point.revision.id + marks(branch.point, style) + '\n';
    for (const RevisionEntry& child : branch.children) {
      const std::string& message = child.revision.message;
      out += "    -> " + child.revision.id + marks(child, style) +
             (message.empty() ? "" : ", " + message) + '\n';
    }
  }
  return out;
}

std::string render_plan(const RunResult& result) {
  std::string out;
  for (const PlannedStep& step : result.steps) {
    const std::string from = joined(step.revision.revises);
    const bool up = step.direction == Direction::up;
    out += (up ? "upgrade " + from + " -> " + step.revision.id
               : "downgrade " + step.revision.id + " -> " + from) +
           (step.resume ? " (half done)" : "") +
           (step.revision.message.empty() ? "" : ", " + step.revision.message) + '\n';
  }
  return out;
}

std::string render_applied(const std::vector<HistoryRow>& rows) {
  std::vector<std::vector<std::string>> cells = {
      {"WHEN", "ACTION", "OUTCOME", "REVISION", "TOOK", "BY", "MESSAGE"}};
  for (const HistoryRow& row : rows) {
    cells.push_back({row.started_at, row.action, row.outcome, row.revision,
                     std::to_string(row.duration_ms) + " ms", row.applied_by,
                     row.error.empty() ? row.message : row.error});
  }
  return table(cells);
}

std::string render_status(const std::vector<StatusEntry>& entries) {
  std::vector<std::vector<std::string>> cells = {{"STATE", "REVISION", "WHEN", "BY", "MESSAGE"}};
  for (const StatusEntry& entry : entries) {
    cells.push_back({std::string(word(entry.kind)), entry.revision, entry.applied_at,
                     entry.applied_by, entry.message});
  }
  return table(cells);
}

std::string render_findings(const std::vector<Finding>& findings) {
  if (findings.empty()) return "nothing found\n";
  std::string out;
  for (const Finding& finding : findings) out += finding.check + ": " + finding.message + '\n';
  return out;
}

std::string render_current(const CurrentResult& current, bool verbose, const Style& style) {
  std::vector<RevisionEntry> rows = current.rows;
  for (RevisionEntry& row : rows) row.current = false;  // all of them are
  std::string out = render_heads(rows, verbose, style);
  for (const std::string& row : current.unknown) out += row + " (unknown: no file here has it)\n";
  if (const auto& half = current.half_done) {
    if (verbose && !out.empty()) out += '\n';
    const bool up = half->direction == Direction::up;
    out += fmt::format("{} (half {}: {} done; `migrate {}` goes on with it)\n", half->revision,
                       up ? "up" : "down", text::counted(half->statements_done, "statement"),
                       up ? "upgrade" : "downgrade");
  }
  return out;
}

std::string render_differences(const CodegenResult& result) {
  if (result.findings.empty()) return "up to date\n";
  std::string out;
  for (const Finding& finding : result.findings) out += finding.message + '\n';
  return out;
}

}  // namespace migrate::cli

#include "render.hpp"

#include <fmt/core.h>

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

/// ` (label) (effective head) (branchpoint)`, as Alembic words it.
std::string marks(const RevisionEntry& entry) {
  std::string out;
  if (!entry.labels.empty()) out += " (" + joined(entry.labels) + ')';
  if (entry.head) out += entry.effective_head ? " (effective head)" : " (head)";
  if (entry.branch_point) out += " (branchpoint)";
  if (entry.merge_point) out += " (mergepoint)";
  return out;
}

void add_line(std::string& out, std::string_view key, const std::string& value) {
  out += fmt::format("{}: {}\n", key, value);
}

std::string paragraph(const RevisionEntry& entry) {
  const Revision& revision = entry.revision;
  std::string out;
  add_line(out, "Rev", revision.id + marks(entry) + (entry.current ? " (current)" : ""));
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
std::string list(const std::vector<RevisionEntry>& entries, bool verbose, Line line) {
  std::string out;
  for (const RevisionEntry& entry : entries) {
    if (verbose && !out.empty()) out += '\n';
    out += verbose ? paragraph(entry) : line(entry);
  }
  return out;
}

}  // namespace

std::string render_heads(const std::vector<RevisionEntry>& entries, bool verbose) {
  return list(entries, verbose,
              [](const RevisionEntry& entry) { return entry.revision.id + marks(entry) + '\n'; });
}

std::string render_history(const std::vector<RevisionEntry>& entries, bool verbose) {
  return list(entries, verbose, [](const RevisionEntry& entry) {
    const std::string& message = entry.revision.message;
    return parents(entry) + " -> " + entry.revision.id + marks(entry) +
           (entry.current ? " (current)" : "") + (message.empty() ? "" : ", " + message) + '\n';
  });
}

std::string render_current(const CurrentResult& current, bool verbose) {
  std::vector<RevisionEntry> rows = current.rows;
  for (RevisionEntry& row : rows) row.current = false;  // all of them are
  std::string out = render_heads(rows, verbose);
  for (const std::string& row : current.unknown) out += row + " (unknown: no file here has it)\n";
  if (const auto& half = current.half_done) {
    const bool up = half->direction == Direction::up;
    out += fmt::format("{} (half {}: {} statements done; `migrate {}` goes on with it)\n",
                       half->revision, up ? "up" : "down", half->statements_done,
                       up ? "upgrade" : "downgrade");
  }
  return out;
}

}  // namespace migrate::cli

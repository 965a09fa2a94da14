#pragma once

#include <string>
#include <vector>

#include "migrate/runtime.hpp"

namespace migrate {

/// What the history and the files say of each other.
struct Verification {
  std::vector<RevisionIndex> changed = {};  ///< files that are not what was applied
  std::vector<RevisionIndex> unseen = {};   ///< count as applied, but the history never saw them:
                                            ///< they came beneath an applied row afterwards
};

/// Compares the applied revisions with the history: checksums where they were recorded (reads those
/// files whole), and who was never seen. A history without a line says nothing.
Verification verify(const Project& project, const Dialect& dialect, const std::vector<bool>& applied,
                    const std::vector<HistoryRow>& history, bool checksums);

/// Does the history show this revision applied now?
bool shown_applied(const std::vector<HistoryRow>& history, const std::string& revision);

/// `upgrade on 2026-… by user@host with migrate 0.1.0`: how a revision came, or empty.
std::string how_it_came(const std::vector<HistoryRow>& history, const std::string& revision);

}  // namespace migrate

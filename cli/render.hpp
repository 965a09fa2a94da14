#pragma once

#include <string>
#include <vector>

#include "migrate/commands.hpp"

/// Results as text for stdout, a newline at the end of each line.
namespace migrate::cli {

/// `id (label) (head)`, or with `verbose` a paragraph of all that is known.
std::string render_heads(const std::vector<RevisionEntry>& entries, bool verbose);

/// `parent -> id (label) (head), message`, newest first; with `indicate_current`, `(current)`.
std::string render_history(const std::vector<RevisionEntry>& entries, bool verbose);

std::string render_current(const CurrentResult& current, bool verbose);

}  // namespace migrate::cli

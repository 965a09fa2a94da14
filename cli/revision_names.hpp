#pragma once

#include <vector>

#include "completion.hpp"

namespace migrate::cli {

/// What names a revision in the project that the command line names, or that is here: symbols,
/// labels, ids (newest first). From the files alone; symbols only, where it cannot be read.
std::vector<Candidate> revision_names(const GivenValues& given);

}  // namespace migrate::cli

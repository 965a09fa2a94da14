#include "runtime/wording.hpp"

#include "base/text.hpp"

namespace migrate {

std::string already_there(const std::vector<std::string>& targets) {
  if (targets.empty()) return "There are no revisions; nothing to do";
  return "Already at or past " + text::join(targets, ", ") + "; nothing to do";
}

}  // namespace migrate

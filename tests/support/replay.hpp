#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "sandbox.hpp"
#include "transcript.hpp"

namespace migrate::test {

/// How a transcript's commands are run and judged.
struct Stage {
  Sandbox& sandbox;
  std::string backend;  ///< commands marked for another one are left out

  /// What varies from run to run, and the text that stands for it; applied in order.
  std::vector<std::pair<std::string, std::string>> replacements = {};

  /// Texts that no command may print, in any case of letters, unless it is marked
  /// `[shows the password]`.
  std::vector<std::string> secrets = {};

  /// Whether a command that printed something else has its `expected` rewritten instead of being
  /// a finding.
  std::function<bool(const Command&)> may_rewrite = [](const Command&) { return false; };
};

/// A command that did not do what its transcript says.
struct Finding {
  std::size_t line = 0;
  std::string text = {};
};

/// Runs the commands one by one to the end, whatever they do. A status other than 0 is expected
/// where `? N` or `$ echo $?` follows.
std::vector<Finding> replay(Transcript& transcript, const Stage& stage);

}  // namespace migrate::test

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace migrate {

/// Runs a program and waits for it. `arguments[0]` is looked for in PATH; no shell is involved.
/// `input` is its standard input; its output goes where ours goes, standard output to standard
/// error (ours carries results only). Returns its exit status, 128 + the signal that ended it.
/// Throws Error{ErrorCode::file} when it cannot be started.
int run_process(const std::vector<std::string>& arguments, std::string_view input);

/// What a program said.
struct ProcessOutput {
  int status = 0;  ///< its exit status, or 128 + the signal that ended it
  std::string output = {};
  std::string errors = {};  ///< its standard error
};

/// The same, with its output kept for the caller. Its input is empty.
ProcessOutput capture_process(const std::vector<std::string>& arguments);

/// The words of a command line, quoted with '…', "…" and \ as a shell would have them; nothing is
/// expanded. Throws Error{ErrorCode::configuration} for a quote that does not end.
std::vector<std::string> command_words(std::string_view text);

}  // namespace migrate

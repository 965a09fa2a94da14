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

/// The words of a command line, quoted with '…', "…" and \ as a shell would have them; nothing is
/// expanded. Throws Error{ErrorCode::configuration} for a quote that does not end.
std::vector<std::string> command_words(std::string_view text);

}  // namespace migrate

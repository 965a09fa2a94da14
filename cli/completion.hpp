#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "declarations.hpp"

/// Completion in the shells. The shells' scripts know nothing of the commands: at each TAB they run
/// the hidden `migrate __complete WORD…`, so that they offer what the installed program
/// understands.
namespace migrate::cli {

/// One thing that may stand at the cursor.
struct Candidate {
  std::string text = {};
  std::string description = {};
};

/// What may stand at the cursor.
struct Completion {
  enum class Kind {
    words,    ///< `candidates`, each a whole word
    files,    ///< a file, behind `prefix`
    folders,  ///< a folder, behind `prefix`
  };
  Kind kind = Kind::words;
  std::string prefix = {};  ///< of the word at the cursor: `--config=`
  std::vector<Candidate> candidates = {};
};

/// Values of options that the command line holds already, by the options' last names: `--config`.
using GivenValues = std::map<std::string, std::string>;

/// What a value that names a revision may be; called only where one is asked for.
using RevisionNames = std::function<std::vector<Candidate>(const GivenValues&)>;

/// What may stand in the place of the last of `words`: the command line behind the program's name,
/// up to the cursor. What does not fit the beginning that is typed is not left out, since each
/// shell has its own idea of what fits. Throws what `revisions` throws.
Completion complete(const Command& program, std::span<const std::string> words,
                    const RevisionNames& revisions);

/// What the scripts read: a line of kind, tab, prefix; then a line a candidate: text, tab,
/// description.
std::string completion_reply(const Completion& completion);

/// The script that `shell` (bash, zsh, fish) sources; empty for another one.
std::string_view completion_script(std::string_view shell);

}  // namespace migrate::cli

#include "completion.hpp"

#include <algorithm>
#include <set>

namespace migrate::cli {
namespace {

/// `-1` is how far to go down, no option.
bool looks_like_option(std::string_view word) {
  return word.size() > 1 && word[0] == '-' && (word[1] < '0' || word[1] > '9');
}

bool takes_value(const Option& option) { return !option.value.placeholder.empty(); }

bool is_called(const Command& command, const std::string& name) {
  return command.name == name || std::ranges::count(command.aliases, name) > 0;
}

/// Reads the words before the cursor as the parser will, as far as completion needs it.
class Line {
 public:
  explicit Line(const Command& program) : program_(program), command_(&program) {}

  void take(const std::string& word) {
    if (pending_ != nullptr) {
      give(*pending_, word);
    } else if (options_ended_ || !looks_like_option(word)) {
      take_argument(word);
    } else if (word == "--") {
      options_ended_ = true;
    } else if (word.starts_with("--")) {
      take_long(word);
    } else {
      take_short(word);
    }
  }

  Completion complete(const std::string& typed, const RevisionNames& revisions) const {
    if (pending_ != nullptr) return of_value(pending_->value, "", typed, revisions);
    if (!options_ended_ && typed.starts_with('-')) return of_option(typed, revisions);
    if (!command_->commands.empty()) return of_commands();
    const std::vector<Positional>& all = command_->positionals;
    if (arguments_ < all.size()) return of_value(all[arguments_].value, "", typed, revisions);
    if (!all.empty() && all.back().value.several) {
      return of_value(all.back().value, "", typed, revisions);
    }
    return options_ended_ ? Completion() : of_options();
  }

 private:
  void take_argument(const std::string& word) {
    const auto found = std::ranges::find_if(
        command_->commands, [&](const Command& command) { return is_called(command, word); });
    if (found == command_->commands.end()) {
      ++arguments_;
    } else {
      command_ = &*found;
    }
  }

  void take_long(const std::string& word) {
    const std::size_t equals = word.find('=');
    const Option* option = find(word.substr(0, equals));
    if (option == nullptr) return;
    used_.insert(option);
    if (equals != std::string::npos) {
      give(*option, word.substr(equals + 1));
    } else if (takes_value(*option)) {
      pending_ = option;
    }
  }

  /// Flags may stand together, and a value right behind its letter.
  void take_short(const std::string& word) {
    for (std::size_t i = 1; i < word.size(); ++i) {
      const Option* option = find({'-', word[i]});
      if (option == nullptr) return;
      used_.insert(option);
      if (!takes_value(*option)) continue;
      if (i + 1 < word.size()) {
        give(*option, word.substr(i + 1));
      } else {
        pending_ = option;
      }
      return;
    }
  }

  void give(const Option& option, std::string value) {
    given_[option.names.back()] = std::move(value);
    pending_ = nullptr;
  }

  [[nodiscard]] const Option* find(const std::string& name) const {
    for (const Command* command : {command_, &program_}) {
      for (const Option& option : command->options) {
        if (std::ranges::count(option.names, name) > 0) return &option;
      }
    }
    return nullptr;
  }

  [[nodiscard]] Completion of_option(const std::string& typed,
                                     const RevisionNames& revisions) const {
    const bool is_long = typed.starts_with("--");
    const std::size_t end = is_long ? typed.find('=') : 2;
    if (typed.size() > end) {
      const Option* option = find(typed.substr(0, end));
      if (option != nullptr && takes_value(*option)) {
        const std::string prefix = typed.substr(0, is_long ? end + 1 : end);
        return of_value(option->value, prefix, typed.substr(prefix.size()), revisions);
      }
    }
    return of_options();
  }

  [[nodiscard]] Completion of_options() const {
    Completion completion;
    std::set<std::string> names;
    for (const Command* command : {command_, &program_}) {
      for (const Option& option : command->options) {
        if (used_.contains(&option) && !option.value.several) continue;
        for (const std::string& name : option.names) {
          if (!names.insert(name).second) continue;
          completion.candidates.push_back({.text = name, .description = option.description});
        }
      }
    }
    return completion;
  }

  [[nodiscard]] Completion of_commands() const {
    Completion completion;
    for (const Command& command : command_->commands) {
      completion.candidates.push_back({.text = command.name, .description = command.description});
    }
    return completion;
  }

  [[nodiscard]] Completion of_value(const Value& value, std::string prefix,
                                    const std::string& typed,
                                    const RevisionNames& revisions) const {
    if (value.placeholder == "FILE") return {.kind = Completion::Kind::files, .prefix = prefix};
    if (value.placeholder == "DIR") return {.kind = Completion::Kind::folders, .prefix = prefix};
    Completion completion;
    for (const std::string& choice : value.choices) {
      completion.candidates.push_back({.text = prefix + choice});
    }
    const bool range = value.placeholder == "a:b";
    if (!range && value.placeholder != "REV") return completion;
    // Both `a:` and `label@` may stand before a revision.
    const std::size_t before = typed.find_last_of(range ? ":@" : "@");
    if (before != std::string::npos) prefix += typed.substr(0, before + 1);
    completion.candidates = revisions(given_);
    for (Candidate& candidate : completion.candidates) candidate.text.insert(0, prefix);
    return completion;
  }

  const Command& program_;
  const Command* command_;
  const Option* pending_ = nullptr;  // its value comes next
  bool options_ended_ = false;       // by `--`
  std::size_t arguments_ = 0;
  std::set<const Option*> used_ = {};
  GivenValues given_ = {};
};

constexpr std::string_view bash_script = R"(# bash completion for migrate
_migrate() {
  # Bash takes words apart at = : @ and the like; here they are put together again.
  local rest=${COMP_LINE:0:COMP_POINT} words=() part i
  for ((i = 0; i <= COMP_CWORD; ++i)); do
    part=${COMP_WORDS[i]}
    if ((i == 0)) || [[ $rest == [[:space:]]* ]]; then
      words+=('')
      rest=${rest#"${rest%%[![:space:]]*}"}
    fi
    ((i == COMP_CWORD)) && part=$rest
    words[-1]+=$part
    rest=${rest:${#part}}
  done
  words=("${words[@]/#\~\//$HOME/}")
  local reply
  mapfile -t reply < <("${words[0]}" __complete "${words[@]:1}" 2>/dev/null)
  ((${#reply[@]} > 0)) || return
  local kind=${reply[0]%%$'\t'*} prefix=${reply[0]#*$'\t'} typed=${words[-1]}
  local candidates=("${reply[@]:1}") files=
  case $kind in
    files) files=-f ;;
    folders) files=-d ;;
  esac
  if [[ -n $files ]]; then
    compopt -o filenames
    mapfile -t candidates < <(compgen "$files" -P "$prefix" -- "${typed#"$prefix"}")
  fi
  # Bash replaces only what stands behind the last character that takes words apart.
  local kept=${typed%"${typed##*[$COMP_WORDBREAKS]}"} candidate
  COMPREPLY=()
  for candidate in "${candidates[@]}"; do
    candidate=${candidate%%$'\t'*}
    [[ $candidate == "$typed"* ]] && COMPREPLY+=("${candidate#"$kept"}")
  done
}
complete -F _migrate migrate
)";

constexpr std::string_view zsh_script = R"(#compdef migrate
# zsh completion for migrate
_migrate() {
  local -a given reply candidates
  given=("${(@Q)words[1,CURRENT-1]}" "${(Q)PREFIX}")
  given=("${(@)given/#\~\//$HOME/}")
  reply=("${(@f)$("${given[1]}" __complete "${(@)given[2,-1]}" 2>/dev/null)}")
  local kind=${reply[1]%%$'\t'*} prefix=${reply[1]#*$'\t'} line
  case $kind in
    files) compset -P "${(b)prefix}"; _files ;;
    folders) compset -P "${(b)prefix}"; _files -/ ;;
    words)
      for line in "${(@)reply[2,-1]}"; do
        candidates+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
      done
      _describe -V migrate candidates
      ;;
    *) return 1 ;;
  esac
}
if [[ $funcstack[1] == _migrate ]]; then
  _migrate "$@"
else
  compdef _migrate migrate
fi
)";

constexpr std::string_view fish_script = R"(# fish completion for migrate
function __migrate_complete
    set -l given (commandline -opc)
    set -l program $given[1]
    set -e given[1]
    set -l typed (commandline -ct)
    set -l reply ($program __complete $given "$typed" 2>/dev/null)
    set -l answer (string split -m 1 \t -- $reply[1])
    set -e reply[1]
    set -l rest (string sub -s (math (string length -- "$answer[2]") + 1) -- "$typed")
    switch "$answer[1]"
        case words
            printf '%s\n' $reply
        case files
            printf '%s\n' "$answer[2]"(__fish_complete_path "$rest")
        case folders
            printf '%s\n' "$answer[2]"(__fish_complete_directories "$rest")
    end
end
complete -c migrate -f -k -a '(__migrate_complete)'
)";

}  // namespace

Completion complete(const Command& program, std::span<const std::string> words,
                    const RevisionNames& revisions) {
  if (words.empty()) return {};
  Line line(program);
  for (const std::string& word : words.first(words.size() - 1)) line.take(word);
  return line.complete(words.back(), revisions);
}

std::string completion_reply(const Completion& completion) {
  std::string out = completion.kind == Completion::Kind::words   ? "words"
                    : completion.kind == Completion::Kind::files ? "files"
                                                                 : "folders";
  out += '\t' + completion.prefix + '\n';
  for (const Candidate& candidate : completion.candidates) {
    std::string description = candidate.description;
    std::ranges::replace_if(
        description, [](char c) { return c == '\t' || c == '\n'; }, ' ');
    out += candidate.text + '\t' + description + '\n';
  }
  return out;
}

std::string_view completion_script(std::string_view shell) {
  return shell == "bash"   ? bash_script
         : shell == "zsh"  ? zsh_script
         : shell == "fish" ? fish_script
                           : "";
}

}  // namespace migrate::cli

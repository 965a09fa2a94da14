#include "replay.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <exception>
#include <stdexcept>
#include <string_view>

namespace migrate::test {
namespace {

constexpr std::string_view shows_password = "shows the password";

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  const auto equal = [](unsigned char a, unsigned char b) {
    return std::tolower(a) == std::tolower(b);
  };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), equal) != text.end();
}

std::string normalised(std::string text, const Stage& stage) {
  for (const auto& [from, to] : stage.replacements) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
      text.replace(at, from.size(), to);
    }
  }
  return text;
}

bool runs_on(const Command& command, const std::string& backend) {
  const bool bound = command.has_mark("sqlite") || command.has_mark("postgresql");
  return !bound || command.has_mark(backend);
}

void check_marks(const Command& command) {
  for (const auto& mark : command.marks) {
    if (mark != "sqlite" && mark != "postgresql" && mark != shows_password) {
      throw std::runtime_error("unknown mark: [" + mark + "]");
    }
  }
}

class Player {
 public:
  explicit Player(const Stage& stage) : stage_(stage) {}

  void play(Command& command, bool status_is_asked_next) {
    check_marks(command);
    auto outcome = stage_.sandbox.run(command.text);
    look_for_secrets(command, outcome);
    outcome.out = normalised(std::move(outcome.out), stage_);
    outcome.err = normalised(std::move(outcome.err), stage_);
    if (status_is_asked_next) {
      outcome.status = 0;
    }
    auto comparison = compare(command.expected, outcome);
    if (comparison.equal) {
      return;
    }
    if (stage_.may_rewrite(command)) {
      command.expected = std::move(comparison.rewritten);
    } else {
      add(command, "- expected, + printed\n" + comparison.diff);
    }
  }

  void add(const Command& command, const std::string& text) {
    findings.push_back({command.line, fmt::format("$ {}\n{}", command.text, text)});
  }

  std::vector<Finding> findings = {};

 private:
  void look_for_secrets(const Command& command, const Outcome& outcome) {
    for (const auto& secret : stage_.secrets) {
      if (!command.has_mark(shows_password) && (contains_ignoring_case(outcome.out, secret) ||
                                                contains_ignoring_case(outcome.err, secret))) {
        add(command,
            fmt::format("prints the password {}:\n{}{}", secret, outcome.out, outcome.err));
      }
    }
  }

  const Stage& stage_;
};

}  // namespace

std::vector<Finding> replay(Transcript& transcript, const Stage& stage) {
  std::vector<Command*> commands;
  for (auto& command : transcript.commands) {
    if (runs_on(command, stage.backend)) {
      commands.push_back(&command);
    }
  }
  Player player(stage);
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const bool asked = i + 1 < commands.size() && commands[i + 1]->text == "echo $?";
    try {
      player.play(*commands[i], asked);
    } catch (const std::exception& error) {
      player.add(*commands[i], error.what());
      break;
    }
  }
  return player.findings;
}

}  // namespace migrate::test

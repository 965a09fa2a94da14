#pragma once

#include <string>
#include <vector>

/// What the command line consists of, as plain data: completion and the man page are made from it,
/// and only app.cpp need know the parser.
namespace migrate::cli {

/// A value as declared: `placeholder` is what it is called in texts, and says what it is:
/// `FILE`, `DIR`, `REV`, `a:b` (two revisions), anything else is free text.
struct Value {
  std::string placeholder = {};
  std::vector<std::string> choices = {};  ///< none = not a closed set
  bool several = false;                   ///< may be given more than once
  bool required = false;
};

/// A flag has no placeholder.
struct Option {
  std::vector<std::string> names = {};  ///< with their dashes, short ones first
  std::string description = {};
  Value value = {};
};

struct Positional {
  std::string name = {};
  std::string description = {};
  Value value = {};
};

/// The program or one of its commands, in the order of declaration. What is hidden is left out.
struct Command {
  std::string name = {};
  std::vector<std::string> aliases = {};
  std::string description = {};
  std::vector<Option> options = {};  ///< the program's own are understood behind commands too
  std::vector<Positional> positionals = {};
  std::vector<Command> commands = {};
};

}  // namespace migrate::cli

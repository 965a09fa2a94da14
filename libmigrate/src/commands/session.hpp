#pragma once

#include <memory>

#include "migrate/commands.hpp"

namespace migrate {

/// A configured project with its database open: what the commands that ask the database share.
/// Not movable: the runner refers to the members.
class Session {
 public:
  enum class Access { read, write, create };

  Session(const Context& context, Access access);

  Settings settings;
  Project project;
  std::unique_ptr<Connection> connection;
  Interrupter::Attachment attachment;
  Runner runner;
};

Project load_project(const Settings& settings);

/// A revision as lists show it; `current` is left false.
RevisionEntry entry_of(const Project& project, RevisionIndex index);

}  // namespace migrate

#include "commands/session.hpp"

namespace migrate {

RunResult upgrade(const Context& context, std::span<const std::string> targets) {
  Session session(context, Session::Access::create);
  return session.runner.upgrade(targets);
}

RunResult downgrade(const Context& context, const std::string& target) {
  Session session(context, Session::Access::write);
  return session.runner.downgrade(target);
}

RunResult stamp(const Context& context, const StampOptions& options) {
  Session session(context, Session::Access::create);
  return session.runner.stamp(options.targets, options.purge);
}

}  // namespace migrate

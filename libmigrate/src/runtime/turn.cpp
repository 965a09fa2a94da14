#include "runtime/turn.hpp"

namespace migrate {

void Turn::take(bool session) {
  if (session) dialect_.require_session(connection_);
  if (hold_ != nullptr && hold_->still_held()) return;
  hold_.reset();
  hold_ = dialect_.queue(connection_, store_.tables(), settings_.wait, observer_);
}

}  // namespace migrate

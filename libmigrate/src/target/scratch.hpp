#pragma once

#include <functional>

#include "migrate/target.hpp"

namespace migrate {

/// One use of a scratch: a connection on which an empty schema is the connection's own, and which
/// leaves nothing behind when it ends, however that comes.
class ScratchRoom {
 public:
  virtual ~ScratchRoom() = default;
  virtual Connection& connection() = 0;
  /// Puts right what a script may have set, so that the room can be read.
  virtual void settle() {}
  /// Whether `schema.name` of the connection's own schema leads into the room; if not, this is what
  /// it is called and a script may not name it.
  [[nodiscard]] virtual std::string real_schema() const { return ""; }
};

/// PostgreSQL's rooms (scratch_postgresql.cpp). `reflect` is changed to what reads the room.
std::unique_ptr<ScratchRoom> postgresql_room(const Url& url, const Dialect& dialect,
                                             const TargetSettings& settings,
                                             ReflectOptions& reflect, Observer& observer);

/// A database that is made for this and dropped at the end, without a transaction around it.
std::unique_ptr<ScratchRoom> postgresql_database(const Url& url, const Dialect& dialect,
                                                 Observer& observer);

}  // namespace migrate

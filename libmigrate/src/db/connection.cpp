#include <thread>

#include "migrate/db.hpp"

namespace migrate {

void Connection::pause(std::chrono::milliseconds time) { std::this_thread::sleep_for(time); }

}  // namespace migrate

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "migrate/db.hpp"

struct pg_conn;

namespace migrate::postgresql {

/// libpqxx on a PGconn that we opened: it sends statements, each outside any transaction of its
/// own, and never opens a second connection (libpqxx 6 by itself would, in silence, after a loss).
/// Throws what libpqxx throws. Owns the PGconn, unless it is lent; it stays valid as long as this
/// object.
class Driver {
 public:
  Driver(pg_conn* connection, bool lent);
  ~Driver();
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;

  std::vector<Row> query(const std::string& statement);

 private:
  struct Session;
  std::unique_ptr<Session> session_;
};

}  // namespace migrate::postgresql

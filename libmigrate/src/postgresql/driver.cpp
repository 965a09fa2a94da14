#include "postgresql/driver.hpp"

#include <libpq-fe.h>

#include <pqxx/pqxx>
#include <utility>

namespace migrate::postgresql {
namespace {

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};

#if PQXX_VERSION_MAJOR < 7

/// Hands out the given connection once; libpqxx asks without it when it wants to reconnect.
class Adopt : public pqxx::connectionpolicy {
 public:
  explicit Adopt(PGconn* given) : pqxx::connectionpolicy(std::string()), given_(given) {}

  handle do_startconnect(handle present) override {
    if (present != nullptr) return present;
    if (given_ == nullptr) throw pqxx::broken_connection("the connection was lost");
    return std::exchange(given_, nullptr);
  }
  handle do_completeconnect(handle connection) override { return connection; }
  handle do_dropconnect(handle /*connection*/) noexcept override { return nullptr; }
  handle do_disconnect(handle /*connection*/) noexcept override { return nullptr; }

 private:
  PGconn* given_;
};

/// The policy must be there before the base that refers to it.
struct Policy {
  Adopt policy;
};

class Adopted : private Policy, public pqxx::connection_base {
 public:
  explicit Adopted(PGconn* given) : Policy{Adopt(given)}, pqxx::connection_base(policy) { init(); }
  ~Adopted() { close(); }
};

#else

class Adopted {
 public:
  explicit Adopted(PGconn* given) : connection_(pqxx::connection::seize_raw_connection(given)) {}
  ~Adopted() { std::move(connection_).release_raw_connection(); }
  operator pqxx::connection&() { return connection_; }

 private:
  pqxx::connection connection_;
};

#endif

}  // namespace

struct Driver::Session {
  Session(PGconn* given, bool lent)
      : handle(lent ? nullptr : given), connection(given), transaction(connection) {}

  std::unique_ptr<PGconn, Finish> handle;
  Adopted connection;
  pqxx::nontransaction transaction;
};

Driver::Driver(pg_conn* connection, bool lent)
    : session_(std::make_unique<Session>(connection, lent)) {}

Driver::~Driver() = default;

std::vector<Row> Driver::query(const std::string& statement) {
  const pqxx::result result = session_->transaction.exec(statement);
  std::vector<Row> rows;
  for (const auto& from : result) {
    Row& row = rows.emplace_back();
    for (const auto& field : from) {
      row.push_back(field.is_null() ? Value() : Value(std::string(field.c_str(), field.size())));
    }
  }
  return rows;
}

}  // namespace migrate::postgresql

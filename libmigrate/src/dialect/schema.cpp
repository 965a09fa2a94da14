#include "migrate/dialect.hpp"

namespace migrate {
namespace {

[[noreturn]] void missing(const Dialect& dialect) {
  throw Error(ErrorCode::usage,
              "the schema of a " + std::string(dialect.name()) + " database is not known yet");
}

}  // namespace

std::unique_ptr<Connection> Dialect::adopt(void* /*handle*/, const ConnectOptions& /*options*/,
                                           Observer& /*observer*/) const {
  throw Error(ErrorCode::usage,
              "a handle of a " + std::string(name()) + " database cannot be adopted");
}

Type Dialect::type_of(std::string_view /*text*/) const { missing(*this); }
std::string Dialect::type_text(const Type& /*type*/) const { missing(*this); }
Reflection Dialect::reflect(Connection& /*connection*/, const ReflectOptions& /*options*/) const {
  missing(*this);
}
std::vector<Statement> Dialect::create(const Schema& /*schema*/) const { missing(*this); }
std::vector<Statement> Dialect::compile(std::span<const Operation> /*operations*/,
                                        const Schema& /*before*/) const {
  missing(*this);
}

}  // namespace migrate

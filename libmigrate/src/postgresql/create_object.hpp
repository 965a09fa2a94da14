#pragma once

#include <string>
#include <vector>

#include "migrate/schema/values.hpp"

namespace migrate::postgresql {

/// Makes an object that is held whole, without its owner.
std::vector<std::string> create_object(const Object& object);

/// `ALTER SEQUENCE … OWNED BY …`; NONE where it has no owner.
std::string owned_by(const Object& sequence);

/// `CREATE TYPE … AS ENUM (…)`
std::string create_enum(const QualifiedName& name, const std::vector<std::string>& values);

}  // namespace migrate::postgresql

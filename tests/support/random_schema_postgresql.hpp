#pragma once

#include "support/random_schema.hpp"

namespace migrate::test {

/// A random schema with what PostgreSQL alone has: enums, domains, identities, serials, partitions,
/// inheritance, views, functions, triggers, policies, comments, and the attributes of columns, keys
/// and indexes. Whatever is new in it is spelled as the server prints it; what random_schema() made
/// is not.
Schema random_postgresql_schema(Random& random, const SchemaShape& shape = {});

}  // namespace migrate::test

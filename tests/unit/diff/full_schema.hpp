#pragma once

#include "migrate/diff.hpp"

namespace migrate::test {

/// A schema in which every attribute of the model is used.
Schema full_schema();

/// A column of a native type.
Column column(std::string name, std::string type = "integer", bool nullable = true);

}  // namespace migrate::test

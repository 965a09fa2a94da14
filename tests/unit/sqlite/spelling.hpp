#pragma once

#include "migrate/schema/values.hpp"

namespace migrate::sqlite {

/// Without what makes no difference: the order of columns, and quotes around names that need none
/// (renaming a thing there and back leaves them behind).
Schema plain(Schema schema);

}  // namespace migrate::sqlite

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace migrate::sqlite {

/// The names of the tables and views that a view's or trigger's text reads or writes, in lower
/// case, sorted; some may be of no table (functions, the query's own WITH tables are left out).
std::vector<std::string> tables_in(std::string_view statement);

}  // namespace migrate::sqlite

#pragma once

#include <string>
#include <string_view>

namespace migrate::sqlite {

/// A name as DDL has it: in double quotes only where it must be (a keyword, odd characters).
std::string identifier(std::string_view name);

/// What a name stands for without its quotes ("…", `…`, […] and, as SQLite takes it, '…').
std::string unquoted(std::string_view name);

}  // namespace migrate::sqlite

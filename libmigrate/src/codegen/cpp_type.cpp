#include "codegen/cpp_type.hpp"

#include "base/text.hpp"
#include "migrate/error.hpp"
#include "migrate/schema/type_text.hpp"

namespace migrate::generator {
namespace {

const CppType string_type = {"std::string", "<string>", false};

CppType integer(int bits) { return {"std::int" + std::to_string(bits) + "_t", "<cstdint>", true}; }

CppType blob() { return {"std::vector<std::byte>", "<cstddef>", false}; }

/// What a declared type means on SQLite: words that everybody uses, in any case, else its affinity.
CppType by_affinity(std::string_view declared) {
  const std::string name = text::upper(declared);
  if (name == "BOOLEAN" || name == "BOOL") return {"bool", "", true};
  if (name == "DATE") return {"migrate::date", "", false};
  if (name == "TIME") return {"migrate::time", "", false};
  if (name == "DATETIME" || name == "TIMESTAMP") return {"migrate::datetime", "", false};
  const auto has = [&name](const char* word) { return name.find(word) != std::string::npos; };
  if (has("INT")) return integer(64);
  if (has("CHAR") || has("CLOB") || has("TEXT")) return string_type;
  if (has("BLOB")) return blob();
  if (has("REAL") || has("FLOA") || has("DOUB")) return {"double", "", true};
  return string_type;
}

CppType usual(const Type& type, bool sqlite) {
  if (type.array) return string_type;
  switch (type.kind) {
    case Type::Kind::native:
      return sqlite ? by_affinity(type.name) : string_type;
    case Type::Kind::integer:
      return integer(sqlite ? 64 : 32);
    case Type::Kind::bigint:
      return integer(64);
    case Type::Kind::smallint:
      return integer(sqlite ? 64 : 16);
    case Type::Kind::boolean:
      return {"bool", "", true};
    case Type::Kind::float_:
      return {"float", "", true};
    case Type::Kind::double_:
      return {"double", "", true};
    case Type::Kind::date:
      return {"migrate::date", "", false};
    case Type::Kind::time:
      return {"migrate::time", "", false};
    case Type::Kind::datetime:
      return {"migrate::datetime", "", false};
    case Type::Kind::timestamptz:
      return {"migrate::timestamptz", "", false};
    case Type::Kind::blob:
      return blob();
    case Type::Kind::string:
    case Type::Kind::text:
    case Type::Kind::numeric:
    case Type::Kind::interval:
    case Type::Kind::uuid:
    case Type::Kind::json:
    case Type::Kind::jsonb:
    case Type::Kind::enumeration:
      return string_type;
  }
  return string_type;
}

/// How closely a mapping is meant for a column: 0 = not at all, most for the column by its name.
int closeness(const TypeMapping& mapping, const Table& table, const Column& column) {
  if (mapping.type == table.name + "." + column.name) return 3;
  if (mapping.type == to_text(column.type)) return 2;
  if (column.type.array) return 0;
  if (column.type.kind == Type::Kind::native) {
    const std::string& own = column.type.name;
    if (text::equals_ignoring_case(mapping.type, own)) return 2;
    const std::string_view word = text::trim(std::string_view(own).substr(0, own.find('(')));
    return text::equals_ignoring_case(mapping.type, word) ? 1 : 0;
  }
  return mapping.type == name_of(column.type.kind) ? 1 : 0;
}

[[noreturn]] void refuse(std::string_view mapping) {
  throw Error(ErrorCode::usage,
              "--type-map " + std::string(mapping) +
                  ": this is not TYPE=C++TYPE, such as numeric=double, or TYPE=C++TYPE@HEADER");
}

}  // namespace

CppType cpp_type(const Table& table, const Column& column, std::string_view dialect,
                 std::span<const TypeMapping> map) {
  const TypeMapping* best = nullptr;
  int best_closeness = 0;
  for (const TypeMapping& mapping : map) {
    const int close = closeness(mapping, table, column);
    if (close <= best_closeness) continue;
    best = &mapping;
    best_closeness = close;
  }
  if (best != nullptr) return {best->cpp, best->header, true};
  return usual(column.type, dialect == "sqlite");
}

TypeMapping parse_type_mapping(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) refuse(text);
  const std::size_t at = text.find('@', equals);
  TypeMapping mapping;
  mapping.type = text::trim(text.substr(0, equals));
  mapping.cpp =
      text::trim(text.substr(equals + 1, at == std::string_view::npos ? at : at - equals - 1));
  if (at != std::string_view::npos) {
    mapping.header = text::trim(text.substr(at + 1));
    if (mapping.header.empty()) refuse(text);
    if (mapping.header[0] != '<' && mapping.header[0] != '"') {
      mapping.header = '"' + mapping.header + '"';
    }
  }
  if (mapping.type.empty() || mapping.cpp.empty() ||
      text.find_first_of("\n\r;{}") != std::string_view::npos) {
    refuse(text);
  }
  return mapping;
}

}  // namespace migrate::generator

#include "codegen/sqlpp23.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "codegen/models.hpp"
#include "codegen/names.hpp"
#include "migrate/schema/names.hpp"
#include "migrate/schema/type_text.hpp"

namespace migrate::generator {
namespace {

constexpr std::string_view headers =
    "#include <optional>\n\n"
    "#include <sqlpp23/core/basic/table.h>\n"
    "#include <sqlpp23/core/basic/table_columns.h>\n"
    "#include <sqlpp23/core/name/create_name_tag.h>\n"
    "#include <sqlpp23/core/type_traits.h>\n\n";

/// sqlpp23's types; empty = it has none, and text is taken.
std::string_view data_type(const Type& type, bool sqlite) {
  if (type.array) return {};
  switch (type.kind) {
    case Type::Kind::integer:
    case Type::Kind::bigint:
    case Type::Kind::smallint:
      return "integral";
    case Type::Kind::boolean:
      return "boolean";
    case Type::Kind::float_:
    case Type::Kind::double_:
    case Type::Kind::numeric:
      return "floating_point";
    case Type::Kind::date:
      return "date";
    case Type::Kind::time:
      return "time";
    case Type::Kind::datetime:
    case Type::Kind::timestamptz:
      return "timestamp";
    case Type::Kind::blob:
      return "blob";
    case Type::Kind::string:
    case Type::Kind::text:
    case Type::Kind::json:
    case Type::Kind::jsonb:
    case Type::Kind::enumeration:
      return "text";
    case Type::Kind::native:
      if (sqlite && text::upper(type.name).find("INT") != std::string::npos) return "integral";
      return {};
    case Type::Kind::interval:
    case Type::Kind::uuid:
      return {};
  }
  return {};
}

/// Names stand in a macro, which makes text of them.
bool fits_macro(std::string_view name) {
  return !name.empty() && name.find_first_of("\"'(),\\\n\r\t/#!") == std::string_view::npos &&
         name.front() != ' ' && name.back() != ' ' && name.find("  ") == std::string_view::npos;
}

/// A word that is a macro itself would be replaced; ddl2cpp's `!` keeps some that SQL reserves.
std::string in_macro(const std::string& name) {
  static constexpr std::string_view quoted[] = {"BEGIN", "END", "GROUP", "ORDER"};
  const bool reserved =
      std::find(std::begin(quoted), std::end(quoted), text::upper(name)) != std::end(quoted);
  return reserved ? "!" + name : name;
}

std::string tag(std::string_view indent, const std::string& sql, const std::string& cpp) {
  return fmt::format("{}SQLPP_CREATE_NAME_TAG_FOR_SQL_AND_CPP({}, {});\n", indent, in_macro(sql),
                     cpp);
}

/// One table being written.
class TableWriter {
 public:
  TableWriter(const Table& table, std::string class_name, bool sqlite,
              std::vector<std::string>& warnings)
      : table_(table), class_(std::move(class_name)), sqlite_(sqlite), warnings_(warnings) {}

  std::string text() {
    classes_.reserve("_table_columns");
    members_.reserve("_table_columns");
    std::string out = "  struct " + class_ + "_ {\n";
    for (const Column& column : table_.columns) add(out, column);
    out += tag("    ", table_.name, identifier(sqlpp_name(table_.name, false)));
    out += "    template<typename T>\n    using _table_columns = sqlpp::table_columns<T," + list_ +
           ">;\n";
    out += "    using _required_insert_columns = sqlpp::detail::type_set<" + required_ + ">;\n";
    out += "  };\n";
    return out + fmt::format("  using {0} = ::sqlpp::table_t<{0}_>;\n", class_);
  }

 private:
  bool is_key(const Column& column) const {
    return table_.primary_key &&
           std::any_of(table_.primary_key->columns.begin(), table_.primary_key->columns.end(),
                       [&column](const KeyColumn& key) { return key.name == column.name; });
  }

  void add(std::string& out, const Column& column) {
    const std::string place = table_.name + "." + column.name;
    if (!fits_macro(column.name)) {
      warnings_.push_back("sqlpp23 cannot name the column " + place);
      return;
    }
    std::string_view type = data_type(column.type, sqlite_);
    if (type.empty()) {
      warnings_.push_back("sqlpp23 has no type for " + to_text(column.type) + ": " + place +
                          " is text");
      type = "text";
    }
    const std::string name = classes_.take(identifier(sqlpp_name(column.name, true)));
    const bool nullable = column.nullable && !is_key(column);
    const bool has_default = nullable || column.server_default || column.generated ||
                             column.identity || numbers_itself(column);
    out += "    struct " + name + " {\n";
    out += tag("      ", column.name, members_.take(identifier(sqlpp_name(column.name, false))));
    const std::string value = "::sqlpp::" + std::string(type);
    out += fmt::format("      using data_type = {}{};\n", column.generated ? "const " : "",
                       nullable ? "std::optional<" + value + ">" : value);
    out += fmt::format("      using has_default = std::{}_type;\n", has_default);
    out += "    };\n";
    list_ += (list_.empty() ? "" : ",") + std::string("\n               ") + name;
    if (has_default) return;
    required_ +=
        (required_.empty() ? "" : ",") +
        fmt::format("\n               sqlpp::column_t<sqlpp::table_t<{}_>, {}>", class_, name);
  }

  bool numbers_itself(const Column& column) const {
    return table_.primary_key && table_.primary_key->autoincrement && is_key(column);
  }

  const Table& table_;
  std::string class_;
  bool sqlite_;
  std::vector<std::string>& warnings_;
  Scope classes_ = {};
  Scope members_ = {};
  std::string list_ = {};
  std::string required_ = {};
};

std::string with_namespace(const std::string& name, const std::string& body) {
  return fmt::format("namespace {} {{\n{}}} // namespace {}\n", name, body, name);
}

void warn_of_objects(const Schema& schema, std::vector<std::string>& warnings) {
  for (const Object& object : schema.objects) {
    warnings.push_back(
        fmt::format("sqlpp23 has no place for the {} {}", name_of(object.kind), object.name));
  }
}

}  // namespace

std::string sqlpp_name(std::string_view name, bool raise_first) {
  const auto raised = [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c == '.' ? '_' : c;
  };
  std::string out;
  std::size_t at = 0;
  if (raise_first && !name.empty()) out += raised(name[at++]);
  for (; at < name.size(); ++at) {
    const char c = name[at] == '.' ? '_' : name[at];
    const bool joins = c == '_' || text::is_digit(c) || text::is_space(c);
    const bool raises = joins && at + 1 < name.size() && !text::is_space(name[at + 1]);
    if (!raises || c != '_') out += c;
    if (raises) out += raised(name[++at]);
  }
  return out;
}

std::vector<File> sqlpp23(const Schema& schema, std::span<const std::string> unknown,
                          const Options& options, std::vector<std::string>& warnings) {
  const std::string outer = options.cpp_namespace.empty() ? "model" : options.cpp_namespace;
  const std::size_t known = warnings.size();
  Scope classes;
  std::vector<File> tables;
  for (const Table& table : schema.tables) {
    if (!fits_macro(table.name)) {
      warnings.push_back("sqlpp23 cannot name the table " + table.name);
      continue;
    }
    const bool strip = table.name.size() > options.strip_prefix.size() &&
                       table.name.starts_with(options.strip_prefix);
    const std::string name = table.name.substr(strip ? options.strip_prefix.size() : 0);
    const std::string class_name = classes.take(identifier(sqlpp_name(name, true)));
    TableWriter writer(table, class_name, schema.dialect == "sqlite", warnings);
    tables.push_back({class_name + ".h", writer.text()});
  }
  warn_of_objects(schema, warnings);
  std::vector<std::string> lacking(unknown.begin(), unknown.end());
  lacking.insert(lacking.end(), warnings.begin() + static_cast<std::ptrdiff_t>(known),
                 warnings.end());

  const std::string head = file_head(lacking, "") + "// clang-format off\n" + std::string(headers);
  if (options.file_per_table) {
    for (File& file : tables) file.text = head + with_namespace(outer, file.text);
    return tables;
  }
  std::string all;
  for (const File& file : tables) all += file.text + "\n";
  return {{"tables.h", head + with_namespace(outer, all)}};
}

}  // namespace migrate::generator

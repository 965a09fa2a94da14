#include <array>

#include "base/text.hpp"
#include "codegen/models.hpp"
#include "codegen/names.hpp"
#include "codegen/sqlpp23.hpp"
#include "migrate/codegen.hpp"
#include "migrate/error.hpp"
#include "migrate/schema/json.hpp"

namespace migrate::generator {
namespace {

constexpr std::array<std::string_view, 5> generators = {"structs", "tables", "json", "sql",
                                                        "sqlpp23"};

[[noreturn]] void refuse(std::string message) { throw Error(ErrorCode::usage, std::move(message)); }

void check(const Options& options) {
  const std::string name(generators[static_cast<std::size_t>(options.generator)]);
  const bool cpp = options.generator == Generator::structs ||
                   options.generator == Generator::tables ||
                   options.generator == Generator::sqlpp23;
  if (!options.cpp_namespace.empty() && !cpp) {
    refuse("--namespace is for C++, which the generator " + name + " does not write");
  }
  if (!options.cpp_namespace.empty() && !is_namespace(options.cpp_namespace)) {
    refuse("--namespace " + options.cpp_namespace + ": this is not a name for a namespace");
  }
  if (!options.strip_prefix.empty() && !cpp) {
    refuse("--strip-prefix is for classes, which the generator " + name + " does not write");
  }
  if (!options.type_map.empty() && options.generator != Generator::structs) {
    refuse("--type-map is for the generator structs alone");
  }
}

}  // namespace

bool find_generator(std::string_view name, Generator& out) {
  for (std::size_t i = 0; i < generators.size(); ++i) {
    if (generators[i] != name) continue;
    out = static_cast<Generator>(i);
    return true;
  }
  return false;
}

std::string sql_text(std::span<const std::string> statements,
                     std::span<const std::string> unknown) {
  std::string out;
  for (const std::string& thing : unknown) {
    out += "-- Not in here: " + text::replace_all(thing, "\n", "\n--   ") + "\n";
  }
  for (const std::string& statement : statements) {
    if (!out.empty()) out += "\n";
    out += statement + ";\n";
  }
  return out;
}

Generated generate(const Schema& schema, std::span<const std::string> statements,
                   std::span<const std::string> unknown, const Options& options) {
  check(options);
  Generated generated;
  switch (options.generator) {
    case Generator::structs:
    case Generator::tables:
      generated.files = models(schema, unknown, options);
      break;
    case Generator::json:
      generated.files = {{"schema.json", to_json(schema, {unknown.begin(), unknown.end()})}};
      break;
    case Generator::sql:
      generated.files = {{"schema.sql", sql_text(statements, unknown)}};
      break;
    case Generator::sqlpp23:
      generated.files = sqlpp23(schema, unknown, options, generated.warnings);
      break;
  }
  return generated;
}

}  // namespace migrate::generator

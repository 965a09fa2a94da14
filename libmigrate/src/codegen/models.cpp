#include "codegen/models.hpp"

#include <fmt/format.h>

#include <set>

#include "base/text.hpp"
#include "codegen/cpp_type.hpp"
#include "codegen/declarations.hpp"
#include "codegen/names.hpp"

namespace migrate::generator {
namespace {

/// From here on a function for each table: compilers need time that grows with the square of one
/// expression's size.
constexpr std::size_t most_tables_in_one_function = 50;

constexpr std::string_view using_directives =
    "    using namespace migrate;\n    using namespace migrate::types;\n";

/// One table's class, and the headers that it needs.
struct Model {
  const Table* table = nullptr;
  TableClass of = {};
  std::string function = {};
  std::string definition = {};
  std::set<std::string> headers = {};
};

std::string without_prefix(const std::string& name, const std::string& prefix) {
  const bool has = name.size() > prefix.size() && name.compare(0, prefix.size(), prefix) == 0;
  return has ? name.substr(prefix.size()) : name;
}

void define_class(Model& model, const Schema& schema, const Options& options) {
  const Table& table = *model.table;
  std::vector<std::string> columns;
  for (const Column& column : table.columns) columns.push_back(column.name);
  model.of.members = member_names(columns, model.of.name);
  model.definition = "struct " + model.of.name + " {\n";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Column& column = table.columns[i];
    const CppType type = cpp_type(table, column, schema.dialect, options.type_map);
    const bool optional = column.nullable;
    model.of.optional.push_back(optional);
    if (!type.header.empty()) model.headers.insert(type.header);
    if (type.text.find("std::vector") == 0) model.headers.insert("<vector>");
    if (optional) model.headers.insert("<optional>");
    model.definition += optional ? fmt::format("    std::optional<{}> ", type.text)
                                 : fmt::format("    {} ", type.text);
    model.definition += model.of.members[i] + (type.initialized && !optional ? "{};\n" : ";\n");
  }
  model.definition += "};\n";
}

std::vector<Model> models_of(const Schema& schema, const Options& options) {
  std::vector<Model> models(schema.tables.size());
  Scope classes;
  Scope functions;
  for (std::size_t i = 0; i < models.size(); ++i) {
    Model& model = models[i];
    model.table = &schema.tables[i];
    const std::string name = without_prefix(model.table->name, options.strip_prefix);
    model.function = functions.take("table_" + text::lower(identifier(name)));
    if (options.generator == Generator::tables) continue;
    model.of.name = classes.take(class_name(name));
    define_class(model, schema, options);
  }
  return models;
}

std::string includes(const std::set<std::string>& headers) {
  std::string out;
  for (const std::string& header : headers) {
    if (header[0] == '<') out += "#include " + header + "\n";
  }
  if (!out.empty()) out += "\n";
  out += "#include \"migrate/schema.hpp\"\n";
  for (const std::string& header : headers) {
    if (header[0] != '<') out += "#include " + header + "\n";
  }
  return out + "\n";
}

std::string in_namespace(const std::string& name, std::string body) {
  if (name.empty()) return body;
  return fmt::format("namespace {} {{\n\n{}\n}}  // namespace {}\n", name, body, name);
}

std::string table_function(const Model& model) {
  std::string out =
      fmt::format("inline migrate::Table {}() {{\n{}", model.function, using_directives);
  std::string call;
  append_table(call, *model.table, model.of, 4, ";");
  call.insert(4, "return ");
  return out + call + "}\n";
}

/// The whole schema as one expression.
std::string one_expression(const Schema& schema, const std::vector<Model>& models) {
  std::string out = "inline migrate::Schema schema() {\n" + std::string(using_directives);
  out += "    return {{\n";
  for (const Model& model : models) append_table(out, *model.table, model.of, 8, ",");
  out += "    }";
  if (!schema.objects.empty()) {
    out += ", {\n";
    for (const Object& object : schema.objects) append(out, object_call(object), 8, ",");
    out += "    }";
  }
  if (!schema.dialect.empty()) {
    out += (schema.objects.empty() ? ", {}, " : ", ") + literal(schema.dialect);
  }
  return out + "};\n}\n";
}

/// The schema put together from a function for each table.
std::string by_functions(const Schema& schema, const std::vector<Model>& models) {
  std::string out = "inline migrate::Schema schema() {\n" + std::string(using_directives);
  out += "    Schema schema;\n";
  for (const Model& model : models) {
    out += fmt::format("    schema.tables.push_back({}());\n", model.function);
  }
  for (const Object& object : schema.objects) {
    out += "    schema.objects.push_back(\n";
    append(out, object_call(object), 8, ");");
  }
  if (!schema.dialect.empty()) out += "    schema.dialect = " + literal(schema.dialect) + ";\n";
  return out + "    return schema;\n}\n";
}

File one_file(const Schema& schema, const std::vector<Model>& models, const std::string& head,
              const Options& options) {
  std::set<std::string> headers;
  std::string body;
  for (const Model& model : models) {
    headers.insert(model.headers.begin(), model.headers.end());
    if (!model.definition.empty()) body += model.definition + "\n";
  }
  if (models.size() <= most_tables_in_one_function &&
      schema.objects.size() <= most_tables_in_one_function) {
    body += one_expression(schema, models);
  } else {
    for (const Model& model : models) body += table_function(model) + "\n";
    body += by_functions(schema, models);
  }
  return {"schema.hpp",
          head + includes(headers) + in_namespace(options.cpp_namespace, std::move(body))};
}

std::vector<File> file_per_table(const Schema& schema, const std::vector<Model>& models,
                                 const std::string& head, const Options& options) {
  std::vector<File> files(1);
  std::string list = "#include \"migrate/schema.hpp\"\n";
  Scope names;
  names.reserve("schema");
  for (const Model& model : models) {
    const std::string name = names.take(model.function.substr(6)) + ".hpp";
    list += "#include \"" + name + "\"\n";
    std::string body = model.definition.empty() ? "" : model.definition + "\n";
    body += table_function(model);
    files.push_back({name, file_head({}, "") + includes(model.headers) +
                               in_namespace(options.cpp_namespace, std::move(body))});
  }
  files[0] = {"schema.hpp", head + list + "\n" +
                                in_namespace(options.cpp_namespace, by_functions(schema, models))};
  return files;
}

}  // namespace

std::string file_head(std::span<const std::string> unknown, const std::string& schema_function) {
  std::string out = "// " + std::string(mark) + "\n";
  if (!schema_function.empty()) out += "// migrate: schema = " + schema_function + "\n";
  if (!unknown.empty()) out += "//\n// Not in here:\n";
  for (const std::string& thing : unknown) {
    out += "// - " + text::replace_all(thing, "\n", "\n//   ");
    out += thing.ends_with('\\') ? " .\n" : "\n";  // a backslash would draw in the next line
  }
  return out + "#pragma once\n\n";
}

std::vector<File> models(const Schema& schema, std::span<const std::string> unknown,
                         const Options& options) {
  const std::vector<Model> made = models_of(schema, options);
  const std::string& outer = options.cpp_namespace;
  const std::string head = file_head(unknown, outer.empty() ? "schema" : outer + "::schema");
  if (options.file_per_table) return file_per_table(schema, made, head, options);
  return {one_file(schema, made, head, options)};
}

}  // namespace migrate::generator

#include "compiled_models.hpp"

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <stdexcept>

#include "support/golden.hpp"

namespace migrate::test {
namespace {

constexpr char end_of_schema = '\f';

bool runs(const std::string& command) {
  return std::system((command + " >/dev/null 2>&1").c_str()) == 0;
}

std::vector<std::string> find_compilers() {
  std::vector<std::string> found = {MIGRATE_CXX};
  for (const char* other : {"g++", "clang++-14", "clang++"}) {
    if (std::string(MIGRATE_CXX).ends_with(other) || !runs(std::string(other) + " --version")) {
      continue;
    }
    found.emplace_back(other);
    if (std::string_view(other) == "clang++-14") break;
  }
  const bool clang = found.back().find("clang") != std::string::npos;
  if (!clang) std::cerr << "LEFT OUT: clang++ is not here, so no model is compiled with it\n";
  return found;
}

}  // namespace

std::vector<std::string> compilers() {
  static const std::vector<std::string> found = find_compilers();
  return found;
}

void CompiledModels::add(const std::string& cpp_namespace,
                         const std::vector<generator::File>& files) {
  const std::string folder = folder_.path().string() + "/" + cpp_namespace;
  std::filesystem::create_directory(folder);
  for (const generator::File& file : files) write_file(folder + "/" + file.name, file.text);
  namespaces_.push_back(cpp_namespace);
}

std::vector<std::string> CompiledModels::schemas(const std::string& compiler) const {
  std::string program;
  std::string calls;
  for (const std::string& name : namespaces_) {
    program += "#include \"" + name + "/schema.hpp\"\n";
    calls += "  std::cout << migrate::to_json(" + name + "::schema()) << '\\f';\n";
  }
  program += "#include <iostream>\nint main() {\n" + calls + "}\n";
  const std::string base = folder_.path().string() + "/" + "program";
  write_file(base + ".cpp", program);
  const std::string command = compiler + " -std=c++20 -Wall -Wextra -Werror -I" +
                              MIGRATE_SOURCE_DIR + "/libmigrate/include " + base + ".cpp -o " +
                              base + " 2>" + base + ".log && " + base + " >" + base + ".out";
  if (std::system(command.c_str()) != 0) {
    throw std::runtime_error(compiler + ":\n" + read_file(base + ".log").substr(0, 4000));
  }
  const std::string out = read_file(base + ".out");
  std::vector<std::string> schemas;
  for (std::size_t at = 0; at < out.size();) {
    const std::size_t end = out.find(end_of_schema, at);
    schemas.push_back(out.substr(at, end - at));
    at = end + 1;
  }
  return schemas;
}

}  // namespace migrate::test

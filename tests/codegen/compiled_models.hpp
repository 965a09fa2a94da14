#pragma once

#include <string>
#include <vector>

#include "migrate/codegen.hpp"
#include "support/temp_folder.hpp"

namespace migrate::test {

/// The C++ compilers of this machine, of which the first is always there: `g++` or what $CXX names,
/// `clang++`. One that is missing is told on stderr.
std::vector<std::string> compilers();

/// Generated headers, compiled into one program as their users would: with the project's headers
/// alone, and each warning an error.
class CompiledModels {
 public:
  /// `cpp_namespace` must be the one that they were generated with, each another.
  void add(const std::string& cpp_namespace, const std::vector<generator::File>& files);

  /// The JSON that each model's schema() gives, in the order in which they were added. Throws
  /// std::runtime_error with the compiler's output.
  [[nodiscard]] std::vector<std::string> schemas(const std::string& compiler) const;

 private:
  TempFolder folder_ = {};
  std::vector<std::string> namespaces_ = {};
};

}  // namespace migrate::test

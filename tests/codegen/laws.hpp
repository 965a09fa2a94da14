#pragma once

#include <string>
#include <vector>

#include "../db/backend.hpp"
#include "compiled_models.hpp"

namespace migrate::test {

/// What `codegen` and `inspect` write of a database, loaded back, is the database again.
class CodegenLaws : public EveryBackend {
 protected:
  /// The structure of an empty database in which the script was run.
  Reflection made_by(const std::string& script);
  /// The structure of an empty database in which the schema was made.
  Reflection made_of(const Schema& schema);

  /// What made_of() gives of what it gave: PostgreSQL prints `IN (…)` on a varchar in another way
  /// when it has read its own way of printing it.
  Reflection settled(const Schema& schema) { return made_of(made_of(schema).schema); }

  /// JSON and SQL at once; C++ is kept for expect_compiled().
  void expect_laws(const Reflection& reflection);
  /// C++ for expect_compiled().
  void keep(const Reflection& reflection, generator::Generator generator, bool file_per_table);
  /// All C++ that was kept gives its schema, with each compiler.
  void expect_compiled();

 private:
  void expect_json(const Reflection& reflection);
  void expect_sql(const Reflection& reflection);

  CompiledModels models_ = {};
  std::vector<Schema> wanted_ = {};
};

}  // namespace migrate::test

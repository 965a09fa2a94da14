#include "laws.hpp"
#include "support/golden.hpp"
#include "support/test_data.hpp"

namespace migrate::test {
namespace {

class CodegenData : public CodegenLaws {
 protected:
  /// Runs the laws on a folder's scripts, all in one database, in the order of their names.
  void expect_laws_of(const std::string& name) {
    std::string all;
    for (const auto& script : files_in(test_data() / name / GetParam(), ".up.sql")) {
      all += read_file(script.string()) + "\n";
    }
    ASSERT_FALSE(all.empty());
    expect_laws(made_by(all));
    expect_compiled();
  }
};

TEST_P(CodegenData, Chinook) { expect_laws_of("chinook"); }
TEST_P(CodegenData, Sakila) { expect_laws_of("sakila-jooq"); }
TEST_P(CodegenData, Authelia) { expect_laws_of("authelia"); }

MIGRATE_FOR_EVERY_BACKEND(CodegenData);

}  // namespace
}  // namespace migrate::test

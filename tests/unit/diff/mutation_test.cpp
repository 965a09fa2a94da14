#include <gmock/gmock.h>

#include <functional>
#include <set>
#include <string>
#include <type_traits>

#include "diff/terms.hpp"
#include "unit/diff/full_schema.hpp"

namespace migrate {
namespace {

/// Changes every attribute of a schema, one after the other, along the model's own lists: an
/// attribute that is added there is changed here without anybody having to think of it.
class Mutations {
 public:
  Mutations(Schema& schema, std::function<void(const std::string&)> changed)
      : schema_(schema), changed_(std::move(changed)) {}

  void run() { walk(schema_, ""); }

 private:
  template <class T>
  void with(T& place, T value, const std::string& path) {
    std::swap(place, value);
    changed_(path);
    std::swap(place, value);
  }

  template <class T>
  void walk(T& value, const std::string& path) {
    if constexpr (Listed<T>) {
      T::members([&](std::string_view name, auto member) {
        // A wish, whose texts these are, and what is there for the order of making alone.
        if (name == "renamed_from" || name == "dialect" || name == "depends_on") return;
        walk(value.*member, path + '.' + std::string(name));
      });
    } else if constexpr (std::is_same_v<T, bool>) {
      with(value, !value, path);
    } else if constexpr (std::is_integral_v<T>) {
      with(value, static_cast<T>(value + 1), path);
    } else if constexpr (std::is_enum_v<T>) {
      with(value, static_cast<T>(value == static_cast<T>(0) ? 1 : 0), path);
    } else {
      change(value, path);
    }
  }

  void change(std::string& value, const std::string& path) { with(value, value + "x", path); }
  void change(Sql& value, const std::string& path) { with(value, Sql(value.text + "x"), path); }

  void change(Type& type, const std::string& path) {
    const auto member = [&](std::string_view name, auto pointer, auto value) {
      Type other = type;
      other.*pointer = value;
      with(type, other, path + '.' + std::string(name));
    };
    member("kind", &Type::kind, Type::Kind::uuid);
    member("length", &Type::length, type.length + 1);
    member("precision", &Type::precision, type.precision + 1);
    member("scale", &Type::scale, type.scale + 1);
    member("array", &Type::array, !type.array);
    member("schema", &Type::schema, type.schema + "x");
    member("name", &Type::name, type.name + "x");
    member("values", &Type::values, std::vector<std::string>{"x"});
  }

  template <class T>
  void change(std::optional<T>& value, const std::string& path) {
    T other = {};
    if constexpr (std::is_same_v<T, Sql>) other.text = "x";
    with(value, value ? std::optional<T>() : std::optional<T>(other), path);
    if (value) walk(*value, path);
  }

  template <class T>
  void change(std::vector<T>& values, const std::string& path) {
    for (T& value : values) walk(value, path + '[' + name_in(value) + ']');
    std::vector<T> fewer = values;
    if (!fewer.empty()) fewer.pop_back();
    std::vector<T> more = values;
    more.emplace_back();
    with(values, values.empty() ? more : fewer, path);
  }

  /// Of what a schema has only one for all that is to be told apart.
  template <class T>
  static std::string name_in(const T& value) {
    if constexpr (std::is_same_v<T, Column>) {
      return value.name;
    } else {
      return "";
    }
  }

  Schema& schema_;
  std::function<void(const std::string&)> changed_;
};

/// The changes that diff() does not see, among how many.
std::set<std::string> unseen(const std::string& dialect, std::size_t& count) {
  const Schema schema = test::full_schema();
  std::set<std::string> missed;
  Schema changed = schema;
  Mutations(changed, [&](const std::string& path) {
    ++count;
    const DiffOptions options{.dialect = dialect};
    if (diff(schema, changed, options).empty()) missed.insert(path + " (from)");
    if (diff(changed, schema, options).empty()) missed.insert(path + " (to)");
  }).run();
  EXPECT_EQ(schema, changed);
  return missed;
}

TEST(Mutation, EveryAttributeIsSeenWhenChanged) {
  std::size_t count = 0;
  EXPECT_THAT(unseen("neither", count), testing::IsEmpty());
  EXPECT_GT(count, 150U);
}

/// A database has no place for these; a change of anything else must be seen.
void expect_unseen(const std::string& dialect, const std::set<std::string>& expected) {
  std::size_t count = 0;
  std::set<std::string> missed;
  for (const std::string& path : unseen(dialect, count)) {
    std::string attribute = path.substr(0, path.rfind(" ("));
    const std::size_t column = attribute.find("columns[");
    if (column != std::string::npos && attribute.find("].nullable") == std::string::npos) {
      const std::size_t begin = column + std::string_view("columns[").size();
      attribute.erase(begin, attribute.find(']', begin) - begin);
    }
    missed.insert(attribute);
  }
  EXPECT_EQ(missed, expected);
}

TEST(Mutation, OnPostgresqlOnlyWhatSqliteAloneHasIsPassedOver) {
  expect_unseen("postgresql",
                {".tables[].columns[].not_null_conflict", ".tables[].columns[].not_null_name",
                 ".tables[].columns[].type.values",  // those of the enum object count
                 ".tables[].columns[id].nullable",   // it is in the primary key
                 ".tables[].primary_key.autoincrement", ".tables[].primary_key.columns[].collation",
                 ".tables[].primary_key.columns[].order", ".tables[].primary_key.conflict",
                 ".tables[].strict", ".tables[].uniques[].columns[].collation",
                 ".tables[].uniques[].columns[].order", ".tables[].uniques[].conflict",
                 ".tables[].without_rowid"});
}

TEST(Mutation, OnSqliteOnlyWhatPostgresqlAloneHasIsPassedOver) {
  expect_unseen("sqlite", {".objects[].comment",
                           ".objects[].schema",
                           ".tables[].checks[].comment",
                           ".tables[].columns[].comment",
                           ".tables[].columns[].compression",
                           ".tables[].columns[].identity",
                           ".tables[].columns[].identity.always",
                           ".tables[].columns[].identity.cache",
                           ".tables[].columns[].identity.cycle",
                           ".tables[].columns[].identity.increment",
                           ".tables[].columns[].identity.maximum",
                           ".tables[].columns[].identity.minimum",
                           ".tables[].columns[].identity.sequence",
                           ".tables[].columns[].identity.start",
                           ".tables[].columns[].options",
                           ".tables[].columns[].options[]",
                           ".tables[].columns[].statistics",
                           ".tables[].columns[].storage",
                           ".tables[].comment",
                           ".tables[].foreign_keys[].comment",
                           ".tables[].indexes[].comment",
                           ".tables[].primary_key.comment",
                           ".tables[].schema",
                           ".tables[].uniques[].comment",
                           ".tables[].uniques[].nulls_not_distinct"});
}

TEST(Mutation, NothingChangedIsNoDifference) {
  for (const char* dialect : {"neither", "postgresql", "sqlite"}) {
    const Schema schema = test::full_schema();
    const Diff same = diff(schema, schema, {.dialect = dialect});
    EXPECT_EQ(same.operations.size(), 0U) << dialect << same.operations[0].index();
    EXPECT_EQ(same.refusals, std::vector<Refusal>()) << same.refusals[0].message;
    EXPECT_THAT(same.detected, testing::IsEmpty());
  }
}

TEST(Mutation, TheOrderOfColumnsIsNoDifference) {
  const Schema schema = test::full_schema();
  Schema other = schema;
  for (Table& table : other.tables) std::ranges::reverse(table.columns);
  EXPECT_TRUE(diff(schema, other).empty());
  EXPECT_TRUE(diff(other, schema).empty());
}

}  // namespace
}  // namespace migrate

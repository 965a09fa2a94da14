#include "support/random_operations.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "memory_database.hpp"
#include "schema/order.hpp"
#include "spelling.hpp"
#include "sqlite/names.hpp"

namespace migrate::sqlite {
namespace {

/// Some value that a column of that type can have.
std::string value_for(const Column& column, int number) {
  const std::string text = std::to_string(number);
  switch (column.type.kind) {
    case Type::Kind::float_:
      return text + ".5";
    case Type::Kind::blob:
      return "x'0" + std::to_string(number % 10) + "'";
    case Type::Kind::boolean:
      return std::to_string(number % 2);
    case Type::Kind::text:
    case Type::Kind::string:
      return "'text " + text + '\'';
    case Type::Kind::native:
      return column.type.name == "INT" || column.type.name.empty() ? text : '\'' + text + '\'';
    default:
      return text;
  }
}

/// Rows that obey the table's constraints; what does not is left out.
void add_rows(MemoryDatabase& database, const Schema& schema, test::Random& random) {
  int number = 1;
  for (const Table& table : schema.tables) {
    for (int row = 0; row < 4; ++row) {
      std::vector<std::string> names;
      std::vector<std::string> values;
      for (const Column& column : table.columns) {
        if (column.generated) continue;
        const bool refers = std::ranges::any_of(table.foreign_keys, [&](const ForeignKey& key) {
          return std::ranges::find(key.columns, column.name) != key.columns.end();
        });
        std::string value = value_for(column, ++number);
        if (column.nullable && (refers || random.percent(30))) value = "NULL";
        if (refers && random.percent(50)) value = std::to_string(random.below(20));
        names.push_back(dialect().quote(column.name));
        values.push_back(value);
      }
      std::string sql = "INSERT INTO " + dialect().quote(table.name) + " (";
      for (std::size_t i = 0; i < names.size(); ++i) sql += (i == 0 ? "" : ", ") + names[i];
      sql += ") VALUES (";
      for (std::size_t i = 0; i < values.size(); ++i) sql += (i == 0 ? "" : ", ") + values[i];
      static_cast<void>(message_of([&] { database.connection().execute(sql + ')'); }));
    }
  }
}

/// What is kept of a column through everything: its values, sorted. By table and column.
using Contents = std::map<std::pair<std::string, std::string>, std::string>;

Contents contents_of(MemoryDatabase& database) {
  Contents all;
  for (const Table& table : database.schema().tables) {
    for (const Column& column : table.columns) {
      all[{table.name, column.name}] =
          database.rows("SELECT quote(" + dialect().quote(column.name) + ") FROM " +
                        dialect().quote(table.name) + " ORDER BY 1");
    }
  }
  return all;
}

Schema only_tables(Schema schema) {
  schema.objects.clear();
  return plain(std::move(schema));
}

/// SQLite 3.40 takes a NULL of one column for another's in a table WITHOUT ROWID whose key does not
/// come first, so those are left out.
void check_integrity(MemoryDatabase& database, const Schema& schema) {
  for (const Table& table : schema.tables) {
    if (table.without_rowid) continue;
    ASSERT_EQ(database.rows("PRAGMA integrity_check(" + dialect().literal(table.name) + ')'),
              "ok\n")
        << table.name;
  }
}

/// Values may change where types, defaults or NULLs did.
bool keeps_values(const Operation& operation) {
  if (const auto* const alter = std::get_if<ops::AlterColumn>(&operation)) {
    return !alter->type && alter->backfill.empty();
  }
  return !std::holds_alternative<ops::DropColumn>(operation) &&
         !std::holds_alternative<ops::DropTable>(operation);
}

std::vector<Operation> random_batch(const Schema& schema, test::Random& random,
                                    test::RandomOperations& source) {
  std::vector<Operation> batch;
  Schema fold = schema;
  for (int tries = random.between(1, 6); tries > 0; --tries) {
    const auto operation = source.next(fold);
    if (!operation) continue;
    try {
      Schema after = fold;
      ops::apply(after, *operation);
      fold = std::move(after);
      batch.push_back(*operation);
    } catch (const Error&) {  // a name is taken, a primary key is there
    }
  }
  return batch;
}

/// The lines that only one of them has.
std::string difference(const Schema& a, const Schema& b) {
  const auto lines = [](const Schema& schema) {
    std::multiset<std::string> all;
    std::istringstream text(text_of(schema));
    for (std::string line; std::getline(text, line);) all.insert(line);
    return all;
  };
  const auto first = lines(a);
  const auto second = lines(b);
  std::vector<std::string> only;
  std::ranges::set_difference(first, second, std::back_inserter(only));
  std::string text;
  for (const std::string& line : only) text += "< " + line + '\n';
  only.clear();
  std::ranges::set_difference(second, first, std::back_inserter(only));
  for (const std::string& line : only) text += "> " + line + '\n';
  return text;
}

std::string described(const std::vector<Operation>& operations) {
  std::string text;
  for (const Operation& operation : operations) text += ops::describe(operation) + '\n';
  return text;
}

/// Of any sequence of operations: it fails and nothing changed, or the database is what the value
/// is, its rows are there, and the way back leads to where it began.
TEST(SqliteRandomOperationsTest, ThereAndBackOrNotAtAll) {
  int done = 0;
  int refused = 0;
  for (const std::uint64_t seed : test::seeds("MIGRATE_TEST_SEQUENCES", 40)) {
    SCOPED_TRACE(test::repeat_with("MIGRATE_TEST_SEQUENCES", seed));
    test::Random random(seed);
    const Schema schema = test::random_schema(random, "sqlite");
    MemoryDatabase database;
    database.create(schema);
    add_rows(database, schema, random);
    test::RandomOperations source(random, "sqlite");
    for (int batch = 0; batch < 6; ++batch) {
      const Schema before = database.schema();
      const std::vector<Operation> operations = random_batch(before, random, source);
      SCOPED_TRACE(described(operations));
      const std::string dump = database.dump();
      const Contents contents = contents_of(database);
      const std::string error = message_of([&] { database.apply(operations); });
      if (error != "(no error)") {
        ++refused;
        ASSERT_EQ(database.dump(), dump) << error;
        ASSERT_EQ(database.rows("PRAGMA foreign_keys"), "1\n");
        continue;
      }
      ++done;
      Schema fold = before;
      for (const Operation& operation : operations) ops::apply(fold, operation);
      const Schema found = database.schema();
      ASSERT_TRUE(only_tables(found) == only_tables(normalized(fold)))
          << difference(only_tables(found), only_tables(normalized(fold)));
      check_integrity(database, found);

      std::vector<Operation> reversed;
      bool values_kept = true;
      for (auto operation = operations.rbegin(); operation != operations.rend(); ++operation) {
        reversed.push_back(ops::reverse(*operation));
        values_kept = values_kept && keeps_values(*operation);
      }
      const std::string after = database.dump();
      const std::string back = message_of([&] { database.apply(reversed); });
      if (back !=
          "(no error)") {  // rows that the new shape let in, or made, do not fit the old one
        ASSERT_EQ(database.dump(), after) << back;
        ASSERT_FALSE(values_kept) << back;
        break;
      }
      ASSERT_TRUE(plain(database.schema()) == plain(before))
          << difference(plain(database.schema()), plain(before));
      if (values_kept) {
        ASSERT_EQ(contents_of(database), contents);
      }
      database.apply(operations);
      ASSERT_TRUE(plain(database.schema()) == plain(found));
    }
  }
  EXPECT_GT(done, refused / 4) << "most sequences must get somewhere";
  std::printf("%d sequences done and undone, %d refused by rows or keys\n", done, refused);
}

}  // namespace
}  // namespace migrate::sqlite

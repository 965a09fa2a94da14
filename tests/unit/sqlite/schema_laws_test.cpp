#include <gmock/gmock.h>

#include <algorithm>

#include "base/text.hpp"
#include "memory_database.hpp"
#include "schema/order.hpp"
#include "spelling.hpp"
#include "sqlite/names.hpp"
#include "sqlite/types.hpp"
#include "support/random_schema.hpp"

namespace migrate::sqlite {
namespace {

/// What the database makes of a schema.
Schema made_of(const Schema& schema) {
  MemoryDatabase database;
  database.create(schema);
  return database.schema();
}

#define EXPECT_SAME_SCHEMA(a, b) \
  EXPECT_TRUE((a) == (b)) << "first:\n" << text_of(a) << "\nsecond:\n" << text_of(b)

TEST(SqliteSchemaLawsTest, ReflectingWhatWasMadeGivesItBack) {
  for (const std::uint64_t seed : test::seeds("MIGRATE_TEST_SCHEMAS", 150)) {
    SCOPED_TRACE(test::repeat_with("MIGRATE_TEST_SCHEMAS", seed));
    test::Random random(seed);
    const Schema schema = test::random_schema(random, "sqlite");
    const Schema made = made_of(schema);
    EXPECT_SAME_SCHEMA(made, schema);
    EXPECT_SAME_SCHEMA(made_of(made), made);
    if (::testing::Test::HasFailure()) return;
  }
}

/// The same statement as another hand would write it: comments and blanks around keywords, which
/// are written in any case, and names in other quotes.
std::string respelled(const std::string& statement, test::Random& random) {
  const std::vector<Token> tokens = tokens_of(statement);
  std::string out;
  std::size_t end = 0;
  bool keyword = false;
  for (const Token& token : tokens) {
    const bool next_keyword = is_keyword(token);
    const std::string gap = statement.substr(end, token.begin - end);
    // Elsewhere a gap may be part of a type's text, which is kept to the letter; to SQLite so is
    // one between GENERATED and ALWAYS.
    if ((keyword || next_keyword) && !token.is("GENERATED") && !token.is("ALWAYS") && end != 0 &&
        random.percent(40)) {
      out += random.any<std::string>(
          {" ", "\n\t", " /* ) ' , */ ", "/**/", " -- ( \" x\n", "/* -- */ -- */\n"});
    } else {
      out += gap;
    }
    std::string text(token.text);
    if (next_keyword && random.percent(50)) {
      text = text::lower(text);
      if (random.percent(30)) text[0] = token.text[0];
    }
    if (token.kind == sql::Lexeme::Kind::name && text.find_first_of("]`") == std::string::npos) {
      const std::string name = unquoted(text);
      text = random.any<std::string>({text, '[' + name + ']', '`' + name + '`'});
    }
    out += text;
    keyword = next_keyword;
    end = token.end();
  }
  return out;
}

TEST(SqliteSchemaLawsTest, HoweverItIsWrittenItIsReadTheSame) {
  for (const std::uint64_t seed : test::seeds("MIGRATE_TEST_SCHEMAS", 100)) {
    SCOPED_TRACE(test::repeat_with("MIGRATE_TEST_SCHEMAS", seed));
    test::Random random(seed);
    const Schema schema = test::random_schema(random, "sqlite");
    MemoryDatabase database;
    for (const Statement& statement : dialect().create(schema)) {
      const std::string text = respelled(statement.text, random);
      SCOPED_TRACE(text);
      ASSERT_NO_THROW(database.connection().execute(text));
    }
    ASSERT_TRUE(plain(database.schema()) == plain(schema))
        << text_of(plain(database.schema())) << text_of(plain(schema));
  }
}

/// Portable schemas keep their shape, and what SQLite makes of them is a fixed point.
TEST(SqliteSchemaLawsTest, APortableSchemaSettlesAtOnce) {
  for (const std::uint64_t seed : test::seeds("MIGRATE_TEST_SCHEMAS", 50)) {
    SCOPED_TRACE(test::repeat_with("MIGRATE_TEST_SCHEMAS", seed));
    test::Random random(seed);
    Schema schema = test::random_schema(random, "postgresql");
    for (Table& table : schema.tables) {
      for (Column& column : table.columns) {
        if (column.collation == "C") column.collation = "NOCASE";
        if (column.server_default && column.server_default->text == "LOCALTIME") {
          column.server_default = "CURRENT_TIME";
        }
      }
      for (Index& index : table.indexes) {
        for (IndexColumn& column : index.columns) {
          if (column.collation == "C") column.collation = "BINARY";
        }
      }
    }
    const Schema made = made_of(schema);
    ASSERT_EQ(made.tables.size(), schema.tables.size());
    EXPECT_SAME_SCHEMA(made_of(made), made);
  }
}

/// The pragmas tell less than the text, but what they tell must be the same.
TEST(SqliteSchemaLawsTest, ReflectionAgreesWithThePragmas) {
  for (const std::uint64_t seed : test::seeds("MIGRATE_TEST_SCHEMAS", 60)) {
    SCOPED_TRACE(test::repeat_with("MIGRATE_TEST_SCHEMAS", seed));
    test::Random random(seed);
    MemoryDatabase database;
    database.create(test::random_schema(random, "sqlite"));
    for (const Table& table : database.schema().tables) {
      const std::string name = dialect().literal(table.name);
      std::string columns;
      for (const Column& column : table.columns) {
        columns +=
            column.name + '|' +
            (column.type.kind == Type::Kind::native ? column.type.name : type_text(column.type)) +
            '|' + (column.server_default ? column.server_default->text : "∅") + '|' +
            (!column.generated          ? "0"
             : column.generated->stored ? "3"
                                        : "2") +
            '\n';
      }
      EXPECT_EQ(columns,
                database.rows("SELECT name, type, dflt_value, hidden FROM pragma_table_xinfo(" +
                              name + ") ORDER BY cid"));
      EXPECT_EQ(std::to_string(table.without_rowid) + '|' + std::to_string(table.strict) + '\n',
                database.rows("SELECT wr, strict FROM pragma_table_list(" + name + ')'));
      std::string keys;
      if (table.primary_key) {
        for (const KeyColumn& column : table.primary_key->columns) keys += column.name + '\n';
      }
      EXPECT_EQ(keys, database.rows("SELECT name FROM pragma_table_xinfo(" + name +
                                    ") WHERE pk > 0 ORDER BY pk"));
      for (const Index& index : table.indexes) {
        std::string parts;
        for (const IndexColumn& column : index.columns) {
          parts += (column.column.empty() ? "∅" : column.column) + '|' +
                   std::to_string(column.descending) + '\n';
        }
        EXPECT_EQ(parts,
                  database.rows("SELECT name, \"desc\" FROM pragma_index_xinfo(" +
                                dialect().literal(index.name) + ") WHERE key ORDER BY seqno"));
      }
      std::size_t pairs = 0;
      for (const ForeignKey& key : table.foreign_keys) pairs += key.columns.size();
      EXPECT_EQ(std::to_string(pairs) + '\n',
                database.rows("SELECT count(*) FROM pragma_foreign_key_list(" + name + ')'));
    }
  }
}

}  // namespace
}  // namespace migrate::sqlite

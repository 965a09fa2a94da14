#include <algorithm>
#include <map>

#include "postgresql_schema.hpp"
#include "schema/order.hpp"
#include "support/random_operations.hpp"
#include "support/random_schema_postgresql.hpp"

/// What schema.md calls laws, on random schemas. N(S) is what the server makes of S.
namespace migrate::test {
namespace {

using PostgresqlLaws = PostgresqlSchema;

/// Without what the server spells in its own way, and what only making needs.
Schema without_spelling(Schema schema) {
  for (Table& table : schema.tables) {
    table.depends_on.clear();
    for (Column& column : table.columns) {
      if (column.server_default) column.server_default = Sql("…");
      if (column.generated) column.generated->expression = "…";
    }
    for (Check& check : table.checks) check.condition = "…";
    for (Index& index : table.indexes) {
      if (!index.where.empty()) index.where = "…";
      for (IndexColumn& part : index.columns) {
        if (!part.expression.empty()) part.expression = "…";
        // The column's own need not be said, and the server does not.
        for (const Column& column : table.columns) {
          if (column.name == part.column && column.collation == part.collation) {
            part.collation.clear();
          }
        }
      }
    }
  }
  for (Object& object : schema.objects) object.depends_on.clear();
  return schema;
}

/// DEFAULT NULL is none, though the server keeps it where the type has a length (NULL::numeric).
Schema without_null_defaults(Schema schema) {
  for (Table& table : schema.tables) {
    for (Column& column : table.columns) {
      const bool is_null = column.server_default && column.server_default->text.starts_with("NULL");
      if (is_null) column.server_default.reset();
    }
  }
  return schema;
}

TEST_F(PostgresqlLaws, WhatTheServerMakesOfASchemaIsThatSchemaAndStaysSo) {
  for (const std::uint64_t seed : seeds("MIGRATE_TEST_SCHEMAS_POSTGRESQL", 15)) {
    SCOPED_TRACE(repeat_with("MIGRATE_TEST_SCHEMAS_POSTGRESQL", seed));
    Random random(seed);
    const Schema schema = random_postgresql_schema(random);
    const Reflection made = made_of(schema);
    EXPECT_THAT(made.warnings, testing::IsEmpty());
    EXPECT_EQ(to_json(without_spelling(without_null_defaults(made.schema))),
              to_json(without_spelling(without_null_defaults(schema))));
    EXPECT_EQ(to_json(made_of(made.schema).schema), to_json(made.schema));
    if (HasFailure()) return;
  }
}

/// Column order is no difference.
std::string in_any_order(Schema schema) {
  for (Table& table : schema.tables) {
    std::ranges::sort(table.columns, {}, &Column::name);
    table.depends_on.clear();
  }
  return to_json(normalized(std::move(schema)));
}

/// Rows in tables, and the operations that have been done on them.
class Walk {
 public:
  Walk(const Dialect& dialect, Connection& connection)
      : dialect_(dialect), connection_(connection), now_(shape()) {}

  [[nodiscard]] const Schema& now() const { return now_; }
  [[nodiscard]] const std::vector<Operation>& done() const { return done_; }
  [[nodiscard]] Schema shape() { return dialect_.reflect(connection_, {}).schema; }

  /// False: the server, or the schema as a value, does not take it here (its rows forbid it, two
  /// types that do not convert); nothing is changed then. What there is no way back from is left.
  bool try_operation(const Operation& operation) {
    Schema after = now_;
    try {
      ops::apply(after, operation);
      static_cast<void>(ops::reverse(operation));
    } catch (const Error&) {
      return false;
    }
    connection_.execute("BEGIN");
    try {
      run(operation, now_);
      const Schema forth = shape();
      run(ops::reverse(operation), forth);
      connection_.execute("ROLLBACK");
    } catch (const Error&) {
      connection_.execute("ROLLBACK");
      return false;
    }
    run(operation, now_);
    done_.push_back(operation);
    now_ = shape();
    return true;
  }

  void back() {
    for (auto op = done_.rbegin(); op != done_.rend(); ++op) run(ops::reverse(*op), shape());
  }

 private:
  void run(const Operation& operation, const Schema& before) {
    for (const Statement& statement : dialect_.compile({&operation, 1}, before)) {
      connection_.execute(statement.text);
    }
  }

  const Dialect& dialect_;
  Connection& connection_;
  Schema now_;
  std::vector<Operation> done_ = {};
};

/// As many rows as a table takes of what its columns have by themselves.
void fill(Connection& connection, const Schema& schema, Random& random) {
  for (const Table& table : schema.tables) {
    const std::string name = dialect_of("postgresql").quote(table.name);
    std::string columns;
    std::string values;
    for (const Column& column : table.columns) {
      if (column.generated || column.identity || column.nullable) continue;
      columns += (columns.empty() ? "" : ", ") + dialect_of("postgresql").quote(column.name);
      const auto kind = column.type.kind;
      const bool is_text = kind == Type::Kind::text || kind == Type::Kind::string;
      const bool is_number = kind == Type::Kind::integer || kind == Type::Kind::bigint ||
                             kind == Type::Kind::smallint || kind == Type::Kind::double_ ||
                             kind == Type::Kind::float_ || kind == Type::Kind::numeric;
      values += (values.empty() ? "" : ", ") +
                (is_text     ? "'" + std::string(1, static_cast<char>('a' + random.below(26))) + "'"
                 : is_number ? std::to_string(random.between(0, 9))
                             : "DEFAULT");
    }
    const std::string insert =
        columns.empty() ? "INSERT INTO " + name + " DEFAULT VALUES"
                        : "INSERT INTO " + name + " (" + columns + ") VALUES (" + values + ")";
    for (int i = random.between(0, 3); i > 0; --i) {
      try {
        connection.execute(insert);
      } catch (const Error&) {
        break;  // a key, or a type without a value here
      }
    }
  }
}

/// What is in each column of each table, in one text.
class Contents {
 public:
  Contents(Connection& connection, const Schema& schema) : connection_(connection) {
    for (const Table& table : schema.tables) {
      Origin origin = {.table = table.name};
      for (const Column& column : table.columns) {
        origin.columns.emplace(column.name, column.name);
        before_[{table.name, column.name}] = values(table.name, column.name);
      }
      origins_.emplace(table.name, std::move(origin));
    }
  }

  /// Takes what the operation loses, or changes, out of what is compared.
  void follow(const Operation& operation) {
    if (const auto* op = std::get_if<ops::DropTable>(&operation)) {
      origins_.erase(op->name.name);
    } else if (const auto* rename = std::get_if<ops::RenameTable>(&operation)) {
      auto node = origins_.extract(rename->name.name);
      if (node.empty()) return;
      node.key() = rename->new_name;
      origins_.insert(std::move(node));
    } else if (const auto* drop = std::get_if<ops::DropColumn>(&operation)) {
      const auto found = origins_.find(drop->table.name);
      if (found != origins_.end()) found->second.columns.erase(drop->column);
    } else if (const auto* alter = std::get_if<ops::AlterColumn>(&operation)) {
      const auto found = origins_.find(alter->table.name);
      if (found == origins_.end()) return;
      if (alter->type || !alter->backfill.empty()) found->second.columns.erase(alter->column);
      auto node = found->second.columns.extract(alter->column);
      if (node.empty() || !alter->new_name) {
        if (!node.empty()) found->second.columns.insert(std::move(node));
        return;
      }
      node.key() = *alter->new_name;
      found->second.columns.insert(std::move(node));
    }
  }

  /// How many columns were looked at.
  std::size_t expect_survived() {
    std::size_t seen = 0;
    for (const auto& [now, origin] : origins_) {
      for (const auto& [column_now, column] : origin.columns) {
        EXPECT_EQ(values(origin.table, column), before_.at({origin.table, column}))
            << origin.table << "." << column;
        ++seen;
      }
    }
    return seen;
  }

 private:
  struct Origin {
    std::string table = {};
    std::map<std::string, std::string> columns = {};  ///< by what they are called now
  };

  std::string values(const std::string& table, const std::string& column) {
    const Dialect& dialect = dialect_of("postgresql");
    const std::string name = dialect.quote(column);
    return connection_
        .query("SELECT array_agg(" + name + "::text ORDER BY " + name + "::text) FROM " +
               dialect.quote(table))
        .at(0)
        .at(0)
        .value_or("none");
  }

  Connection& connection_;
  std::map<std::pair<std::string, std::string>, std::string> before_ = {};
  std::map<std::string, Origin> origins_ = {};
};

TEST_F(PostgresqlLaws, OperationsAgreeWithTheValueAndGoBack) {
  std::size_t done = 0;
  std::size_t survived = 0;
  for (const std::uint64_t seed : seeds("MIGRATE_TEST_OPERATIONS_POSTGRESQL", 8)) {
    SCOPED_TRACE(repeat_with("MIGRATE_TEST_OPERATIONS_POSTGRESQL", seed));
    Random random(seed);
    const TestDatabase database = TestDatabase::create("postgresql");
    const auto connection = dialect_.connect(database.url(), {}, observer_);
    run(*connection, dialect_.create(random_schema(random, "postgresql", {.tables = 4})));
    Walk walk(dialect_, *connection);
    const Schema before = walk.now();
    fill(*connection, before, random);
    Contents contents(*connection, before);
    Schema value = before;
    RandomOperations operations(random, "postgresql");
    for (int i = 0; i < 25; ++i) {
      const auto operation = operations.next(walk.now());
      if (!operation || !walk.try_operation(*operation)) continue;
      ops::apply(value, *operation);
      contents.follow(*operation);
    }
    done += walk.done().size();
    std::string all;
    for (const Operation& operation : walk.done()) all += ops::describe(operation) + "\n";
    SCOPED_TRACE(all);
    EXPECT_EQ(in_any_order(made_of(value).schema), in_any_order(walk.now()));

    walk.back();
    EXPECT_EQ(in_any_order(walk.shape()), in_any_order(before));
    survived += contents.expect_survived();
    if (HasFailure()) return;
  }
  EXPECT_GT(done, 40U);
  EXPECT_GT(survived, 40U);
}

}  // namespace
}  // namespace migrate::test

#include "support/random_schema_postgresql.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "schema/order.hpp"

namespace migrate::test {
namespace {

using Kind = Object::Kind;

/// In quotes where it must be; names here are plain or need them.
std::string quoted(const std::string& name) {
  const bool plain = !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || c == '_' || (c >= '0' && c <= '9');
  });
  if (plain && !text::is_digit(name.front()) && name.find('_') != std::string::npos) return name;
  return '"' + text::replace_all(name, "\"", "\"\"") + '"';
}

class Enrichment {
 public:
  Enrichment(Random& random, const SchemaShape& shape)
      : random_(random), schema_(random_schema(random, "postgresql", shape)) {}

  Schema take() {
    enums();
    for (Table& table : schema_.tables) {
      columns(table);
      keys(table);
      foreign_keys(table);
      checks(table);
      indexes(table);
      settings(table);
    }
    partitions();
    inheritance();
    objects();
    return normalized(std::move(schema_));
  }

 private:
  std::string name(const std::string& word) { return "x_" + word + "_" + std::to_string(++count_); }
  std::string comment() {
    if (!random_.percent(20)) return {};
    return random_.any<std::string>({"plain", "it's", "back\\slash", "two\nlines", "ünï"});
  }
  Column& any_column(Table& table) { return table.columns[random_.below(table.columns.size())]; }

  void enums() {
    for (int i = random_.between(1, 2); i > 0; --i) {
      Object made = {.kind = Kind::enumeration, .name = name("mood"), .comment = comment()};
      made.values = {"sad", "it's ok", "Happy"};
      made.values.resize(static_cast<std::size_t>(random_.between(1, 3)));
      enums_.push_back(made.name);
      schema_.objects.push_back(std::move(made));
    }
    if (random_.percent(60)) {
      domain_ = name("domain");
      schema_.objects.push_back({.kind = Kind::domain,
                                 .name = domain_,
                                 .definition = "CREATE DOMAIN " + domain_ +
                                               " AS integer DEFAULT 3 NOT NULL\n  CONSTRAINT " +
                                               domain_ + "_check CHECK ((VALUE > 0))",
                                 .comment = comment()});
    }
  }

  void add(Table& table, Column column) {
    column.comment = comment();
    table.columns.push_back(std::move(column));
  }

  void columns(Table& table) {
    for (Column& column : table.columns) column.comment = comment();
    if (random_.percent(40)) {
      const std::string& mood = random_.any(enums_);
      add(table, {.name = name("enum"),
                  .type = {.kind = Type::Kind::enumeration, .name = mood},
                  .server_default = Sql("'sad'::" + mood)});
      add(table, {.name = name("enums"),
                  .type = {.kind = Type::Kind::enumeration, .array = true, .name = mood}});
    }
    if (random_.percent(40) && !domain_.empty()) {
      add(table, {.name = name("of_domain"), .type = {.name = domain_}});
    }
    if (random_.percent(40)) identity(table);
    if (random_.percent(40)) serial(table);
    if (random_.percent(50)) {
      Column made = {.name = name("long"), .type = {.kind = Type::Kind::text}};
      if (random_.percent(50)) made.storage = random_.any<std::string>({"external", "main"});
      if (random_.percent(50)) made.compression = "pglz";
      if (random_.percent(50)) made.statistics = random_.between(1, 1000);
      if (random_.percent(50)) made.options = {"n_distinct=5"};
      add(table, std::move(made));
    }
    if (random_.percent(30)) {
      add(table, {.name = name("ints"), .type = {.kind = Type::Kind::integer, .array = true}});
    }
    if (random_.percent(30)) {
      const std::string range = name("range");
      add(table, {.name = range, .type = {.name = "int4range"}});
      table.excludes.push_back({.name = name("ex"),
                                .definition = "EXCLUDE USING gist (" + range + " WITH &&)",
                                .comment = comment()});
    }
  }

  void identity(Table& table) {
    Identity made = {.always = random_.percent(50)};
    if (random_.percent(30)) made.start = random_.between(2, 50);
    if (random_.percent(30)) made.increment = random_.between(2, 5);
    if (random_.percent(30)) made.maximum = random_.between(1000, 2000);
    if (random_.percent(30)) made.cache = random_.between(2, 9);
    made.cycle = random_.percent(20);
    add(table, {.name = name("identity"),
                .type = {.kind = random_.percent(50) ? Type::Kind::integer : Type::Kind::bigint},
                .nullable = false,
                .identity = made});
    // The table's name may be such that the server would name its sequence otherwise.
    table.columns.back().identity->sequence = name("identity_seq");
  }

  void serial(Table& table) {
    if (table.name.find_first_of(".\"") != std::string::npos) return;
    const std::string column = name("serial");
    const std::string sequence = name("seq");
    add(table, {.name = column,
                .type = {.kind = Type::Kind::integer},
                .nullable = false,
                .server_default = Sql("nextval('" + sequence + "'::regclass)")});
    schema_.objects.push_back({.kind = Kind::sequence,
                               .name = sequence,
                               .definition = "CREATE SEQUENCE " + sequence + " AS integer",
                               .owned_by = table.name + "." + column,
                               .comment = comment()});
  }

  Deferrable deferrable() {
    return random_.any<Deferrable>(
        {Deferrable::no, Deferrable::initially_immediate, Deferrable::initially_deferred});
  }

  void keys(Table& table) {
    if (table.primary_key) {
      table.primary_key->comment = comment();
      if (random_.percent(20)) table.primary_key->options = {"fillfactor=70"};
    }
    for (Unique& unique : table.uniques) {
      unique.comment = comment();
      unique.nulls_not_distinct = random_.percent(20);
      if (random_.percent(20)) unique.options = {"fillfactor=80"};
    }
    if (random_.percent(30)) {  // nothing refers to it, so that it may be deferrable
      const Column made = {.name = name("key"), .type = {.kind = Type::Kind::uuid}};
      const Column other = {.name = name("beside"), .type = {.kind = Type::Kind::date}};
      table.uniques.push_back({.name = name("uq"),
                               .columns = {KeyColumn(made.name)},
                               .include = {other.name},
                               .deferrable = deferrable(),
                               .comment = comment()});
      table.columns.push_back(made);
      table.columns.push_back(other);
    }
  }

  void foreign_keys(Table& table) {
    for (ForeignKey& key : table.foreign_keys) {
      key.comment = comment();
      key.deferrable = deferrable();
      if (random_.percent(20)) key.not_valid = true;
      if (random_.percent(20)) key.match = Match::full;
      if (key.on_delete == Action::set_null && random_.percent(40)) {
        key.on_delete_columns = {key.columns.front()};
      }
    }
  }

  void checks(Table& table) {
    for (Check& check : table.checks) {
      check.comment = comment();
      check.not_valid = random_.percent(20);
      check.no_inherit = random_.percent(20);
    }
  }

  void indexes(Table& table) {
    for (Index& index : table.indexes) {
      index.comment = comment();
      index.nulls_not_distinct = index.unique && random_.percent(30);
      if (random_.percent(20)) index.options = {"fillfactor=60"};
      for (IndexColumn& part : index.columns) {
        if (random_.percent(20)) part.nulls = part.descending ? Nulls::last : Nulls::first;
      }
    }
    for (const Column& column : std::vector<Column>(table.columns)) {
      if (!column.name.starts_with("x_") || !random_.percent(40)) continue;
      Index made = {.name = name("ix"), .columns = {IndexColumn(column.name)}};
      if (column.type.array) {
        made.method = "gin";
        if (random_.percent(40)) made.options = {"fastupdate=off"};
      } else if (column.type.name == "int4range") {
        made.method = random_.any<std::string>({"gist", "spgist"});
      } else if (column.type.kind == Type::Kind::text) {
        made.columns[0].opclass = "text_pattern_ops";
        made.include = {any_column(table).name};
      } else {
        made.method = random_.any<std::string>({"", "hash"});
        if (column.type.kind == Type::Kind::date) made.method = "brin";
      }
      table.indexes.push_back(std::move(made));
    }
  }

  void settings(Table& table) {
    table.comment = comment();
    if (random_.percent(20)) table.options = {"fillfactor=70", "autovacuum_enabled=false"};
    table.row_security = random_.percent(20);
    table.force_row_security = random_.percent(10);
    if (random_.percent(20)) table.replica_identity = random_.any<std::string>({"full", "nothing"});
  }

  /// A partition has its parent's columns, and its own names for what they share.
  void partitions() {
    if (!random_.percent(70)) return;
    Table parent = {.name = name("parted"), .partition_by = "LIST (x_kind)"};
    parent.columns = {{.name = "x_kind", .type = {.kind = Type::Kind::text}, .nullable = false},
                      {.name = "x_id", .type = {.kind = Type::Kind::bigint}, .nullable = false}};
    parent.primary_key = PrimaryKey{.name = parent.name + "_pkey", .columns = {"x_id", "x_kind"}};
    const bool has_index = random_.percent(60);
    const std::string index = name("ix");
    if (has_index) parent.indexes = {{.name = index, .columns = {IndexColumn("x_id")}}};
    for (const char* bound : {"FOR VALUES IN ('a', 'it''s')", "DEFAULT"}) {
      if (!random_.percent(80)) continue;
      Table part = parent;
      part.name = name("part");
      part.partition_by.clear();
      part.partition_of = PartitionOf{.table = parent.name, .bound = bound};
      part.primary_key->name = name("part_key");
      for (Column& column : part.columns) column.inherited = true;
      for (Index& one : part.indexes) {
        one.name = name("part_ix");
        one.inherited = true;
      }
      if (random_.percent(50)) part.columns[1].server_default = Sql("5");
      if (random_.percent(50)) {
        part.columns.push_back(part.columns[0]);  // its own order
        part.columns.erase(part.columns.begin());
      }
      schema_.tables.push_back(std::move(part));
    }
    schema_.tables.push_back(std::move(parent));
  }

  void inheritance() {
    if (!random_.percent(60)) return;
    Table parent = {.name = name("parent")};
    parent.columns = {
        {.name = "x_a", .type = {.kind = Type::Kind::integer}, .server_default = Sql("1")},
        {.name = "x_b", .type = {.kind = Type::Kind::text}}};
    parent.checks = {{.name = name("ck"), .condition = "x_a > 0"}};
    Table child = {.name = name("child"), .inherits = {{.name = parent.name}}};
    child.columns = parent.columns;
    for (Column& column : child.columns) column.inherited = true;
    child.checks = parent.checks;
    child.checks[0].inherited = true;
    if (random_.percent(50)) child.columns[0].server_default = Sql("2");
    if (random_.percent(50)) child.columns[1].nullable = false;
    child.columns[1].comment = comment();
    child.columns.push_back({.name = "x_c", .type = {.kind = Type::Kind::date}});
    schema_.tables.push_back(std::move(parent));
    schema_.tables.push_back(std::move(child));
  }

  void objects() {
    const std::string function = name("f");
    schema_.objects.push_back(
        {.kind = Kind::function,
         .name = function + "()",
         .definition = "CREATE OR REPLACE FUNCTION " + function +
                       "()\n RETURNS trigger\n LANGUAGE plpgsql\nAS $function$BEGIN RETURN new; "
                       "END$function$",
         .comment = comment()});
    std::string view;
    for (const Table& table : std::vector<Table>(schema_.tables)) {
      const std::string on = quoted(table.name);
      if (random_.percent(30) && !table.partition_of && on == table.name) {
        Object made = {.kind = Kind::trigger, .name = name("tr"), .table = table.name};
        made.definition = "CREATE TRIGGER " + made.name + " BEFORE INSERT ON " + on +
                          " FOR EACH ROW EXECUTE FUNCTION " + function + "()";
        made.depends_on = {{.kind = "function", .name = function + "()"}};
        if (random_.percent(30))
          made.then = {"ALTER TABLE " + on + " DISABLE TRIGGER " + made.name};
        made.comment = comment();
        schema_.objects.push_back(std::move(made));
      }
      if (random_.percent(30)) {
        Object made = {.kind = Kind::view, .name = name("v")};
        made.definition = "CREATE VIEW " + made.name + " AS\n SELECT 1 AS one" +
                          (view.empty() ? "" : ",\n    " + view + ".one AS two\n   FROM " + view);
        if (!view.empty()) made.depends_on = {{.kind = "view", .name = view}};
        made.comment = comment();
        view = made.name;
        schema_.objects.push_back(std::move(made));
      }
    }
  }

  Random& random_;
  Schema schema_;
  std::vector<std::string> enums_ = {};
  std::string domain_ = {};
  int count_ = 0;
};

}  // namespace

Schema random_postgresql_schema(Random& random, const SchemaShape& shape) {
  return Enrichment(random, shape).take();
}

}  // namespace migrate::test

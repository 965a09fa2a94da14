#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A database's structure as plain values, wherever it came from: reflected, loaded, replayed or
/// written in C++. Header-only and without dependencies, for model headers include it.
///
/// Each struct lists its members once, in members(). JSON, comparison and the tests that change one
/// attribute after the other all walk that list, so that an attribute cannot be forgotten in one
/// of them. The name in the list is the attribute's key in JSON.
namespace migrate {

/// SQL that may be spelled differently on each database. A reflected schema has `text` alone.
struct Sql {
  std::string text = {};  ///< for every database that has no spelling of its own below
  std::string sqlite = {};
  std::string postgresql = {};

  Sql() = default;
  Sql(std::string all) : text(std::move(all)) {}  // NOLINT(google-explicit-constructor)
  Sql(const char* all) : text(all) {}             // NOLINT(google-explicit-constructor)
  Sql(std::string_view all) : text(all) {}        // NOLINT(google-explicit-constructor)
  /// `per_database("strftime(…)", "now()")`; `others` is for what is neither.
  static Sql per_database(std::string sqlite, std::string postgresql, std::string others = {}) {
    Sql sql;
    sql.text = std::move(others);
    sql.sqlite = std::move(sqlite);
    sql.postgresql = std::move(postgresql);
    return sql;
  }

  /// The spelling for a dialect ("sqlite", "postgresql").
  [[nodiscard]] const std::string& on(std::string_view dialect) const {
    if (dialect == "sqlite" && !sqlite.empty()) return sqlite;
    if (dialect == "postgresql" && !postgresql.empty()) return postgresql;
    return text;
  }
  [[nodiscard]] bool empty() const { return text.empty() && sqlite.empty() && postgresql.empty(); }
  bool operator==(const Sql&) const = default;
};

/// A column's type: a portable one, or the database's own text. A portable type is used only where
/// it renders back to exactly what the database reports (the dialects' types.cpp have the tables).
struct Type {
  enum class Kind : std::uint8_t {
    native,  ///< `name` is the database's own text; empty = none at all (SQLite)
    integer,
    bigint,
    smallint,
    boolean,
    string,  ///< `length` characters; 0 = no limit given
    text,
    float_,
    double_,
    numeric,  ///< `precision` and `scale`; precision 0 = none given
    date,
    time,
    datetime,     ///< without time zone
    timestamptz,  ///< a moment
    interval,
    uuid,
    json,
    jsonb,
    blob,
    enumeration,  ///< `schema`.`name`; `values` may be given here or in an Object of that name
  };
  Kind kind = Kind::native;
  int length = 0;
  int precision = 0;
  int scale = 0;
  bool array = false;  ///< an array of it, of any number of dimensions (PostgreSQL)
  std::string schema = {};
  std::string name = {};
  std::vector<std::string> values = {};

  bool operator==(const Type&) const = default;
};

/// What a foreign key does when the row it refers to goes or changes.
enum class Action : std::uint8_t { no_action, restrict, cascade, set_null, set_default };
enum class Match : std::uint8_t { simple, full, partial };
enum class Deferrable : std::uint8_t { no, initially_immediate, initially_deferred };
enum class Nulls : std::uint8_t { by_default, first, last };
/// SQLite's ON CONFLICT of a constraint; `none` = the clause is absent.
enum class Conflict : std::uint8_t { none, rollback, abort, fail, ignore, replace };

/// A sequence that PostgreSQL keeps for a column (GENERATED … AS IDENTITY). Absent options are the
/// server's defaults.
struct Identity {
  bool always = false;  ///< ALWAYS, else BY DEFAULT
  std::optional<std::int64_t> start = {};
  std::optional<std::int64_t> increment = {};
  std::optional<std::int64_t> minimum = {};
  std::optional<std::int64_t> maximum = {};
  std::optional<std::int64_t> cache = {};
  bool cycle = false;
  std::string sequence = {};  ///< its name, where it is not the one that the server would choose

  template <class Visitor>
  static void members(Visitor&& visit) {
    visit("always", &Identity::always);
    visit("start", &Identity::start);
    visit("increment", &Identity::increment);
    visit("minimum", &Identity::minimum);
    visit("maximum", &Identity::maximum);
    visit("cache", &Identity::cache);
    visit("cycle", &Identity::cycle);
    visit("sequence", &Identity::sequence);
  }
  bool operator==(const Identity&) const = default;
};

/// GENERATED ALWAYS AS (…).
struct Generated {
  Sql expression = {};
  bool stored = false;  ///< STORED, else VIRTUAL (SQLite only)

  template <class Visitor>
  static void members(Visitor&& visit) {
    visit("expression", &Generated::expression);
    visit("stored", &Generated::stored);
  }
  bool operator==(const Generated&) const = default;
};

struct Column {
  std::string name = {};
  Type type = {};
  bool nullable = true;
  std::optional<Sql> server_default = {};  ///< verbatim, without DEFAULT; none = there is none
  std::optional<Identity> identity = {};
  std::optional<Generated> generated = {};
  std::string collation = {};
  std::string comment = {};
  Conflict not_null_conflict = Conflict::none;  ///< SQLite: NOT NULL ON CONFLICT …
  std::string not_null_name = {};               ///< SQLite: CONSTRAINT name NOT NULL
  std::string storage = {};                     ///< PostgreSQL, where it is not the type's own
  std::string compression = {};                 ///< PostgreSQL
  std::optional<int> statistics = {};           ///< PostgreSQL: SET STATISTICS
  std::vector<std::string> options = {};        ///< PostgreSQL: n_distinct=5
  bool inherited = false;         ///< PostgreSQL: it is there because a parent table has it
  std::string renamed_from = {};  ///< a wish of the target's, used by diff; never reflected

  template <class Visitor>
  static void members(Visitor&& visit) {
    visit("name", &Column::name);
    visit("type", &Column::type);
    visit("nullable", &Column::nullable);
    visit("server_default", &Column::server_default);
    visit("identity", &Column::identity);
    visit("generated", &Column::generated);
    visit("collation", &Column::collation);
    visit("comment", &Column::comment);
    visit("not_null_conflict", &Column::not_null_conflict);
    visit("not_null_name", &Column::not_null_name);
    visit("storage", &Column::storage);
    visit("compression", &Column::compression);
    visit("statistics", &Column::statistics);
    visit("options", &Column::options);
    visit("inherited", &Column::inherited);
    visit("renamed_from", &Column::renamed_from);
  }
  bool operator==(const Column&) const = default;
};

/// A column in a key. SQLite allows a collation and an order there; mostly it is the name alone,
/// and may be written as that.
struct KeyColumn {
  std::string name = {};
  std::string collation = {};
  bool descending = false;

  KeyColumn() = default;
  KeyColumn(std::string column) : name(std::move(column)) {}  // NOLINT(google-explicit-constructor)
  KeyColumn(const char* column) : name(column) {}             // NOLINT(google-explicit-constructor)

  template <class Visitor>
  static void members(Visitor&& visit) {
    visit("name", &KeyColumn::name);
    visit("collation", &KeyColumn::collation);
    visit("order", &KeyColumn::descending);  // "asc", "desc"
  }
  bool operator==(const KeyColumn&) const = default;
};

struct PrimaryKey {
  std::string name = {};  ///< empty = unnamed (SQLite); PostgreSQL names every constraint
  std::vector<KeyColumn> columns = {};
  bool autoincrement = false;  ///< SQLite
  Conflict conflict = Conflict::none;
  std::vector<std::string> include = {};  ///< PostgreSQL
  Deferrable deferrable = Deferrable::no;
  std::vector<std::string> options = {};  ///< PostgreSQL: fillfactor=70
  std::string comment = {};

  template <class Visitor>
  static void members(Visitor&& visit) {
    visit("name", &PrimaryKey::name);
    visit("columns", &PrimaryKey::columns);
    visit("autoincrement", &PrimaryKey::autoincrement);
    visit("conflict", &PrimaryKey::conflict);
    visit("include", &PrimaryKey::include);
    visit("deferrable", &PrimaryKey::deferrable);
    visit("options", &PrimaryKey::options);
    visit("comment", &PrimaryKey::comment);
  }
  bool operator==(const PrimaryKey&) const = default;
};

struct Unique {
  std::string name = {};
  std::vector<KeyColumn> columns = {};
  Conflict conflict = Conflict::none;
  bool nulls_not_distinct = false;
  std::vector<std::string> include = {};
  Deferrable deferrable = Deferrable::no;
  std::vector<std::string> options = {};
  std::string comment = {};

  template <class Visitor>
  static void members(Visitor&& visit) {
    visit("name", &Unique::name);
    visit("columns", &Unique::columns);
    visit("conflict", &Unique::conflict);
    visit("nulls_not_distinct", &Unique::nulls_not_distinct);
    visit("include", &Unique::include);
    visit("deferrable", &Unique::deferrable);
    visit("options", &Unique::options);
    visit("comment", &Unique::comment);
  }
  bool operator==(const Unique&) const = default;
};

/// The table and columns that a foreign key refers to.
struct References {
  std::string schema = {};  ///< empty = the connection's own, as everywhere
  std::string table = {};
  std::vector<std::string> columns = {};  ///< empty = its primary key

  template <class Visitor>
  static void members(Visitor&& visit) {
    visit("schema", &References::schema);
    visit("table", &References::table);
    visit("columns", &References::columns);
  }
  bool operator==(const References&) const = default;
};

struct ForeignKey {
  std::string name = {};
  std::vector<std::string> columns = {};
  References references = {};
  Action on_delete = Action::no_action;
  Action on_update = Action::no_action;
  std::vector<std::string> on_delete_columns = {};  ///< PostgreSQL 15: SET NULL (a, b)
  Match match = Match::simple;
  Deferrable deferrable = Deferrable::no;
  bool not_valid = false;
  std::string comment = {};

  template <class Visitor>
  static void members(Visitor&& visit) {
    visit("name", &ForeignKey::name);
    visit("columns", &ForeignKey::columns);
    visit("references", &ForeignKey::references);
    visit("on_delete", &ForeignKey::on_delete);
    visit("on_update", &ForeignKey::on_update);
    visit("on_delete_columns", &ForeignKey::on_delete_columns);
    visit("match", &ForeignKey::match);
    visit("deferrable", &ForeignKey::deferrable);
    visit("not_valid", &ForeignKey::not_valid);
    visit("comment", &ForeignKey::comment);
  }
  bool operator==(const ForeignKey&) const = default;
};

struct Check {
  std::string name = {};
  Sql condition = {};  ///< without CHECK and its parentheses
  bool not_valid = false;
  bool no_inherit = false;
  bool inherited = false;  ///< PostgreSQL: it is there because a parent table has it
  std::string comment = {};

  template <class Visitor>
  static void members(Visitor&& visit) {
    visit("name", &Check::name);
    visit("condition", &Check::condition);
    visit("not_valid", &Check::not_valid);
    visit("no_inherit", &Check::no_inherit);
    visit("inherited", &Check::inherited);
    visit("comment", &Check::comment);
  }
  bool operator==(const Check&) const = default;
};

/// PostgreSQL's EXCLUDE, kept as the server prints it.
struct Exclude {
  std::string name = {};
  std::string definition = {};  ///< from `EXCLUDE USING …` on, deferrability included
  std::string comment = {};

  template <class Visitor>
  static void members(Visitor&& visit) {
    visit("name", &Exclude::name);
    visit("definition", &Exclude::definition);
    visit("comment", &Exclude::comment);
  }
  bool operator==(const Exclude&) const = default;
};

/// A part of an index: a column, or else an expression.
struct IndexColumn {
  std::string column = {};
  Sql expression = {};
  std::string collation = {};
  std::string opclass = {};  ///< PostgreSQL, with its parameters, where it is not the default
  bool descending = false;
  Nulls nulls = Nulls::by_default;

  IndexColumn() = default;
  IndexColumn(std::string name) : column(std::move(name)) {}  // NOLINT(google-explicit-constructor)
  IndexColumn(const char* name) : column(name) {}             // NOLINT(google-explicit-constructor)

  template <class Visitor>
  static void members(Visitor&& visit) {
    visit("column", &IndexColumn::column);
    visit("expression", &IndexColumn::expression);
    visit("collation", &IndexColumn::collation);
    visit("opclass", &IndexColumn::opclass);
    visit("order", &IndexColumn::descending);  // "asc", "desc"
    visit("nulls", &IndexColumn::nulls);
  }
  bool operator==(const IndexColumn&) const = default;
};

/// An index that no constraint made. It lives in its table's schema.
struct Index {
  std::string name = {};
  std::vector<IndexColumn> columns = {};
  bool unique = false;
  std::string method = {};  ///< PostgreSQL; empty = btree
  std::vector<std::string> include = {};
  Sql where = {};
  bool nulls_not_distinct = false;
  std::vector<std::string> options = {};  ///< PostgreSQL: fillfactor=70
  bool inherited = false;                 ///< PostgreSQL: made with the partitioned table's index
  std::string comment = {};

  template <class Visitor>
  static void members(Visitor&& visit) {
    visit("name", &Index::name);
    visit("columns", &Index::columns);
    visit("unique", &Index::unique);
    visit("method", &Index::method);
    visit("include", &Index::include);
    visit("where", &Index::where);
    visit("nulls_not_distinct", &Index::nulls_not_distinct);
    visit("options", &Index::options);
    visit("inherited", &Index::inherited);
    visit("comment", &Index::comment);
  }
  bool operator==(const Index&) const = default;
};

/// A name in a schema. An empty schema is the connection's own (SQLite's main, the first of
/// PostgreSQL's search_path).
struct QualifiedName {
  std::string schema = {};
  std::string name = {};

  template <class Visitor>
  static void members(Visitor&& visit) {
    visit("schema", &QualifiedName::schema);
    visit("name", &QualifiedName::name);
  }
  bool operator==(const QualifiedName&) const = default;
  auto operator<=>(const QualifiedName&) const = default;
};

/// PARTITION OF parent bound.
struct PartitionOf {
  std::string schema = {};
  std::string table = {};
  std::string bound = {};  ///< FOR VALUES … or DEFAULT

  template <class Visitor>
  static void members(Visitor&& visit) {
    visit("schema", &PartitionOf::schema);
    visit("table", &PartitionOf::table);
    visit("bound", &PartitionOf::bound);
  }
  bool operator==(const PartitionOf&) const = default;
};

/// What a table or an object needs to be there before it is made.
struct Dependency {
  std::string kind = {};  ///< "table", or the name of an Object::Kind
  std::string schema = {};
  std::string name = {};

  template <class Visitor>
  static void members(Visitor&& visit) {
    visit("kind", &Dependency::kind);
    visit("schema", &Dependency::schema);
    visit("name", &Dependency::name);
  }
  bool operator==(const Dependency&) const = default;
  auto operator<=>(const Dependency&) const = default;
};

struct Table {
  std::string schema = {};
  std::string name = {};
  std::vector<Column> columns = {};  ///< in the database's order, which is no difference
  std::optional<PrimaryKey> primary_key = {};
  std::vector<Unique> uniques = {};
  std::vector<ForeignKey> foreign_keys = {};
  std::vector<Check> checks = {};
  std::vector<Exclude> excludes = {};
  std::vector<Index> indexes = {};
  std::string comment = {};
  bool strict = false;            ///< SQLite
  bool without_rowid = false;     ///< SQLite
  bool unlogged = false;          ///< PostgreSQL, as is all that follows
  std::string partition_by = {};  ///< `RANGE (a, b)`
  std::optional<PartitionOf> partition_of = {};
  std::vector<QualifiedName> inherits = {};
  std::string access_method = {};         ///< empty = heap
  std::vector<std::string> options = {};  ///< storage parameters: fillfactor=70
  bool row_security = false;
  bool force_row_security = false;
  std::string replica_identity = {};  ///< empty = default; `full`, `nothing`, `index NAME`
  std::string renamed_from = {};      ///< a wish of the target's, used by diff; never reflected
  /// The types, functions, sequences, … that its columns, constraints and indexes use (PostgreSQL),
  /// sorted; for the order of making, no difference by itself.
  std::vector<Dependency> depends_on = {};

  template <class Visitor>
  static void members(Visitor&& visit) {
    visit("schema", &Table::schema);
    visit("name", &Table::name);
    visit("columns", &Table::columns);
    visit("primary_key", &Table::primary_key);
    visit("uniques", &Table::uniques);
    visit("foreign_keys", &Table::foreign_keys);
    visit("checks", &Table::checks);
    visit("excludes", &Table::excludes);
    visit("indexes", &Table::indexes);
    visit("comment", &Table::comment);
    visit("strict", &Table::strict);
    visit("without_rowid", &Table::without_rowid);
    visit("unlogged", &Table::unlogged);
    visit("partition_by", &Table::partition_by);
    visit("partition_of", &Table::partition_of);
    visit("inherits", &Table::inherits);
    visit("access_method", &Table::access_method);
    visit("options", &Table::options);
    visit("row_security", &Table::row_security);
    visit("force_row_security", &Table::force_row_security);
    visit("replica_identity", &Table::replica_identity);
    visit("renamed_from", &Table::renamed_from);
    visit("depends_on", &Table::depends_on);
  }
  bool operator==(const Table&) const = default;
};

/// Everything that is not a table: held whole, compared as text, made and dropped in the order of
/// what it depends on.
struct Object {
  enum class Kind : std::uint8_t {
    schema,
    extension,
    language,
    collation,
    enumeration,  ///< `values` in order; there is no definition
    domain,
    composite,
    range,
    sequence,
    function,  ///< `name` has the argument types: `f(integer, text)`; so have the next two
    procedure,
    aggregate,
    operator_,
    operator_class,
    operator_family,
    cast,
    conversion,
    view,
    materialized_view,
    index,  ///< of a materialised view, on `table`
    virtual_table,
    foreign_data_wrapper,
    foreign_server,
    foreign_table,
    trigger,  ///< on `table`
    rule,     ///< on `table`
    policy,   ///< on `table`
    statistics,
    event_trigger,
    text_search,
    publication,
  };
  Kind kind = Kind::view;
  std::string schema = {};
  std::string name = {};
  std::string table = {};                   ///< what a trigger, rule, policy or index is on
  std::string definition = {};              ///< the whole CREATE statement, without a semicolon
  std::vector<std::string> then = {};       ///< statements that complete it (ALTER … DISABLE)
  std::vector<std::string> values = {};     ///< of an enum
  std::string owned_by = {};                ///< sequence: `table.column`
  std::vector<Dependency> depends_on = {};  ///< sorted
  std::string comment = {};

  template <class Visitor>
  static void members(Visitor&& visit) {
    visit("kind", &Object::kind);
    visit("schema", &Object::schema);
    visit("name", &Object::name);
    visit("table", &Object::table);
    visit("definition", &Object::definition);
    visit("then", &Object::then);
    visit("values", &Object::values);
    visit("owned_by", &Object::owned_by);
    visit("depends_on", &Object::depends_on);
    visit("comment", &Object::comment);
  }
  bool operator==(const Object&) const = default;
};

/// A database's structure. Objects refer to each other by name. Tables are sorted by (schema,
/// name), objects by (kind, schema, table, name), what is in a table by name, columns as they are;
/// normalized() in schema/order.hpp does that to what people wrote.
struct Schema {
  std::vector<Table> tables = {};
  std::vector<Object> objects = {};
  /// Whose texts these are ("sqlite", "postgresql"); empty = portable.
  std::string dialect = {};

  template <class Visitor>
  static void members(Visitor&& visit) {
    visit("dialect", &Schema::dialect);
    visit("tables", &Schema::tables);
    visit("objects", &Schema::objects);
  }
  bool operator==(const Schema&) const = default;
};

}  // namespace migrate

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "migrate/dialect.hpp"

namespace migrate::postgresql {

using Oid = std::uint32_t;

/// The catalogs that objects are in, by the numbers that they have on every server.
enum class Catalog : Oid {
  type = 1247,
  procedure = 1255,
  relation = 1259,
  server = 1417,
  data_wrapper = 2328,
  cast = 2605,
  constraint = 2606,
  conversion = 2607,
  language = 2612,
  schema = 2615,
  operator_class = 2616,
  operator_ = 2617,
  rule = 2618,
  trigger = 2620,
  operator_family = 2753,
  extension = 3079,
  policy = 3256,
  statistics = 3381,
  collation = 3456,
  event_trigger = 3466,
  dictionary = 3600,
  parser = 3601,
  configuration = 3602,
  template_ = 3764,
  publication = 6104,
};

/// Objects below this number were made with the server.
constexpr Oid first_normal = 16384;

/// Joins values of an array in one text; no name or option has it.
constexpr char separator = '\x1f';

/// The values of a row, as what they stand for. NULL is "", 0, false.
class Fields {
 public:
  explicit Fields(const Row& row) : row_(row) {}
  [[nodiscard]] bool has(std::size_t i) const { return row_[i].has_value(); }
  [[nodiscard]] const std::string& text(std::size_t i) const {
    static const std::string nothing;
    return row_[i] ? *row_[i] : nothing;
  }
  [[nodiscard]] bool flag(std::size_t i) const { return row_[i] && *row_[i] == "t"; }
  [[nodiscard]] char letter(std::size_t i) const {
    return row_[i] && !row_[i]->empty() ? row_[i]->front() : '\0';
  }
  [[nodiscard]] std::int64_t number(std::size_t i) const;
  [[nodiscard]] Oid oid(std::size_t i) const { return static_cast<Oid>(number(i)); }
  /// What `separator` joined.
  [[nodiscard]] std::vector<std::string> texts(std::size_t i) const;
  /// `{1,2}` or `1 2`.
  [[nodiscard]] std::vector<int> numbers(std::size_t i) const;

 private:
  const Row& row_;
};

/// What has columns: a table, or something that is held whole.
struct Relation {
  char kind = 'r';  ///< relkind
  std::string schema = {};
  std::string name = {};
  std::size_t place = 0;  ///< in Reading::schema's tables, or its objects
  std::unordered_map<int, std::string> columns = {};  ///< by attnum
};

/// A transaction that only reads, and sees one moment; in the caller's transaction a savepoint,
/// that keeps what is set for the reading from outliving it.
class Snapshot {
 public:
  explicit Snapshot(Connection& connection);
  ~Snapshot();
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  Connection& connection_;
  bool nested_;
};

/// One reading of a database: what its parts share. While it lasts the search_path finds the
/// connection's own schema first, and values print the same on every connection.
class Reading {
 public:
  Reading(Connection& connection, const ReflectOptions& options);

  /// Is the server of this major version or later?
  [[nodiscard]] bool since(int major) const { return version_ >= major * 10000; }

  /// Runs a query in which `$schemas` stands for the numbers of the schemas that are read, and
  /// `$prefix` for what qualifies a name of the schema `n` (nothing for the own one).
  std::vector<Row> query(std::string_view sql);

  /// What the model calls a schema: nothing for the connection's own.
  [[nodiscard]] std::string schema_named(const std::string& name) const {
    return name == own_ ? std::string() : name;
  }
  /// The same for a schema that is read.
  [[nodiscard]] std::string schema_of(Oid number) const;

  /// The comment on an object or (`part` > 0) one of its columns, which is then accounted for.
  std::string comment(Catalog catalog, Oid number, int part = 0);
  /// Those on an object's columns, with their attnum.
  std::vector<std::pair<int, std::string>> column_comments(Oid relation);
  /// Names in warnings the comments that nothing asked for.
  void warn_of_other_comments();

  /// Appends an object, and remembers that others may depend on it.
  Object& add(Catalog catalog, Oid number, Object object);
  void know(Catalog catalog, Oid number, Dependency as);
  /// Null: it is not one that was read.
  [[nodiscard]] const Dependency* find(Oid catalog, Oid number) const;

  void warn(std::string text) { warnings.push_back(std::move(text)); }

  Schema schema = {};
  std::vector<std::string> warnings = {};
  std::unordered_map<Oid, Relation> relations = {};
  std::unordered_map<Oid, Relation> referenced = {};  ///< not read, but foreign keys name them
  std::unordered_map<Oid, Type> enums = {};      ///< by the number of the type, and of its array
  std::unordered_map<Oid, Oid> composites = {};  ///< by their number in pg_class, that in pg_type
  /// Objects that have a number in pg_class or pg_type, by catalog and number.
  std::map<std::pair<Catalog, Oid>, std::size_t> objects = {};

 private:
  void choose_schemas(const std::vector<std::string>& globs);
  void read_comments();

  Connection& connection_;
  Snapshot snapshot_;
  int version_ = 0;
  std::string own_ = {};
  Oid own_number_ = 0;
  std::map<Oid, std::string> schemas_ = {};
  std::string schema_list_ = {};
  std::map<std::pair<Oid, Oid>, std::map<int, std::string>> comments_ = {};
  std::map<std::pair<Oid, Oid>, Dependency> known_ = {};
};

/// The parts, in the order in which they run.
void read_types(Reading& reading);      ///< enums first: columns have them
void read_relations(Reading& reading);  ///< tables and their columns
void read_constraints(Reading& reading);
void read_indexes(Reading& reading);
void read_sequences(Reading& reading);
void read_objects(Reading& reading);
void read_dependencies(Reading& reading);
void read_outside(Reading& reading);  ///< what the model has no place for

}  // namespace migrate::postgresql

#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>

#include "migrate/schema/model_column.hpp"

/// A model's tables: columns, keys, checks and indexes in one list.
namespace migrate {
namespace model {

using Names = std::initializer_list<std::string_view>;

/// A column, or an expression, in a key or an index: `key("name").descending()`.
class Key {
 public:
  explicit Key(std::string_view column) { value_.column = column; }
  explicit Key(Sql expression) { value_.expression = std::move(expression); }
  Key& collation(std::string_view name) { return value_.collation = name, *this; }
  Key& descending() { return value_.descending = true, *this; }
  Key& nulls_first() { return value_.nulls = Nulls::first, *this; }
  Key& nulls_last() { return value_.nulls = Nulls::last, *this; }
  /// PostgreSQL
  Key& opclass(std::string_view name) { return value_.opclass = name, *this; }

  operator IndexColumn() const { return value_; }  // NOLINT(google-explicit-constructor)
  operator KeyColumn() const {                     // NOLINT(google-explicit-constructor)
    KeyColumn column(value_.column);
    column.collation = value_.collation;
    column.descending = value_.descending;
    return column;
  }

 private:
  IndexColumn value_;
};

/// What primary keys and uniques share.
template <class Constraint, class Self>
class KeyConstraint {
 public:
  KeyConstraint(std::string_view name, std::initializer_list<KeyColumn> columns) {
    value_.name = name;
    value_.columns.assign(columns.begin(), columns.end());
  }
  Self& name(std::string_view name) { return value_.name = name, self(); }
  Self& deferrable(Deferrable when) { return value_.deferrable = when, self(); }
  /// SQLite: ON CONFLICT …
  Self& conflict(Conflict conflict) { return value_.conflict = conflict, self(); }
  /// PostgreSQL: INCLUDE (…), WITH (fillfactor=70)
  Self& include(Names columns) {
    return value_.include.assign(columns.begin(), columns.end()), self();
  }
  Self& options(Names options) {
    return value_.options.assign(options.begin(), options.end()), self();
  }
  Self& comment(std::string_view text) { return value_.comment = text, self(); }
  [[nodiscard]] const Constraint& value() const { return value_; }

 protected:
  Constraint value_;

 private:
  Self& self() { return static_cast<Self&>(*this); }
};

class PrimaryKey : public KeyConstraint<migrate::PrimaryKey, PrimaryKey> {
 public:
  using KeyConstraint::KeyConstraint;
  /// SQLite
  PrimaryKey& autoincrement() { return value_.autoincrement = true, *this; }
};

class Unique : public KeyConstraint<migrate::Unique, Unique> {
 public:
  using KeyConstraint::KeyConstraint;
  Unique& nulls_not_distinct() { return value_.nulls_not_distinct = true, *this; }
};

class ForeignKey {
 public:
  ForeignKey(Names columns, std::string_view table, Names referenced) {
    value_.columns.assign(columns.begin(), columns.end());
    value_.references.table = table;
    value_.references.columns.assign(referenced.begin(), referenced.end());
  }
  ForeignKey& name(std::string_view name) { return value_.name = name, *this; }
  /// The schema of the table that it refers to, where that is not its own.
  ForeignKey& schema(std::string_view name) { return value_.references.schema = name, *this; }
  ForeignKey& on_delete(Action action) { return value_.on_delete = action, *this; }
  /// PostgreSQL 15: SET NULL and SET DEFAULT of these columns only.
  ForeignKey& on_delete(Action action, Names columns) {
    value_.on_delete_columns.assign(columns.begin(), columns.end());
    return on_delete(action);
  }
  ForeignKey& on_update(Action action) { return value_.on_update = action, *this; }
  ForeignKey& match(Match match) { return value_.match = match, *this; }
  ForeignKey& deferrable(Deferrable when) { return value_.deferrable = when, *this; }
  ForeignKey& not_valid() { return value_.not_valid = true, *this; }
  ForeignKey& comment(std::string_view text) { return value_.comment = text, *this; }
  [[nodiscard]] const migrate::ForeignKey& value() const { return value_; }

 private:
  migrate::ForeignKey value_;
};

class Check {
 public:
  explicit Check(Sql condition) { value_.condition = std::move(condition); }
  Check& name(std::string_view name) { return value_.name = name, *this; }
  Check& not_valid() { return value_.not_valid = true, *this; }
  Check& no_inherit() { return value_.no_inherit = true, *this; }
  Check& inherited() { return value_.inherited = true, *this; }
  Check& comment(std::string_view text) { return value_.comment = text, *this; }
  [[nodiscard]] const migrate::Check& value() const { return value_; }

 private:
  migrate::Check value_;
};

class Exclude {
 public:
  Exclude(std::string_view name, std::string_view definition) {
    value_.name = name;
    value_.definition = definition;
  }
  Exclude& comment(std::string_view text) { return value_.comment = text, *this; }
  [[nodiscard]] const migrate::Exclude& value() const { return value_; }

 private:
  migrate::Exclude value_;
};

class Index {
 public:
  Index(std::string_view name, std::initializer_list<IndexColumn> columns) {
    value_.name = name;
    value_.columns.assign(columns.begin(), columns.end());
  }
  Index& unique() { return value_.unique = true, *this; }
  Index& where(Sql condition) { return value_.where = std::move(condition), *this; }
  /// PostgreSQL, as is all that follows: USING gin
  Index& method(std::string_view name) { return value_.method = name, *this; }
  Index& include(Names columns) {
    return value_.include.assign(columns.begin(), columns.end()), *this;
  }
  Index& nulls_not_distinct() { return value_.nulls_not_distinct = true, *this; }
  Index& options(Names options) {
    return value_.options.assign(options.begin(), options.end()), *this;
  }
  Index& inherited() { return value_.inherited = true, *this; }
  Index& comment(std::string_view text) { return value_.comment = text, *this; }
  [[nodiscard]] const migrate::Index& value() const { return value_; }

 private:
  migrate::Index value_;
};

/// Anything that stands in a table's list.
class TableItem {
 public:
  TableItem(const Column& column) {  // NOLINT(google-explicit-constructor)
    part_.columns.push_back(column.value());
    if (column.key_) {
      part_.primary_key = column.key_;
      part_.primary_key->columns.emplace_back(column.value().name);
    }
    if (column.unique_) {
      part_.uniques.push_back(*column.unique_);
      part_.uniques.back().columns.emplace_back(column.value().name);
    }
  }
  TableItem(const PrimaryKey& key) {  // NOLINT(google-explicit-constructor)
    part_.primary_key = key.value();
  }
  TableItem(const Unique& unique) {  // NOLINT(google-explicit-constructor)
    part_.uniques.push_back(unique.value());
  }
  TableItem(const ForeignKey& key) {  // NOLINT(google-explicit-constructor)
    part_.foreign_keys.push_back(key.value());
  }
  TableItem(const Check& check) {  // NOLINT(google-explicit-constructor)
    part_.checks.push_back(check.value());
  }
  TableItem(const Exclude& exclude) {  // NOLINT(google-explicit-constructor)
    part_.excludes.push_back(exclude.value());
  }
  TableItem(const Index& index) {  // NOLINT(google-explicit-constructor)
    part_.indexes.push_back(index.value());
  }

  void add_to(migrate::Table& table) const {
    add(table.columns, part_.columns);
    if (part_.primary_key) table.primary_key = part_.primary_key;
    add(table.uniques, part_.uniques);
    add(table.foreign_keys, part_.foreign_keys);
    add(table.checks, part_.checks);
    add(table.excludes, part_.excludes);
    add(table.indexes, part_.indexes);
  }

 private:
  template <class List>
  static void add(List& to, const List& from) {
    to.insert(to.end(), from.begin(), from.end());
  }
  migrate::Table part_;
};

/// A table with what may be said of it as a whole. Each setter gives the table back.
class Table {
 public:
  Table(std::string_view name, std::initializer_list<TableItem> items) {
    value_.name = name;
    for (const TableItem& item : items) item.add_to(value_);
  }
  Table& schema(std::string_view name) { return value_.schema = name, *this; }
  Table& comment(std::string_view text) { return value_.comment = text, *this; }
  /// SQLite
  Table& strict() { return value_.strict = true, *this; }
  Table& without_rowid() { return value_.without_rowid = true, *this; }
  /// PostgreSQL, as is all that follows but the last
  Table& unlogged() { return value_.unlogged = true, *this; }
  Table& partition_by(std::string_view text) { return value_.partition_by = text, *this; }
  /// `partition_of("measures", "FOR VALUES FROM (1) TO (9)")`
  Table& partition_of(std::string_view table, std::string_view bound,
                      std::string_view schema = {}) {
    PartitionOf& of = value_.partition_of.emplace();
    of.schema = schema;
    of.table = table;
    of.bound = bound;
    return *this;
  }
  /// One more parent.
  Table& inherits(std::string_view table, std::string_view schema = {}) {
    QualifiedName& parent = value_.inherits.emplace_back();
    parent.schema = schema;
    parent.name = table;
    return *this;
  }
  Table& access_method(std::string_view name) { return value_.access_method = name, *this; }
  Table& options(Names options) {
    return value_.options.assign(options.begin(), options.end()), *this;
  }
  Table& row_security() { return value_.row_security = true, *this; }
  Table& force_row_security() { return value_.force_row_security = true, *this; }
  Table& replica_identity(std::string_view text) { return value_.replica_identity = text, *this; }
  /// One more thing that must be there first: `depends_on("function", "f(integer)")`.
  Table& depends_on(std::string_view kind, std::string_view name, std::string_view schema = {}) {
    Dependency& dependency = value_.depends_on.emplace_back();
    dependency.kind = kind;
    dependency.schema = schema;
    dependency.name = name;
    return *this;
  }
  /// What the table is called in a database that does not know this name yet.
  Table& renamed_from(std::string_view old) { return value_.renamed_from = old, *this; }

  operator migrate::Table() const { return value_; }  // NOLINT(google-explicit-constructor)

 private:
  migrate::Table value_;
};

}  // namespace model

/// A table that a class stands for.
template <class Class>
model::Table table(std::string_view name, std::initializer_list<model::TableItem> items) {
  static_assert(sizeof(Class) > 0, "the class must be complete");
  return {name, items};
}
/// A table of no class.
inline model::Table table(std::string_view name, std::initializer_list<model::TableItem> items) {
  return {name, items};
}

inline model::Key key(std::string_view column) { return model::Key(column); }
inline model::Key expression(Sql sql) { return model::Key(std::move(sql)); }
inline model::PrimaryKey primary_key(std::initializer_list<KeyColumn> columns) {
  return {{}, columns};
}
inline model::Unique unique(std::initializer_list<KeyColumn> columns) { return {{}, columns}; }
/// No referenced columns = the other table's primary key.
inline model::ForeignKey foreign_key(model::Names columns, std::string_view table,
                                     model::Names referenced = {}) {
  return {columns, table, referenced};
}
inline model::Check check(Sql condition) { return model::Check(std::move(condition)); }
/// `exclude("no_overlap", "EXCLUDE USING gist (room WITH =, during WITH &&)")`
inline model::Exclude exclude(std::string_view name, std::string_view definition) {
  return {name, definition};
}
inline model::Index index(std::string_view name, std::initializer_list<IndexColumn> columns) {
  return {name, columns};
}

}  // namespace migrate

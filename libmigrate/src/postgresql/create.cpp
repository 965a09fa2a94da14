#include <algorithm>
#include <map>

#include "postgresql/compile.hpp"
#include "postgresql/create_object.hpp"
#include "postgresql/create_table.hpp"
#include "postgresql/ddl.hpp"
#include "postgresql/identifier.hpp"
#include "schema/order.hpp"

namespace migrate::postgresql {
namespace {

using Kind = Object::Kind;

class Creation {
 public:
  explicit Creation(const Schema& schema) : schema_(schema) {
    for (const Table& table : schema.tables) {
      tables_.emplace(QualifiedName{.schema = table.schema, .name = table.name}, &table);
    }
  }

  std::vector<Statement> take() {
    const bool bodies = std::ranges::any_of(schema_.objects, [](const Object& object) {
      return object.kind == Kind::function || object.kind == Kind::procedure;
    });
    // A body may call what comes later.
    if (bodies) add("SET check_function_bodies = off");
    enums_of_columns();
    for (const Item& item : creation_order(schema_)) {
      if (item.table != nullptr) {
        add(create_table(*item.table, TableParts::without_foreign_keys, parents(*item.table)));
      } else if (!comes_last(*item.object)) {
        add(create_object(*item.object));
      }
    }
    foreign_keys();
    for (const Object& object : schema_.objects) {
      if (!object.owned_by.empty()) add(owned_by(object));
    }
    for (const Object& object : schema_.objects) {
      if (comes_last(object)) add(create_object(object));
    }
    if (bodies) add("RESET check_function_bodies");
    return std::move(out_);
  }

 private:
  void add(std::string text) { out_.push_back({.text = std::move(text)}); }
  void add(std::vector<std::string> texts) {
    for (std::string& text : texts) add(std::move(text));
  }

  /// It would be fired by, or hold back, what is made after it.
  static bool comes_last(const Object& object) { return object.kind == Kind::event_trigger; }

  /// Enums whose values the columns alone tell.
  void enums_of_columns() {
    std::map<QualifiedName, const std::vector<std::string>*> wanted;
    for (const Table& table : schema_.tables) {
      for (const Column& column : table.columns) {
        const Type& type = column.type;
        if (type.kind != Type::Kind::enumeration || type.values.empty()) continue;
        wanted.emplace(QualifiedName{.schema = type.schema, .name = type.name}, &type.values);
      }
    }
    for (const Object& object : schema_.objects) {
      if (object.kind == Kind::enumeration) {
        wanted.erase({.schema = object.schema, .name = object.name});
      }
    }
    for (const auto& [name, values] : wanted) add(create_enum(name, *values));
  }

  [[nodiscard]] std::vector<const Table*> parents(const Table& table) const {
    std::vector<const Table*> out;
    for (const QualifiedName& name : table.inherits) {
      const auto found = tables_.find(name);
      if (found != tables_.end()) out.push_back(found->second);
    }
    return out;
  }

  void foreign_keys() {
    for (const Table& table : schema_.tables) {
      for (const ForeignKey& key : table.foreign_keys) {
        add(add_constraint(key, qualified(table.schema, table.name)));
      }
    }
  }

  const Schema& schema_;
  std::map<QualifiedName, const Table*> tables_ = {};
  std::vector<Statement> out_ = {};
};

}  // namespace

std::vector<Statement> create(const Schema& schema) { return Creation(schema).take(); }

}  // namespace migrate::postgresql

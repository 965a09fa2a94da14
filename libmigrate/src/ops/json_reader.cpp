#include <functional>
#include <map>

#include "base/text.hpp"
#include "ops/json.hpp"
#include "ops/shapes.hpp"
#include "ops/wording.hpp"

namespace migrate::ops {
namespace {

using json::ObjectReader;
using json::Source;
using json::Value;

void read_cell(const Source& source, const Value& value, Cell& cell) {
  switch (value.kind) {
    case Value::Kind::null:
      return;
    case Value::Kind::boolean:
      cell.value = value.boolean;
      return;
    case Value::Kind::integer:
      cell.value = value.integer;
      return;
    case Value::Kind::real:
      cell.value = value.real;
      return;
    case Value::Kind::string:
      cell.value = value.string;
      return;
    case Value::Kind::object:
      break;
    case Value::Kind::array:
      source.fail(value.begin,
                  "a value belongs here: null, true, false, a number, a string, or an object with "
                  "SQL such as {\"sql\": \"now()\"}");
  }
  Sql sql;
  ObjectReader reader(source, value, "a value in SQL");
  reader.member("sql", sql.text);
  reader.member("sqlite", sql.sqlite);
  reader.member("postgresql", sql.postgresql);
  reader.done();
  if (sql.empty())
    source.fail(value.begin, "a value in SQL needs \"sql\", \"sqlite\" or \"postgresql\"");
  cell.value = std::move(sql);
}

/// What the operation says of a thing, what there was of it need not say again.
void identify(const DropTable& op, Table& existing) {
  existing.schema = op.name.schema;
  existing.name = op.name.name;
}
void identify(const DropColumn& op, Column& existing) { existing.name = op.column; }
void identify(const DropIndex& op, Index& existing) { existing.name = op.name; }
void identify(const DropObject& op, Object& existing) {
  existing.kind = op.kind;
  existing.schema = op.name.schema;
  existing.name = op.name.name;
  existing.table = op.table;
}
void identify(const AlterObject& op, Object& existing) {
  existing.kind = op.object.kind;
  existing.schema = op.object.schema;
  existing.name = op.object.name;
  existing.table = op.object.table;
}

/// Fills one operation from the members of its object.
template <class Op>
class Reader {
 public:
  Reader(const Source& source, const Value& value, const std::string& key, Op& op)
      : source_(source), value_(value), key_(key), in_(source, value, key_), op_(op) {}

  void run() {
    shape(*this, &op_);
    in_.done();
  }

  /// The kind of objects that the operation's name says, if it does.
  void of_kind(Object::Kind kind) { kind_ = kind; }

  void name(std::string_view key, QualifiedName Op::*member) {
    not_empty(key, (op_.*member).name);
    in_.member("schema", (op_.*member).schema);
  }
  void text(std::string_view key, std::string Op::*member) { not_empty(key, op_.*member); }
  template <class T>
  void value(std::string_view key, T Op::*member) {
    json::read(source_, in_.required(key), op_.*member);
  }
  template <class T>
  void optional(std::string_view key, T Op::*member) {
    in_.member(key, op_.*member);
  }
  template <class T>
  void change(std::string_view key, std::optional<T> Op::*member) {
    if (const Value* const value = in_.find(key)) {
      json::read(source_, *value, (op_.*member).emplace());
    }
  }

  template <class T>
  void spread(T Op::*member) {
    in_.members(op_.*member);
  }
  void spread(Table AlterTable::*member) {
    Properties properties;
    in_.members(properties);
    op_.*member = std::move(properties);
  }
  void spread(Object Op::*member) {
    if (!kind_) return in_.members(op_.*member);
    Unkinded object;
    in_.members(object);
    object.kind = *kind_;
    op_.*member = std::move(object);
  }

  template <class T>
  void existing(std::optional<T> Op::*member) {
    const Value* const value = in_.find("existing");
    if (value == nullptr) return;
    read_existing(*value, (op_.*member).emplace());
  }
  void existing(std::optional<Constraint> DropConstraint::*member) {
    const Value* const value = in_.find("existing");
    if (value == nullptr) return;
    json::expect(source_, *value, Value::Kind::object);
    ObjectReader reader(source_, *value, "what there was");
    bool found = false;
    const auto alternative = [&](std::string_view key, auto constraint) {
      const Value* const inner = reader.find(key);
      if (inner == nullptr) return;
      if (found) source_.fail(inner->begin, "what there was is one constraint, not several");
      found = true;
      Existing<decltype(constraint)> read;
      json::read(source_, *inner, read);
      if (read.name.empty()) read.name = op_.name;
      op_.*member = static_cast<decltype(constraint)&>(read);
    };
    alternative("primary_key", PrimaryKey());
    alternative("unique", Unique());
    alternative("foreign_key", ForeignKey());
    alternative("check", Check());
    alternative("exclude", Exclude());
    reader.done();
    if (!found) {
      source_.fail(value->begin,
                   "what there was needs one of \"primary_key\", \"unique\", \"foreign_key\", "
                   "\"check\" and \"exclude\"");
    }
  }

  void kind(Object::Kind DropObject::*member) {
    if (kind_) {
      op_.*member = *kind_;
    } else {
      value("kind", member);
    }
  }

  void rows(std::vector<std::string> BulkInsert::*columns,
            std::vector<std::vector<Cell>> BulkInsert::*member) {
    const Value& rows = in_.required("rows");
    json::expect(source_, rows, Value::Kind::array);
    for (const Value& row : rows.items) {
      json::expect(source_, row, Value::Kind::array);
      if (row.items.size() != (op_.*columns).size()) {
        source_.fail(row.begin, "the row has " + std::to_string(row.items.size()) +
                                    (row.items.size() == 1 ? " value" : " values") + " for " +
                                    std::to_string((op_.*columns).size()) + " columns");
      }
      std::vector<Cell>& cells = (op_.*member).emplace_back();
      for (const Value& cell : row.items) read_cell(source_, cell, cells.emplace_back());
    }
  }

  void sql(Sql Execute::*member) {
    in_.member("sql", (op_.*member).text);
    in_.member("sqlite", (op_.*member).sqlite);
    in_.member("postgresql", (op_.*member).postgresql);
    in_.done();
    if ((op_.*member).empty()) {
      source_.fail(value_.begin, key_ + " needs \"sql\", or \"sqlite\" and \"postgresql\"");
    }
  }

 private:
  void not_empty(std::string_view key, std::string& out) {
    const Value& value = in_.required(key);
    json::read(source_, value, out);
    if (out.empty()) source_.fail(value.begin, '"' + std::string(key) + "\" must not be empty");
  }

  template <class T>
  void read_existing(const Value& value, T& out) {
    Existing<T> read;
    json::read(source_, value, read);
    identify(op_, read);
    out = std::move(static_cast<T&>(read));
  }
  void read_existing(const Value& value, Table& out) {
    if constexpr (std::is_same_v<Op, AlterTable>) {
      Properties read;
      json::read(source_, value, read);
      out = std::move(read);
    } else {
      Existing<Table> read;
      json::read(source_, value, read);
      identify(op_, read);
      out = std::move(static_cast<Table&>(read));
    }
  }

  const Source& source_;
  const Value& value_;
  std::string key_;
  ObjectReader in_;
  Op& op_;
  std::optional<Object::Kind> kind_ = {};
};

using Read = std::function<Operation(const Source&, const Value&, const std::string&)>;

template <class Op>
Read reader(std::optional<Object::Kind> kind = std::nullopt) {
  return [kind](const Source& source, const Value& value, const std::string& key) -> Operation {
    Op op;
    Reader<Op> reader(source, value, key, op);
    if (kind) reader.of_kind(*kind);
    reader.run();
    return op;
  };
}

struct Entry {
  std::string name;
  Read read;
};

/// All operations; operation_name() says which of these an operation is.
const std::vector<Entry>& entries() {
  using Kind = Object::Kind;
  static const std::vector<Entry> all = {
      {"create_table", reader<CreateTable>()},
      {"drop_table", reader<DropTable>()},
      {"rename_table", reader<RenameTable>()},
      {"alter_table", reader<AlterTable>()},
      {"add_column", reader<AddColumn>()},
      {"drop_column", reader<DropColumn>()},
      {"alter_column", reader<AlterColumn>()},
      {"create_primary_key", reader<CreatePrimaryKey>()},
      {"create_unique_constraint", reader<CreateUniqueConstraint>()},
      {"create_foreign_key", reader<CreateForeignKey>()},
      {"create_check_constraint", reader<CreateCheckConstraint>()},
      {"create_exclude_constraint", reader<CreateExcludeConstraint>()},
      {"drop_constraint", reader<DropConstraint>()},
      {"rename_constraint", reader<RenameConstraint>()},
      {"validate_constraint", reader<ValidateConstraint>()},
      {"create_index", reader<CreateIndex>()},
      {"drop_index", reader<DropIndex>()},
      {"rename_index", reader<RenameIndex>()},
      {"create_view", reader<CreateObject>(Kind::view)},
      {"drop_view", reader<DropObject>(Kind::view)},
      {"create_trigger", reader<CreateObject>(Kind::trigger)},
      {"drop_trigger", reader<DropObject>(Kind::trigger)},
      {"create_sequence", reader<CreateObject>(Kind::sequence)},
      {"drop_sequence", reader<DropObject>(Kind::sequence)},
      {"create_enum", reader<CreateObject>(Kind::enumeration)},
      {"alter_enum", reader<AlterEnum>()},
      {"drop_enum", reader<DropObject>(Kind::enumeration)},
      {"create_extension", reader<CreateObject>(Kind::extension)},
      {"drop_extension", reader<DropObject>(Kind::extension)},
      {"create_object", reader<CreateObject>()},
      {"alter_object", reader<AlterObject>()},
      {"drop_object", reader<DropObject>()},
      {"table_comment", reader<TableComment>()},
      {"column_comment", reader<ColumnComment>()},
      {"bulk_insert", reader<BulkInsert>()},
      {"execute", reader<Execute>()},
  };
  return all;
}

}  // namespace

const std::vector<std::string>& operation_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const Entry& entry : entries()) all.push_back(entry.name);
    return all;
  }();
  return names;
}

Operation read(const json::Source& source, const json::Value& value) {
  if (value.kind != Value::Kind::object || value.members.size() != 1) {
    source.fail(value.begin,
                "an operation belongs here, an object with one key, which is its name: "
                "{\"create_table\": {…}}");
  }
  const json::Member& member = value.members.front();
  for (const Entry& entry : entries()) {
    if (entry.name == member.key) return entry.read(source, member.value, member.key);
  }
  source.fail(member.key_begin, "there is no operation \"" + member.key + "\"." +
                                    text::did_you_mean(member.key, operation_names()));
}

std::vector<Operation> read_all(const json::Source& source, const json::Value& array) {
  json::expect(source, array, Value::Kind::array);
  std::vector<Operation> operations;
  operations.reserve(array.items.size());
  for (const Value& item : array.items) operations.push_back(read(source, item));
  return operations;
}

}  // namespace migrate::ops

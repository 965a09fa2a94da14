#include <charconv>

#include "ops/json.hpp"
#include "ops/shapes.hpp"
#include "ops/wording.hpp"

namespace migrate::ops {
namespace {

using json::Output;

/// The shortest text that is read back to this number, and as a number that is not whole.
std::string real_text(double value) {
  char buffer[32] = {};
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
  std::string text(buffer, error == std::errc() ? end : buffer);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

Output sql_output(const Sql& sql) {
  Output object = Output::object();
  if (!sql.text.empty()) object.add("sql", json::output(sql.text));
  if (!sql.sqlite.empty()) object.add("sqlite", json::output(sql.sqlite));
  if (!sql.postgresql.empty()) object.add("postgresql", json::output(sql.postgresql));
  return object;
}

Output cell_output(const Cell& cell) {
  struct Write {
    Output operator()(std::monostate) const { return json::scalar("null"); }
    Output operator()(bool value) const { return json::output(value); }
    Output operator()(std::int64_t value) const { return json::output(value); }
    Output operator()(double value) const { return json::scalar(real_text(value)); }
    Output operator()(const std::string& value) const { return json::output(value); }
    Output operator()(const Sql& value) const { return sql_output(value); }
  };
  return std::visit(Write(), cell.value);
}

/// The thing without what its operation says of it.
Table anonymous(Table table) {
  table.schema.clear();
  table.name.clear();
  return table;
}
Object anonymous(Object object) {
  object.kind = Object().kind;
  object.schema.clear();
  object.name.clear();
  object.table.clear();
  return object;
}
template <class T>
T anonymous(T value) {
  value.name.clear();
  return value;
}

template <class T>
Output existing_output(const T& value) {
  Output object = Output::object();
  json::add_members(object, Existing<T>{anonymous(value)});
  return object;
}

std::string_view key_of(const PrimaryKey&) { return "primary_key"; }
std::string_view key_of(const Unique&) { return "unique"; }
std::string_view key_of(const ForeignKey&) { return "foreign_key"; }
std::string_view key_of(const Check&) { return "check"; }
std::string_view key_of(const Exclude&) { return "exclude"; }

template <class Op>
class Writer {
 public:
  Writer(const Op& op, bool kind_is_said) : op_(op), kind_is_said_(kind_is_said) {}

  Output run() {
    shape(*this, &op_);
    return std::move(out_);
  }

  void name(std::string_view key, QualifiedName Op::*member) {
    out_.add(key, json::output((op_.*member).name));
    if (!(op_.*member).schema.empty()) out_.add("schema", json::output((op_.*member).schema));
  }
  void text(std::string_view key, std::string Op::*member) { value(key, member); }
  template <class T>
  void value(std::string_view key, T Op::*member) {
    out_.add(key, json::output(op_.*member));
  }
  template <class T>
  void optional(std::string_view key, T Op::*member) {
    if (op_.*member != T()) out_.add(key, json::output(op_.*member));
  }
  template <class T>
  void change(std::string_view key, std::optional<T> Op::*member) {
    if (op_.*member) out_.add(key, json::output(*(op_.*member)));
  }

  template <class T>
  void spread(T Op::*member) {
    json::add_members(out_, op_.*member);
  }
  void spread(Table AlterTable::*member) { json::add_members(out_, Properties{op_.*member}); }
  void spread(Object Op::*member) {
    if (kind_is_said_) {
      json::add_members(out_, Unkinded{op_.*member});
    } else {
      json::add_members(out_, op_.*member);
    }
  }

  template <class T>
  void existing(std::optional<T> Op::*member) {
    if (op_.*member) out_.add("existing", existing_output(*(op_.*member)));
  }
  void existing(std::optional<Table> AlterTable::*member) {
    if (!(op_.*member)) return;
    Output object = Output::object();
    json::add_members(object, Properties{*(op_.*member)});
    out_.add("existing", std::move(object));
  }
  void existing(std::optional<Constraint> DropConstraint::*member) {
    if (!(op_.*member)) return;
    Output object = Output::object();
    std::visit(
        [&](const auto& constraint) {
          // Mostly the name is the operation's.
          object.add(key_of(constraint), constraint.name == op_.name ? existing_output(constraint)
                                                                     : json::output(constraint));
        },
        *(op_.*member));
    out_.add("existing", std::move(object));
  }

  void kind(Object::Kind DropObject::*member) {
    if (!kind_is_said_) value("kind", member);
  }

  void rows(std::vector<std::string> BulkInsert::* /*columns*/,
            std::vector<std::vector<Cell>> BulkInsert::*member) {
    Output rows = Output::array();
    for (const std::vector<Cell>& row : op_.*member) {
      Output cells = Output::array();
      for (const Cell& cell : row) cells.add({}, cell_output(cell));
      rows.add({}, std::move(cells));
    }
    out_.add("rows", std::move(rows));
  }

  void sql(Sql Execute::*member) { out_ = sql_output(op_.*member); }

 private:
  const Op& op_;
  bool kind_is_said_;
  Output out_ = Output::object();
};

}  // namespace

json::Output output(const Operation& operation) {
  const std::string name = operation_name(operation);
  Output object = Output::object();
  object.add(name,
             std::visit(
                 [&](const auto& op) {
                   return Writer<std::decay_t<decltype(op)>>(op, !name.ends_with("_object")).run();
                 },
                 operation));
  return object;
}

std::string canonical(const Operation& operation) {
  return json::layout(output(operation), std::string::npos / 2);
}

json::Output output(std::span<const Operation> operations) {
  Output array = Output::array();
  for (const Operation& operation : operations) array.add({}, output(operation));
  return array;
}

}  // namespace migrate::ops

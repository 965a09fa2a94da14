#include "postgresql/alter_object.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "postgresql/create_object.hpp"
#include "postgresql/ddl.hpp"
#include "postgresql/identifier.hpp"
#include "postgresql/statements.hpp"
#include "postgresql/types.hpp"

namespace migrate::postgresql {
namespace {

using Statements = std::vector<std::string>;
using Kind = Object::Kind;

std::string options_of(const Object& sequence) {
  const std::string create = "CREATE " + object_name(sequence);
  return sequence.definition.starts_with(create) ? sequence.definition.substr(create.size())
                                                 : std::string();
}

/// What stands behind `words` in a sequence's options, up to the next blank.
std::string after(const std::string& options, std::string_view words) {
  const std::size_t at = options.find(words);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + words.size();
  return options.substr(begin, options.find(' ', begin) - begin);
}

bool goes_down(const std::string& options) {
  return after(options, " INCREMENT BY ").starts_with('-');
}

/// A sequence's definition as an alteration: what it does not say is the server's default. Where
/// the direction changes the present value is outside, and counting begins again.
std::string alter_sequence(const Object& sequence, const Object* old) {
  const std::string given = options_of(sequence);
  const bool down = goes_down(given);
  std::string options = given;
  const auto otherwise = [&](std::string_view words, const std::string& text) {
    if (given.find(words) == std::string::npos) options += text;
  };
  const std::string bound = after(given, down ? " MAXVALUE " : " MINVALUE ");
  otherwise(" AS ", " AS bigint");
  otherwise(" START WITH ", " START WITH " + (!bound.empty() ? bound : down ? "-1" : "1"));
  otherwise(" INCREMENT BY ", " INCREMENT BY 1");
  otherwise(" MINVALUE ", " NO MINVALUE");
  otherwise(" MAXVALUE ", " NO MAXVALUE");
  otherwise(" CACHE ", " CACHE 1");
  otherwise(" CYCLE", " NO CYCLE");
  if (old != nullptr && goes_down(options_of(*old)) != down) options += " RESTART";
  return "ALTER " + object_name(sequence) + options;
}

/// What a trigger or rule is told in `then` is undone first where it is no longer said.
void switch_on(const Object& object, const Object* old, Statements& out) {
  if (object.kind != Kind::trigger && object.kind != Kind::rule) return;
  if (old == nullptr || old->then == object.then) return;
  out.push_back("ALTER TABLE " + qualified(object.schema, object.table) + " ENABLE " +
                (object.kind == Kind::trigger ? "TRIGGER " : "RULE ") + identifier(object.name));
}

bool is_replaceable(Kind kind) { return kind == Kind::function || kind == Kind::procedure; }

/// Those of `wanted` that are not in `existing`, if the rest is there in the same order.
bool only_adds(const std::vector<std::string>& existing, const std::vector<std::string>& wanted) {
  auto next = wanted.begin();
  for (const std::string& value : existing) {
    next = std::find(next, wanted.end(), value);
    if (next == wanted.end()) return false;
    ++next;
  }
  return true;
}

Statements add_values(const std::string& type, const std::vector<std::string>& existing,
                      const std::vector<std::string>& wanted) {
  Statements out;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (std::ranges::find(existing, wanted[i]) != existing.end()) continue;
    std::string place;
    if (i > 0) {
      // Behind the one before, which is there by now; at the end nothing need be said.
      const bool last = std::ranges::all_of(existing, [&](const std::string& value) {
        return std::ranges::find(wanted, value) < wanted.begin() + static_cast<std::ptrdiff_t>(i);
      });
      if (!last) place = " AFTER " + literal(wanted[i - 1]);
    } else if (!existing.empty()) {
      place = " BEFORE " + literal(existing.front());
    }
    out.push_back("ALTER TYPE " + type + " ADD VALUE " + literal(wanted[i]) + place);
  }
  return out;
}

/// Converts the columns of one table.
void convert(const Table& table, const ops::AlterEnum& op, const std::string& type,
             Statements& out) {
  if (table.partition_of) return;  // its parent does it
  for (const Column& column : table.columns) {
    const bool has_it = column.type.kind == Type::Kind::enumeration &&
                        column.type.schema == op.name.schema && column.type.name == op.name.name;
    if (!has_it || column.inherited) continue;
    const std::string name = identifier(column.name);
    const std::string alter =
        "ALTER TABLE " + qualified(table.schema, table.name) + " ALTER COLUMN " + name;
    const std::string brackets = column.type.array ? "[]" : "";
    if (column.server_default) out.push_back(alter + " DROP DEFAULT");
    out.push_back(alter + " TYPE " + type + brackets + " USING " + name + "::text" + brackets +
                  "::" + type + brackets);
    if (column.server_default) {
      out.push_back(alter + " SET DEFAULT " + on_postgresql(*column.server_default));
    }
  }
}

}  // namespace

std::vector<std::string> alter_object(const ops::AlterObject& op, const Object* before) {
  const Object& object = op.object;
  const Object* const old = op.existing ? &*op.existing : before;
  Statements out;
  const bool same_definition =
      old != nullptr && old->definition == object.definition && old->values == object.values;
  if (object.kind == Kind::sequence) {
    if (!same_definition) out.push_back(alter_sequence(object, old));
    if (old == nullptr || old->owned_by != object.owned_by) out.push_back(owned_by(object));
  } else if (is_replaceable(object.kind)) {
    if (!same_definition) out.push_back(object.definition);
  } else if (!same_definition && object.kind != Kind::enumeration) {
    out.push_back("DROP " + object_name(object));
    for (std::string& statement : create_object(object)) out.push_back(std::move(statement));
    return out;
  }
  switch_on(object, old, out);
  if (old == nullptr || old->then != object.then) {
    out.insert(out.end(), object.then.begin(), object.then.end());
  }
  if (old == nullptr ? !object.comment.empty() : old->comment != object.comment) {
    out.push_back(comment_on(object_name(object), object.comment));
  }
  return out;
}

std::vector<std::string> alter_enum(const ops::AlterEnum& op, const Schema& now) {
  const std::string type = qualified(op.name.schema, op.name.name);
  std::vector<std::string> existing = op.existing;
  std::string comment;
  for (const Object& object : now.objects) {
    if (object.kind != Kind::enumeration || object.schema != op.name.schema ||
        object.name != op.name.name) {
      continue;
    }
    if (existing.empty()) existing = object.values;
    comment = object.comment;
  }
  if (existing.empty() && op.values.empty()) return {};
  if (existing.empty()) {
    throw Error(ErrorCode::revision,
                "alter_enum " + type + " needs \"existing\": the values that there were");
  }
  if (only_adds(existing, op.values)) return add_values(type, existing, op.values);
  const std::string old_name = op.name.name.substr(0, 50) + "__old";
  Statements out = {"ALTER TYPE " + type + " RENAME TO " + identifier(old_name),
                    create_enum(op.name, op.values)};
  for (const Table& table : now.tables) convert(table, op, type, out);
  out.push_back("DROP TYPE " + qualified(op.name.schema, old_name));
  if (!comment.empty()) out.push_back(comment_on("TYPE " + type, comment));
  return out;
}

}  // namespace migrate::postgresql

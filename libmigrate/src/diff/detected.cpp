#include "diff/detected.hpp"

#include "base/text.hpp"
#include "migrate/schema/names.hpp"

namespace migrate {
namespace {

std::string listed(const std::vector<KeyColumn>& columns) {
  std::vector<std::string> names;
  for (const KeyColumn& column : columns) names.push_back('\'' + column.name + '\'');
  return '(' + text::join(names, ", ") + ')';
}

std::string called(const std::string& name) { return name.empty() ? "" : " '" + name + '\''; }

class Wording {
 public:
  Wording(const TableDiff& table, const Terms& terms)
      : table_(table), terms_(terms), name_(shown(table.name().schema, table.name().name)) {}

  std::vector<std::string> all() {
    for (const Pair<Column>& pair : table_.columns()) column(pair);
    beside_columns();
    parts(table_.primary_key(), [&](const PrimaryKey& key) {
      return "primary key " + listed(key.columns) + " on table " + name_;
    });
    parts(table_.uniques(), [&](const Unique& unique) {
      return "unique constraint" + called(unique.name) + " on '" + listed(unique.columns) + '\'';
    });
    parts(table_.indexes(),
          [&](const Index& index) { return "index '" + index.name + "' on table " + name_; });
    parts(table_.foreign_keys(), [&](const ForeignKey& key) {
      return "foreign key (" + text::join(key.columns, ", ") + ")(" +
             text::join(key.references.columns, ", ") + ") on table " + name_;
    });
    parts(table_.checks(), [&](const Check& check) {
      return "check constraint" + called(check.name) + " on table " + name_;
    });
    parts(table_.excludes(), [&](const Exclude& exclude) {
      return "exclude constraint" + called(exclude.name) + " on table " + name_;
    });
    return std::move(lines_);
  }

 private:
  void say(std::string line) { lines_.push_back(std::move(line)); }

  void column(const Pair<Column>& pair) {
    const std::string& own = pair.to != nullptr ? pair.to->name : pair.now->name;
    const std::string place = '\'' + name_ + '.' + own + '\'';
    if (pair.old == nullptr) return say("added column " + place);
    if (pair.to == nullptr) return say("removed column " + place);
    const Column& from = *pair.now;
    const Column& to = *pair.to;
    if (pair.old->name != to.name)
      say("renamed column " + place + " from '" + pair.old->name + '\'');
    if (!terms_.same(from.type, to.type)) {
      say("type change from " + terms_.text(from.type) + " to " + terms_.text(to.type) + " on " +
          place);
    }
    if (from.nullable != to.nullable)
      say((to.nullable ? "NULL on column " : "NOT NULL on column ") + place);
    if (!terms_.same(from.server_default, to.server_default))
      say("server default on column " + place);
    if (!terms_.same(from.identity, to.identity)) say("identity on column " + place);
    if (!terms_.same(from.generated, to.generated)) say("computed expression on column " + place);
    if (from.collation != to.collation) say("collation of column " + place);
    if (from.comment != to.comment) say("column comment " + place);
    if (!terms_.same_but(from, to,
                         {"type", "nullable", "server_default", "identity", "generated",
                          "collation", "comment", "name"})) {
      say("options of column " + place);
    }
  }

  void beside_columns() {
    const Table& from = table_.before();
    const Table& to = table_.wanted();
    if (table_.old_name().name != to.name) {
      say("renamed table '" + name_ + "' from '" + table_.old_name().name + '\'');
    }
    if (from.comment != to.comment) say("table comment '" + name_ + '\'');
    if (!terms_.same(beside(from), beside(to))) say("options of table '" + name_ + '\'');
  }

  template <class Part, class Name>
  void parts(const std::vector<Pair<Part>>& pairs, const Name& name) {
    for (const Pair<Part>& pair : pairs) {
      if (pair.old == nullptr) {
        say("added " + name(*pair.to));
      } else if (pair.to == nullptr) {
        say("removed " + name(*pair.now));
      } else if (!pair.same) {
        say((pair.renamed ? "renamed " : "changed ") + name(*pair.to));
      }
    }
  }

  const TableDiff& table_;
  const Terms& terms_;
  std::string name_;
  std::vector<std::string> lines_ = {};
};

}  // namespace

std::string shown(const std::string& schema, const std::string& name) {
  return schema.empty() ? name : schema + '.' + name;
}

std::vector<std::string> detected_in(const TableDiff& table, const Terms& terms) {
  return Wording(table, terms).all();
}

std::string detected_table(std::string_view what, const Table& table) {
  return std::string(what) + " table '" + shown(table.schema, table.name) + '\'';
}

std::string detected_object(const ObjectPair& pair) {
  const Object& object = pair.any();
  std::string what = pair.old == nullptr ? "added " : pair.to == nullptr ? "removed " : "changed ";
  what += text::replace_all(name_of(object.kind), "_", " ");
  what += " '" + shown(object.schema, object.name) + '\'';
  return object.table.empty() ? what : what + " on table " + object.table;
}

}  // namespace migrate

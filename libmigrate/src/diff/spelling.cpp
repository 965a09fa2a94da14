#include "diff/spelling.hpp"

#include <map>

#include "base/text.hpp"

namespace migrate {
namespace {

/// Lower case -> as it is spelled.
using Spellings = std::map<std::string, std::string>;

Spellings spellings_of(const Table& table) {
  Spellings names;
  for (const Column& column : table.columns) names.emplace(text::lower(column.name), column.name);
  return names;
}

void respell(std::string& name, const Spellings& names) {
  const auto found = names.find(text::lower(name));
  if (found != names.end()) name = found->second;
}
void respell(std::vector<std::string>& all, const Spellings& names) {
  for (std::string& name : all) respell(name, names);
}
void respell(std::vector<KeyColumn>& all, const Spellings& names) {
  for (KeyColumn& column : all) respell(column.name, names);
}

class Mentions {
 public:
  explicit Mentions(const Schema& schema) {
    for (const Table& table : schema.tables) {
      tables_.emplace(text::lower(table.name), table.name);
      columns_.emplace(table.name, spellings_of(table));
    }
  }

  void table(Table& table) const {
    const Spellings& own = columns_.at(table.name);
    if (table.primary_key) respell(table.primary_key->columns, own);
    for (Unique& unique : table.uniques) respell(unique.columns, own);
    for (Index& index : table.indexes) {
      for (IndexColumn& column : index.columns) respell(column.column, own);
    }
    for (ForeignKey& key : table.foreign_keys) {
      respell(key.columns, own);
      respell(key.references.table, tables_);
      const auto target = columns_.find(key.references.table);
      if (target != columns_.end()) respell(key.references.columns, target->second);
    }
  }

  void object(Object& object) const {
    respell(object.table, tables_);
    for (Dependency& dependency : object.depends_on) {
      if (dependency.kind == "table") respell(dependency.name, tables_);
    }
  }

 private:
  Spellings tables_ = {};
  std::map<std::string, Spellings> columns_ = {};
};

}  // namespace

void align_spelling(Schema& schema, const Schema& like) {
  std::map<std::string, const Table*> models;
  for (const Table& table : like.tables) models.emplace(text::lower(table.name), &table);
  for (Table& table : schema.tables) {
    const auto model = models.find(text::lower(table.name));
    if (model == models.end()) continue;
    table.name = model->second->name;
    const Spellings names = spellings_of(*model->second);
    for (Column& column : table.columns) respell(column.name, names);
  }
  const Mentions mentions(schema);
  for (Table& table : schema.tables) mentions.table(table);
  for (Object& object : schema.objects) mentions.object(object);
}

}  // namespace migrate

#include "diff/table_diff.hpp"

namespace migrate {
namespace {

ops::DropConstraint dropped(const QualifiedName& table, const std::string& name,
                            ops::Constraint existing) {
  return {.table = table, .name = name, .existing = std::move(existing)};
}

/// PostgreSQL drops no column that another is still computed from.
bool ends_being_computed(const Pair<Column>& pair, const Terms& terms) {
  return terms.postgresql() && pair.now->generated && !pair.to->generated;
}

Type text_type(const std::string& as_written) {
  Type type;
  type.kind = Type::Kind::text;
  type.array = as_written.ends_with("[]");
  return type;
}

}  // namespace

TableOperations TableDiff::operations() const {
  TableOperations out;
  const QualifiedName old = old_name();
  const QualifiedName table = name();
  const auto constraints = [&](const auto& parts, std::vector<Operation>& drops,
                               std::vector<Operation>& creates, const auto& create) {
    for (const auto& pair : parts) {
      if constexpr (requires { pair.to->inherited; }) {
        const auto& part = pair.to != nullptr ? *pair.to : *pair.old;
        if (comes_with_parent(part.inherited)) continue;
      }
      if (pair.goes()) drops.push_back(dropped(old, pair.old->name, *pair.old));
      if (pair.comes()) creates.push_back(create(*pair.to));
      if (pair.renamed && !pair.goes() && !pair.comes()) {
        out.renames.push_back(ops::RenameConstraint{table, pair.now->name, pair.to->name});
      }
    }
  };
  constraints(keys_, out.drop_keys, out.keys, [&](const ForeignKey& key) {
    return ops::CreateForeignKey{table, key};
  });
  constraints(checks_, out.drops, out.constraints, [&](const Check& check) {
    return ops::CreateCheckConstraint{table, check};
  });
  constraints(excludes_, out.drops, out.constraints, [&](const Exclude& part) {
    return ops::CreateExcludeConstraint{table, part};
  });
  constraints(uniques_, out.drops, out.constraints, [&](const Unique& unique) {
    return ops::CreateUniqueConstraint{table, unique};
  });
  constraints(primary_key_, out.drops, out.constraints, [&](const PrimaryKey& key) {
    return ops::CreatePrimaryKey{table, key};
  });
  for (const Pair<Index>& pair : indexes_) {
    const bool own =
        !comes_with_parent(pair.to != nullptr ? pair.to->inherited : pair.old->inherited);
    if (pair.goes() && own) {
      out.drop_indexes.push_back(
          ops::DropIndex{.table = old, .name = pair.old->name, .existing = *pair.old});
    }
    if (pair.comes() && own) out.constraints.push_back(ops::CreateIndex{table, *pair.to});
    if (pair.renamed && !pair.goes() && !pair.comes()) {
      out.renames.push_back(ops::RenameIndex{table, pair.now->name, pair.to->name});
    }
  }
  add_ways_round(out);
  add_columns(out);
  add_beside(out);
  return out;
}

/// What stands in the way of something else goes for a while, at the end of the drops.
void TableDiff::add_ways_round(TableOperations& out) const {
  for (const Pair<Column>& pair : columns_) {
    if (pair.to == nullptr || pair.old == nullptr || pair.remade) continue;
    const bool through_text = through_text_.contains(pair.to->name);
    const bool undefaulted = through_text || undefaulted_.contains(pair.to->name);
    const bool uncomputed = ends_being_computed(pair, terms_);
    if (!undefaulted && !uncomputed) continue;
    ops::AlterColumn alter;
    alter.table = old_name();
    alter.column = pair.old->name;
    if (uncomputed) {
      alter.generated = std::optional<Generated>();
      alter.existing_generated = pair.old->generated;
    }
    if (undefaulted && pair.old->server_default) {
      alter.server_default = std::optional<Sql>();
      alter.existing_server_default = pair.old->server_default;
    }
    if (through_text) {
      alter.type = text_type(terms_.text(pair.old->type));
      alter.existing_type = pair.old->type;
    }
    out.drops.push_back(std::move(alter));
  }
}

void TableDiff::add_columns(TableOperations& out) const {
  std::vector<Operation> plain_drops;
  std::vector<Operation> computed;
  std::vector<Operation> altered;
  for (const Pair<Column>& pair : columns_) {
    const bool going = pair.old != nullptr && (pair.to == nullptr || pair.remade);
    const bool coming = pair.to != nullptr && (pair.old == nullptr || pair.remade);
    if (going && !comes_with_parent(pair.old->inherited)) {
      auto& drops = pair.old->generated ? out.drop_columns : plain_drops;
      drops.push_back(ops::DropColumn{old_name(), pair.old->name, *pair.old});
    }
    if (coming && !comes_with_parent(pair.to->inherited)) {
      auto& adds = pair.to->generated ? computed : out.columns;
      Column added = *pair.to;
      added.renamed_from.clear();
      adds.push_back(ops::AddColumn{name(), std::move(added)});
    }
    if (going || coming) continue;
    Column from = *pair.now;
    if (ends_being_computed(pair, terms_)) from.generated.reset();
    if (undefaulted_.contains(from.name) || through_text_.contains(from.name)) {
      from.server_default.reset();
    }
    if (through_text_.contains(from.name)) from.type = text_type(terms_.text(from.type));
    if (auto change = column_change(name(), from, *pair.to, terms_)) {
      altered.push_back(std::move(*change));
    }
    if (from.comment != pair.to->comment) {
      altered.push_back(ops::ColumnComment{name(), pair.to->name, pair.to->comment, from.comment});
    }
  }
  out.drop_columns.insert(out.drop_columns.end(), plain_drops.begin(), plain_drops.end());
  out.columns.insert(out.columns.end(), altered.begin(), altered.end());
  out.columns.insert(out.columns.end(), computed.begin(), computed.end());
}

void TableDiff::add_beside(TableOperations& out) const {
  Table wanted = beside(to_);
  Table existing = beside(now_);
  if (!terms_.same(wanted, existing)) {
    wanted.comment = existing.comment = now_.comment;
    // As long as the table is WITHOUT ROWID the columns of its key are NOT NULL.
    const bool first = existing.without_rowid && !wanted.without_rowid;
    std::vector<Operation>& stage = first ? out.columns : out.constraints;
    stage.insert(first ? stage.begin() : stage.end(),
                 ops::AlterTable{name(), std::move(wanted), std::move(existing)});
  }
  if (to_.comment != now_.comment) {
    out.constraints.push_back(ops::TableComment{name(), to_.comment, now_.comment});
  }
}

}  // namespace migrate

#include "diff/table_diff.hpp"

namespace migrate {
namespace {

/// Fills in one column's change, member by member.
class Change {
 public:
  Change(const Column& from, const Column& to, const Terms& terms)
      : from_(from), to_(to), terms_(terms) {}

  template <class Member, class Wanted, class Existing>
  void look_at(Member member, Wanted wanted, Existing existing) {
    if (!terms_.same(from_.*member, to_.*member)) set(member, wanted, existing);
  }
  template <class Member, class Wanted, class Existing>
  void set(Member member, Wanted wanted, Existing existing) {
    alter.*wanted = to_.*member;
    alter.*existing = from_.*member;
    any = true;
  }

  ops::AlterColumn alter = {};
  bool any = false;

 private:
  const Column& from_;
  const Column& to_;
  const Terms& terms_;
};

}  // namespace

std::optional<ops::AlterColumn> column_change(const QualifiedName& table, const Column& from,
                                              const Column& to, const Terms& terms) {
  using Alter = ops::AlterColumn;
  Change change(from, to, terms);
  change.look_at(&Column::type, &Alter::type, &Alter::existing_type);
  change.look_at(&Column::nullable, &Alter::nullable, &Alter::existing_nullable);
  change.look_at(&Column::server_default, &Alter::server_default, &Alter::existing_server_default);
  change.look_at(&Column::identity, &Alter::identity, &Alter::existing_identity);
  change.look_at(&Column::generated, &Alter::generated, &Alter::existing_generated);
  change.look_at(&Column::collation, &Alter::collation, &Alter::existing_collation);
  change.look_at(&Column::storage, &Alter::storage, &Alter::existing_storage);
  change.look_at(&Column::compression, &Alter::compression, &Alter::existing_compression);
  change.look_at(&Column::statistics, &Alter::statistics, &Alter::existing_statistics);
  change.look_at(&Column::options, &Alter::options, &Alter::existing_options);
  change.look_at(&Column::not_null_conflict, &Alter::not_null_conflict,
                 &Alter::existing_not_null_conflict);
  change.look_at(&Column::not_null_name, &Alter::not_null_name, &Alter::existing_not_null_name);
  if (!change.any) return std::nullopt;
  Alter& alter = change.alter;
  alter.table = table;
  alter.column = to.name;
  const bool retyped = alter.type.has_value();
  // A default of the old type cannot always be converted: it goes before and comes back after.
  if (retyped && terms.postgresql() && (from.server_default || to.server_default)) {
    change.set(&Column::server_default, &Alter::server_default, &Alter::existing_server_default);
  }
  // A type without its collation would get the new type's own.
  if (retyped && terms.postgresql() && !to.collation.empty()) {
    change.set(&Column::collation, &Alter::collation, &Alter::existing_collation);
  }
  const bool constrained = alter.nullable && !*alter.nullable;
  if (constrained && to.server_default && !is_null_default(terms.on(*to.server_default))) {
    alter.backfill = *to.server_default;
  }
  return std::move(alter);
}

Table beside(const Table& table) {
  Table result = table;
  result.schema.clear();
  result.name.clear();
  result.columns.clear();
  result.primary_key.reset();
  result.uniques.clear();
  result.foreign_keys.clear();
  result.checks.clear();
  result.excludes.clear();
  result.indexes.clear();
  result.comment.clear();
  result.renamed_from.clear();
  result.depends_on.clear();
  return result;
}

Words words_of(const Column& column, const Terms& terms) {
  Words words;
  add_words(terms.text(column.type), words);
  add_words(column.collation, words);
  if (column.server_default) add_words(terms.on(*column.server_default), words);
  if (column.generated) add_words(terms.on(column.generated->expression), words);
  return words;
}

Words words_of(const Index& index, const Terms& terms) {
  Words words;
  add_words(terms.on(index.where), words);
  for (const IndexColumn& column : index.columns) {
    if (!column.column.empty()) words.insert(column.column);
    add_words(terms.on(column.expression), words);
    add_words(column.collation, words);
    add_words(column.opclass, words);
  }
  for (const std::string& column : index.include) words.insert(column);
  return words;
}

Words words_of(const Table& table, const Terms& terms) {
  Words words;
  for (const Column& column : table.columns) words.merge(words_of(column, terms));
  for (const Check& check : table.checks) add_words(terms.on(check.condition), words);
  for (const Exclude& exclude : table.excludes) add_words(exclude.definition, words);
  for (const Index& index : table.indexes) words.merge(words_of(index, terms));
  add_words(table.partition_by, words);
  if (table.partition_of) add_words(table.partition_of->bound, words);
  add_words(table.access_method, words);
  return words;
}

}  // namespace migrate

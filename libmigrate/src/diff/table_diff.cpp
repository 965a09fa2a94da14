#include "diff/table_diff.hpp"

#include <optional>

namespace migrate {
namespace {

bool meet(const Words& a, const Words& b) {
  return std::ranges::any_of(a, [&](const std::string& word) { return b.contains(word); });
}

bool any_of(const std::vector<KeyColumn>& columns, const Words& names) {
  return std::ranges::any_of(columns,
                             [&](const KeyColumn& column) { return names.contains(column.name); });
}

template <class Part>
bool all_stay(const std::vector<Pair<Part>>& parts) {
  return std::ranges::all_of(parts, [](const Pair<Part>& pair) {
    return pair.old != nullptr && pair.to != nullptr && pair.same && !pair.remade;
  });
}

template <class Part>
bool any_goes(const std::vector<Pair<Part>>& parts) {
  return std::ranges::any_of(parts, [](const Pair<Part>& pair) { return pair.goes(); });
}

Pair<PrimaryKey> paired_key(const Table& old, const Table& now, const Table& to,
                            const Terms& terms) {
  Pair<PrimaryKey> pair;
  if (old.primary_key) pair.old = &*old.primary_key;
  if (now.primary_key) pair.now = &*now.primary_key;
  if (to.primary_key) pair.to = &*to.primary_key;
  pair.same = terms.same(now.primary_key, to.primary_key);
  pair.renamed = terms.postgresql() && pair.now != nullptr && pair.to != nullptr &&
                 pair.now->name != pair.to->name && terms.same_but(*pair.now, *pair.to, {"name"});
  return pair;
}

}  // namespace

TableDiff::TableDiff(const Table& old, const Table& now, const Table& to, const Terms& terms)
    : old_(old), now_(now), to_(to), terms_(terms) {
  const bool can_rename = terms.postgresql();
  columns_ = pairs(old.columns, now.columns, to.columns, terms);
  if (now.primary_key || to.primary_key) primary_key_ = {paired_key(old, now, to, terms)};
  uniques_ = pairs(old.uniques, now.uniques, to.uniques, terms, can_rename);
  keys_ = pairs(old.foreign_keys, now.foreign_keys, to.foreign_keys, terms, can_rename);
  checks_ = pairs(old.checks, now.checks, to.checks, terms, can_rename);
  excludes_ = pairs(old.excludes, now.excludes, to.excludes, terms, can_rename);
  indexes_ = pairs(old.indexes, now.indexes, to.indexes, terms, can_rename);
  look_beside();
  look_at_columns();
}

void TableDiff::look_beside() {
  inherits_otherwise_ = !terms_.same(now_.inherits, to_.inherits) ||
                        !terms_.same(now_.partition_of, to_.partition_of);
  if (terms_.postgresql() && now_.partition_by != to_.partition_by) {
    refusals_.push_back(
        {name(), "table " + to_.name +
                     ": PARTITION BY cannot be changed in a table that is there "
                     "(it is " +
                     (now_.partition_by.empty() ? "none" : now_.partition_by) + ", and is to be " +
                     (to_.partition_by.empty() ? "none" : to_.partition_by) +
                     "); make the new table in a revision of its own and move the rows"});
  }
  for (const Pair<Check>& pair : checks_) check_inherited("check constraint", pair);
  for (const Pair<Index>& pair : indexes_) check_inherited("index", pair);
  if (old_.name != to_.name) reshaped_ = true;
}

/// Whether a part is a table's own or its parent's shows only as the table is attached.
template <class Part>
void TableDiff::check_inherited(std::string_view what, const Pair<Part>& pair) {
  if (pair.old == nullptr || pair.to == nullptr || inherits_otherwise_) return;
  if (pair.now->inherited == pair.to->inherited) return;
  refusals_.push_back({name(), std::string(what) + ' ' + pair.to->name + " of table " + to_.name +
                                   (pair.to->inherited ? " is to be its parent's, and is its own"
                                                       : " is to be its own, and is its parent's") +
                                   "; detach the table from its parent and attach it again"});
}

void TableDiff::look_at_columns() {
  for (Pair<Column>& pair : columns_) {
    if (pair.to == nullptr) reshaped_ = true;
    if (pair.old == nullptr || pair.to == nullptr) continue;
    const Column& now = *pair.now;
    const Column& to = *pair.to;
    if (pair.old->name != to.name) reshaped_ = true;
    const bool retyped = !terms_.same(now.type, to.type) || now.collation != to.collation;
    // PostgreSQL can end a column's being computed, but not begin or change it.
    if (terms_.postgresql() && to.generated &&
        (!terms_.same(now.generated, to.generated) || retyped)) {
      pair.remade = true;
    }
    if (retyped || pair.remade) retyped_.insert(to.name);
    if (now.inherited != to.inherited && !inherits_otherwise_) {
      refusals_.push_back({name(), "column " + to.name + " of table " + to_.name + " is " +
                                       (to.inherited ? "to be its parent's, and is its own"
                                                     : "to be its own, and is its parent's") +
                                       "; detach the table from its parent and attach it again"});
    }
  }
  remake_computed_columns();
  if (terms_.postgresql() && !retyped_.empty()) reshaped_ = true;
}

/// What is computed from a column of another type than before has to be computed anew.
void TableDiff::remake_computed_columns() {
  if (!terms_.postgresql()) return;
  Words remade;
  for (Pair<Column>& pair : columns_) {
    if (pair.old == nullptr || pair.to == nullptr) continue;
    if (pair.to->generated && pair.now->generated && !pair.remade) {
      Words words;
      add_words(terms_.on(pair.now->generated->expression), words);
      pair.remade = std::ranges::any_of(
          retyped_, [&](const std::string& column) { return words.contains(column); });
    }
    if (pair.remade) remade.insert(pair.to->name);
  }
  retyped_.insert(remade.begin(), remade.end());
  release_parts(remade);
}

/// Constraints and indexes about one of `words` have to give way. True when that was news.
bool TableDiff::release_parts(const Words& words) {
  if (words.empty()) return false;
  bool news = false;
  const auto release = [&](auto& parts, const auto& concerned) {
    for (auto& pair : parts) {
      if (pair.remade || pair.old == nullptr || pair.to == nullptr) continue;
      if (concerned(*pair.now) || concerned(*pair.to)) news = pair.remade = true;
    }
  };
  release(primary_key_, [&](const PrimaryKey& key) { return any_of(key.columns, words); });
  release(uniques_, [&](const Unique& unique) { return any_of(unique.columns, words); });
  release(checks_, [&](const Check& check) {
    Words used;
    add_words(terms_.on(check.condition), used);
    return meet(used, words);
  });
  release(excludes_, [&](const Exclude& exclude) {
    Words used;
    add_words(exclude.definition, used);
    return meet(used, words);
  });
  release(indexes_, [&](const Index& index) { return meet(words_of(index, terms_), words); });
  return news;
}

bool TableDiff::give_way_to(const Words& names, const Words& types) {
  if (!terms_.postgresql() || names.empty()) return false;
  bool news = release_parts(names);
  for (Pair<Column>& pair : columns_) {
    if (pair.old == nullptr || pair.to == nullptr || pair.remade) continue;
    Words type;
    add_words(terms_.text(pair.now->type), type);
    if (meet(type, types) && through_text_.insert(pair.to->name).second) {
      news = reshaped_ = true;
      retyped_.insert(pair.to->name);
    }
    if (meet(type, names) && !reshaped_) news = reshaped_ = true;
    Words used;
    if (pair.now->server_default) add_words(terms_.on(*pair.now->server_default), used);
    if (meet(used, names) && undefaulted_.insert(pair.to->name).second) news = true;
    Words computed;
    if (pair.now->generated) add_words(terms_.on(pair.now->generated->expression), computed);
    if (!meet(computed, names)) continue;
    news = reshaped_ = pair.remade = true;
    retyped_.insert(pair.to->name);
  }
  if (news) remake_computed_columns();
  return news;
}

bool TableDiff::loses_key() const { return any_goes(primary_key_) || any_goes(uniques_); }

bool TableDiff::empty() const {
  return old_.name == to_.name && all_stay(columns_) && all_stay(primary_key_) &&
         all_stay(uniques_) && all_stay(keys_) && all_stay(checks_) && all_stay(excludes_) &&
         all_stay(indexes_) && terms_.same(beside(now_), beside(to_)) &&
         now_.comment == to_.comment && undefaulted_.empty() && through_text_.empty() &&
         std::ranges::all_of(
             columns_, [](const Pair<Column>& pair) { return pair.old->name == pair.to->name; });
}

}  // namespace migrate

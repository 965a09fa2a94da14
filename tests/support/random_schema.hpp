#pragma once

#include <set>
#include <string>
#include <string_view>

#include "migrate/schema/values.hpp"
#include "support/random.hpp"

namespace migrate::test {

/// What a random schema is to have.
struct SchemaShape {
  int tables = 5;
  bool nasty_names = true;  ///< keywords, spaces, quotes, Unicode, digits first
  bool views = true;        ///< SQLite only, as are triggers
  bool triggers = true;
  bool expressions = true;  ///< checks, generated columns, expression and partial indexes
  bool foreign_keys = true;
};

/// Names that nothing else of a schema has, in any spelling of their letters.
class RandomNames {
 public:
  RandomNames(Random& random, bool nasty) : random_(random), nasty_(nasty) {}
  /// `word` is what a name is like where it is not nasty.
  std::string next(std::string_view word);

 private:
  Random& random_;
  bool nasty_;
  std::set<std::string> used_ = {};
};

/// A valid schema of a dialect ("sqlite", "postgresql") in the form in which reflection gives one:
/// sorted, and what SQLite says by itself (NOT NULL of a rowid's column) said. On PostgreSQL every
/// constraint is named and it is what both databases have; there the server spells expressions in
/// its own way.
Schema random_schema(Random& random, std::string_view dialect, const SchemaShape& shape = {});

/// A table as random_schema() makes them, without foreign keys. Its name, and those of its
/// constraints and indexes, are taken from `names`.
Table random_table(Random& random, std::string_view dialect, RandomNames& names,
                   const SchemaShape& shape = {});

/// A column of a name, nullable or with a default where `may_be_required`, without being generated.
Column random_column(Random& random, std::string_view dialect, std::string name, bool strict);

}  // namespace migrate::test

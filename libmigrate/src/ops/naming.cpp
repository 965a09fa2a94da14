#include <set>

#include "base/text.hpp"
#include "migrate/ops.hpp"
#include "ops/renaming.hpp"

namespace migrate::ops {
namespace {

constexpr std::size_t longest_name = 63;  // bytes of a name on PostgreSQL

std::string joined(const std::vector<KeyColumn>& columns) {
  std::string out;
  for (const KeyColumn& column : columns) out += (out.empty() ? "" : "_") + column.name;
  return out;
}

std::string first(const std::vector<KeyColumn>& columns) {
  return columns.empty() ? "" : columns.front().name;
}
std::string first(const std::vector<std::string>& columns) {
  return columns.empty() ? "" : columns.front();
}

/// What a template's tokens stand for.
struct Words {
  std::string table = {};
  std::string first_column = {};
  std::string columns = {};
  std::string referred = {};
};

/// Without half a character at its end.
std::string shortened(std::string name, std::size_t length) {
  while (name.size() > length) {
    do name.pop_back();
    while (!name.empty() && text::is_continuation_byte(name.back()));
  }
  return name;
}

std::string filled(const std::string& convention, const Words& words) {
  std::string out;
  std::size_t at = 0;
  while (true) {
    const std::size_t begin = convention.find("%(", at);
    out += convention.substr(at, begin - at);
    if (begin == std::string::npos) return shortened(std::move(out), longest_name);
    const std::size_t end = convention.find(")s", begin);
    const std::string token =
        end == std::string::npos ? "" : convention.substr(begin + 2, end - begin - 2);
    if (token == "table_name") {
      out += words.table;
    } else if (token == "column_0_name") {
      out += words.first_column;
    } else if (token == "column_0_N_name") {
      out += words.columns;
    } else if (token == "referred_table_name") {
      out += words.referred;
    } else {
      throw Error(ErrorCode::configuration,
                  "naming_convention \"" + convention +
                      "\" has a token that is not known; there are %(table_name)s, "
                      "%(column_0_name)s, %(column_0_N_name)s and %(referred_table_name)s");
    }
    at = end + 2;
  }
}

/// `table_columns_label`, the longer of both names shortened until it fits, as PostgreSQL does it.
std::string server_chosen(const Words& words, const std::string& label) {
  std::string table = words.table;
  std::string columns = words.columns;
  const std::size_t around = label.size() + 1 + (columns.empty() ? 0 : 1);
  while (table.size() + columns.size() + around > longest_name) {
    std::string& longer = table.size() > columns.size() ? table : columns;
    longer = shortened(longer, longer.size() - 1);
  }
  return table + (columns.empty() ? "" : '_' + columns) + '_' + label;
}

class Naming {
 public:
  Naming(const NamingConvention& convention, std::string table)
      : convention_(convention), table_(std::move(table)) {}

  void take(const std::string& name) { used_.insert(name); }

  /// `only_told`: without a convention of its own kind the name is left to the database.
  void name(PrimaryKey& key, bool only_told) {
    set(key.name, convention_.primary_key, {table_, first(key.columns), joined(key.columns), ""},
        {table_, "", "", ""}, "pkey", only_told);
  }
  void name(Unique& unique, bool only_told) {
    const Words words{table_, first(unique.columns), joined(unique.columns), ""};
    set(unique.name, convention_.unique, words, words, "key", only_told);
  }
  void name(ForeignKey& key, bool only_told) {
    const Words words{table_, first(key.columns), text::join(key.columns, "_"),
                      key.references.table};
    set(key.name, convention_.foreign_key, words, words, "fkey", only_told);
  }
  /// PostgreSQL names a check after its column where it is about one alone.
  void name(Check& check, const std::vector<std::string>& columns, bool only_told) {
    const Words words{table_, first(columns), text::join(columns, "_"), ""};
    set(check.name, convention_.check, words,
        {table_, "", columns.size() == 1 ? columns.front() : "", ""}, "check", only_told);
  }
  void name(Exclude& exclude, bool only_told) {
    set(exclude.name, convention_.exclude, {table_, "", "", ""}, {table_, "", "", ""}, "excl",
        only_told);
  }

 private:
  void set(std::string& name, const std::string& convention, const Words& words,
           const Words& server_words, const std::string& label, bool only_told) {
    if (!name.empty() || (convention.empty() && only_told)) return;
    const std::string wanted =
        convention.empty() ? server_chosen(server_words, label) : filled(convention, words);
    std::string free = wanted;
    for (int i = 1; used_.contains(free); ++i) {
      free = convention.empty() ? server_chosen(server_words, label + std::to_string(i))
                                : shortened(wanted, longest_name - 4) + '_' + std::to_string(i + 1);
    }
    used_.insert(free);
    name = std::move(free);
  }

  const NamingConvention& convention_;
  std::string table_;
  std::set<std::string> used_ = {};
};

std::vector<std::string> columns_of(const Table& table, const Check& check) {
  std::vector<std::string> found;
  for (const Column& column : table.columns) {
    if (mentions(check.condition.text, column.name) ||
        mentions(check.condition.sqlite, column.name) ||
        mentions(check.condition.postgresql, column.name)) {
      found.push_back(column.name);
    }
  }
  return found;
}

void name_table(Table& table, const NamingConvention& convention) {
  Naming naming(convention, table.name);
  if (table.primary_key) naming.take(table.primary_key->name);
  for (const Unique& unique : table.uniques) naming.take(unique.name);
  for (const ForeignKey& key : table.foreign_keys) naming.take(key.name);
  for (const Check& check : table.checks) naming.take(check.name);
  for (const Exclude& exclude : table.excludes) naming.take(exclude.name);
  if (table.primary_key) naming.name(*table.primary_key, true);
  for (Unique& unique : table.uniques) naming.name(unique, true);
  for (ForeignKey& key : table.foreign_keys) naming.name(key, true);
  for (Check& check : table.checks) naming.name(check, columns_of(table, check), true);
  for (Exclude& exclude : table.excludes) naming.name(exclude, true);
}

struct Visitor {
  const NamingConvention& convention;

  void operator()(CreateTable& op) const { name_table(op.table, convention); }
  void operator()(CreatePrimaryKey& op) const { naming(op.table).name(op.key, false); }
  void operator()(CreateUniqueConstraint& op) const { naming(op.table).name(op.unique, false); }
  void operator()(CreateForeignKey& op) const { naming(op.table).name(op.key, false); }
  /// Which columns there are is not known here, so an unnamed check counts as one of the table's.
  void operator()(CreateCheckConstraint& op) const { naming(op.table).name(op.check, {}, false); }
  void operator()(CreateExcludeConstraint& op) const { naming(op.table).name(op.exclude, false); }
  template <class Other>
  void operator()(Other&) const {}

 private:
  [[nodiscard]] Naming naming(const QualifiedName& table) const { return {convention, table.name}; }
};

}  // namespace

void name_constraints(Operation& operation, const NamingConvention& convention) {
  std::visit(Visitor{convention}, operation);
}

}  // namespace migrate::ops

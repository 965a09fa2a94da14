#include "diff/naming.hpp"

#include <set>

#include "base/text.hpp"

namespace migrate {
namespace {

constexpr std::size_t longest_name = 63;

std::string joined(const std::vector<KeyColumn>& columns) {
  std::string result;
  for (const KeyColumn& column : columns) result += (result.empty() ? "" : "_") + column.name;
  return result;
}
std::string joined(const std::vector<std::string>& columns) { return text::join(columns, "_"); }

/// Without half a character at its end.
void shorten(std::string& name) {
  do name.pop_back();
  while (!name.empty() && text::is_continuation_byte(name.back()));
}

/// PostgreSQL names a check after its column where it is about one alone.
std::string only_column(const Table& table, const std::string& condition) {
  std::string found;
  for (const Column& column : table.columns) {
    const std::size_t at = condition.find(column.name);
    if (at == std::string::npos || column.name.empty()) continue;
    if (!found.empty()) return "";
    found = column.name;
  }
  return found;
}

class Naming {
 public:
  Naming(Table& to, const Table* from, const Terms& terms) : to_(to), from_(from), terms_(terms) {
    if (to.primary_key) used_.insert(to.primary_key->name);
    note(to.uniques);
    note(to.foreign_keys);
    note(to.checks);
    note(to.excludes);
  }

  void run() {
    if (to_.primary_key && to_.primary_key->name.empty()) {
      const bool there = from_ != nullptr && from_->primary_key;
      to_.primary_key->name = there ? from_->primary_key->name : chosen("", "pkey");
    }
    name(to_.uniques, from_ == nullptr ? nullptr : &from_->uniques,
         [&](const Unique& unique) { return chosen(joined(unique.columns), "key"); });
    name(to_.foreign_keys, from_ == nullptr ? nullptr : &from_->foreign_keys,
         [&](const ForeignKey& key) { return chosen(joined(key.columns), "fkey"); });
    name(to_.checks, from_ == nullptr ? nullptr : &from_->checks, [&](const Check& check) {
      return chosen(only_column(to_, terms_.on(check.condition)), "check");
    });
    name(to_.excludes, from_ == nullptr ? nullptr : &from_->excludes,
         [&](const Exclude&) { return chosen("", "excl"); });
  }

 private:
  template <class Part>
  void note(const std::vector<Part>& parts) {
    for (const Part& part : parts) used_.insert(part.name);
  }

  template <class Part, class Choose>
  void name(std::vector<Part>& parts, const std::vector<Part>* before, const Choose& choose) {
    for (Part& part : parts) {
      if (!part.name.empty()) continue;
      const bool as_it_is = before != nullptr && std::ranges::any_of(*before, [&](const Part& old) {
                              return old.name.empty() && terms_.same(part, old);
                            });
      if (as_it_is) continue;
      if (before != nullptr) {
        for (const Part& old : *before) {
          if (used_.contains(old.name) || !terms_.same_but(part, old, {"name"})) continue;
          part.name = old.name;
          break;
        }
      }
      if (part.name.empty()) part.name = choose(part);
      used_.insert(part.name);
    }
  }

  std::string chosen(const std::string& columns, const std::string& label) {
    if (!terms_.postgresql()) return "";
    std::string name = server_chosen_name(to_.name, columns, label);
    for (int i = 1; used_.contains(name); ++i) {
      name = server_chosen_name(to_.name, columns, label + std::to_string(i));
    }
    return name;
  }

  Table& to_;
  const Table* from_;
  const Terms& terms_;
  std::set<std::string> used_ = {};
};

}  // namespace

std::string server_chosen_name(std::string table, std::string columns, std::string_view label) {
  const std::size_t around = label.size() + 1 + (columns.empty() ? 0 : 1);
  while (table.size() + columns.size() + around > longest_name) {
    shorten(table.size() > columns.size() ? table : columns);
  }
  if (!columns.empty()) columns.insert(0, "_");
  return table + columns + '_' + std::string(label);
}

void name_constraints(Table& to, const Table* from, const Terms& terms) {
  if (terms.postgresql() || terms.sqlite()) Naming(to, from, terms).run();
}

}  // namespace migrate

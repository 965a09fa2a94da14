#include "postgresql/alter_table.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "postgresql/ddl.hpp"
#include "postgresql/identifier.hpp"

namespace migrate::postgresql {
namespace {

/// Those of `all` that are not in `others`.
template <class T>
std::vector<T> without(const std::vector<T>& all, const std::vector<T>& others) {
  std::vector<T> out;
  for (const T& one : all) {
    if (std::ranges::find(others, one) == others.end()) out.push_back(one);
  }
  return out;
}

/// Options that are there no longer, by their names.
std::vector<std::string> gone(const std::vector<std::string>& old,
                              const std::vector<std::string>& now) {
  const auto name = [](const std::string& option) { return option.substr(0, option.find('=')); };
  std::vector<std::string> out;
  for (const std::string& option : old) {
    const bool stays = std::ranges::any_of(
        now, [&](const std::string& other) { return name(other) == name(option); });
    if (!stays) out.push_back(option);
  }
  return out;
}

}  // namespace

std::vector<std::string> alter_table(const ops::AlterTable& op, const Table* before) {
  static const Table nothing;
  const Table& old = op.existing ? *op.existing : before != nullptr ? *before : nothing;
  const Table& now = op.wanted;
  const std::string name = qualified(op.name.schema, op.name.name);
  std::vector<std::string> out;
  const auto alter = [&](const std::string& what) { out.push_back("ALTER TABLE " + name + what); };
  if (now.partition_by != old.partition_by) {
    throw Error(ErrorCode::revision, "alter_table " + name +
                                         ": how a table is partitioned cannot be changed; make "
                                         "another table and move the rows");
  }
  if (now.partition_of != old.partition_of) {
    if (old.partition_of) {
      out.push_back("ALTER TABLE " + qualified(old.partition_of->schema, old.partition_of->table) +
                    " DETACH PARTITION " + name);
    }
    if (now.partition_of) {
      out.push_back("ALTER TABLE " + qualified(now.partition_of->schema, now.partition_of->table) +
                    " ATTACH PARTITION " + name + " " + now.partition_of->bound);
    }
  }
  for (const QualifiedName& parent : without(old.inherits, now.inherits)) {
    alter(" NO INHERIT " + qualified(parent.schema, parent.name));
  }
  for (const QualifiedName& parent : without(now.inherits, old.inherits)) {
    alter(" INHERIT " + qualified(parent.schema, parent.name));
  }
  if (now.unlogged != old.unlogged) alter(now.unlogged ? " SET UNLOGGED" : " SET LOGGED");
  if (now.access_method != old.access_method) {
    alter(" SET ACCESS METHOD " + (now.access_method.empty() ? "heap" : now.access_method));
  }
  const std::vector<std::string> reset = gone(old.options, now.options);
  if (!reset.empty()) alter(" RESET " + option_names(reset));
  const std::vector<std::string> set = without(now.options, old.options);
  if (!set.empty()) alter(" SET " + options_text(set));
  if (now.row_security != old.row_security) {
    alter(now.row_security ? " ENABLE ROW LEVEL SECURITY" : " DISABLE ROW LEVEL SECURITY");
  }
  if (now.force_row_security != old.force_row_security) {
    alter(now.force_row_security ? " FORCE ROW LEVEL SECURITY" : " NO FORCE ROW LEVEL SECURITY");
  }
  if (now.replica_identity != old.replica_identity) {
    alter(replica_identity_text(now.replica_identity));
  }
  if (now.comment != old.comment) out.push_back(comment_on("TABLE " + name, now.comment));
  return out;
}

}  // namespace migrate::postgresql

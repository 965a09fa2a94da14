#include "ops/wording.hpp"

#include "base/text.hpp"
#include "migrate/schema/names.hpp"

namespace migrate::ops {
namespace {

constexpr std::size_t longest_text = 60;

template <class Part>
std::string listed(const std::vector<Part>& parts, std::string (*say)(const Part&)) {
  std::string out = "(";
  for (const Part& part : parts) {
    if (out.size() > 1) out += ", ";
    out += say(part);
  }
  return out + ')';
}

struct NameOf {
  std::string operator()(const CreateTable&) const { return "create_table"; }
  std::string operator()(const DropTable&) const { return "drop_table"; }
  std::string operator()(const RenameTable&) const { return "rename_table"; }
  std::string operator()(const AlterTable&) const { return "alter_table"; }
  std::string operator()(const AddColumn&) const { return "add_column"; }
  std::string operator()(const DropColumn&) const { return "drop_column"; }
  std::string operator()(const AlterColumn&) const { return "alter_column"; }
  std::string operator()(const CreatePrimaryKey&) const { return "create_primary_key"; }
  std::string operator()(const CreateUniqueConstraint&) const { return "create_unique_constraint"; }
  std::string operator()(const CreateForeignKey&) const { return "create_foreign_key"; }
  std::string operator()(const CreateCheckConstraint&) const { return "create_check_constraint"; }
  std::string operator()(const CreateExcludeConstraint&) const {
    return "create_exclude_constraint";
  }
  std::string operator()(const DropConstraint&) const { return "drop_constraint"; }
  std::string operator()(const RenameConstraint&) const { return "rename_constraint"; }
  std::string operator()(const ValidateConstraint&) const { return "validate_constraint"; }
  std::string operator()(const CreateIndex&) const { return "create_index"; }
  std::string operator()(const DropIndex&) const { return "drop_index"; }
  std::string operator()(const RenameIndex&) const { return "rename_index"; }
  std::string operator()(const CreateObject& operation) const {
    return "create_" + suffix(operation.object.kind);
  }
  std::string operator()(const DropObject& operation) const {
    return "drop_" + suffix(operation.kind);
  }
  std::string operator()(const AlterObject&) const { return "alter_object"; }
  std::string operator()(const AlterEnum&) const { return "alter_enum"; }
  std::string operator()(const TableComment&) const { return "table_comment"; }
  std::string operator()(const ColumnComment&) const { return "column_comment"; }
  std::string operator()(const BulkInsert&) const { return "bulk_insert"; }
  std::string operator()(const Execute&) const { return "execute"; }

  /// The kinds that have an operation of their name.
  static std::string suffix(Object::Kind kind) {
    switch (kind) {
      case Object::Kind::view:
      case Object::Kind::trigger:
      case Object::Kind::sequence:
      case Object::Kind::enumeration:
      case Object::Kind::extension:
        return std::string(migrate::name_of(kind));
      default:
        return "object";
    }
  }
};

}  // namespace

std::string in_words(const QualifiedName& name) {
  return name.schema.empty() ? name.name : name.schema + '.' + name.name;
}

std::string in_words(const std::vector<KeyColumn>& columns) {
  return listed<KeyColumn>(columns, [](const KeyColumn& column) {
    return column.name + (column.descending ? " desc" : "");
  });
}

std::string in_words(const std::vector<IndexColumn>& columns) {
  return listed<IndexColumn>(columns, [](const IndexColumn& column) {
    return (column.column.empty() ? in_words(column.expression) : column.column) +
           (column.descending ? " desc" : "");
  });
}

std::string in_words(const std::vector<std::string>& columns) {
  return '(' + text::join(columns, ", ") + ')';
}

std::string in_words(const Sql& sql) {
  const std::string& whole = !sql.text.empty()     ? sql.text
                             : !sql.sqlite.empty() ? sql.sqlite
                                                   : sql.postgresql;
  std::string_view line = text::trim(whole);
  const std::string_view first = text::trim(line.substr(0, line.find('\n')));
  const bool cut = first.size() < line.size();
  line = first;
  if (text::characters(line) <= longest_text) return std::string(line) + (cut ? " …" : "");
  std::size_t end = 0;
  for (std::size_t characters = 0; characters < longest_text; ++characters) {
    do ++end;
    while (end < line.size() && text::is_continuation_byte(line[end]));
  }
  return std::string(line.substr(0, end)) + " …";
}

std::string in_words(Object::Kind kind) {
  return text::replace_all(migrate::name_of(kind), "_", " ");
}

std::string_view kind_in_words(const Constraint& constraint) {
  struct Kind {
    std::string_view operator()(const PrimaryKey&) const { return "primary key"; }
    std::string_view operator()(const Unique&) const { return "unique constraint"; }
    std::string_view operator()(const ForeignKey&) const { return "foreign key"; }
    std::string_view operator()(const Check&) const { return "check constraint"; }
    std::string_view operator()(const Exclude&) const { return "exclude constraint"; }
  };
  return std::visit(Kind(), constraint);
}

const std::string& name_of_constraint(const Constraint& constraint) {
  return std::visit([](const auto& any) -> const std::string& { return any.name; }, constraint);
}

std::string operation_name(const Operation& operation) { return std::visit(NameOf(), operation); }

}  // namespace migrate::ops

#include "postgresql/ddl.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "postgresql/expression.hpp"
#include "postgresql/identifier.hpp"
#include "postgresql/sequence.hpp"
#include "postgresql/statements.hpp"
#include "postgresql/types.hpp"

namespace migrate::postgresql {
namespace {

std::string_view action_text(Action action) {
  constexpr std::array<std::string_view, 5> texts = {"NO ACTION", "RESTRICT", "CASCADE", "SET NULL",
                                                     "SET DEFAULT"};
  return texts[static_cast<std::size_t>(action)];
}

std::string deferrable_text(Deferrable deferrable) {
  if (deferrable == Deferrable::no) return "";
  return deferrable == Deferrable::initially_deferred ? " DEFERRABLE INITIALLY DEFERRED"
                                                      : " DEFERRABLE";
}

std::string named(const std::string& name) {
  return name.empty() ? "" : "CONSTRAINT " + identifier(name) + " ";
}

/// What follows a key's columns.
template <class Key>
std::string key_tail(const Key& key) {
  std::string out;
  if (!key.include.empty()) out += " INCLUDE " + list(key.include);
  if (!key.options.empty()) out += " WITH " + options_text(key.options);
  return out + deferrable_text(key.deferrable);
}

/// May a storage parameter's value stand without quotes?
bool is_bare(std::string_view value) {
  const auto in_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || text::is_digit(c) || c == '_';
  };
  const auto in_number = [](char c) { return text::is_digit(c) || c == '.' || c == '-'; };
  if (value.empty()) return false;
  if (std::ranges::all_of(value, in_number)) return true;
  return !text::is_digit(value.front()) && std::ranges::all_of(value, in_word);
}

std::string index_column_text(const IndexColumn& part) {
  std::string out = identifier(part.column);
  if (part.column.empty()) {
    const std::string& expression = on_postgresql(part.expression);
    out = is_call(expression) ? expression : "(" + expression + ")";
  }
  if (!part.collation.empty()) out += " COLLATE " + collation_text(part.collation);
  if (!part.opclass.empty()) out += " " + part.opclass;
  if (part.descending) out += " DESC";
  if (part.nulls == Nulls::first) out += " NULLS FIRST";
  if (part.nulls == Nulls::last) out += " NULLS LAST";
  return out;
}

struct KindWords {
  Object::Kind kind;
  std::string_view words;
};
using Kind = Object::Kind;
constexpr std::array<KindWords, 31> kinds = {{{Kind::schema, "SCHEMA"},
                                              {Kind::extension, "EXTENSION"},
                                              {Kind::language, "LANGUAGE"},
                                              {Kind::collation, "COLLATION"},
                                              {Kind::enumeration, "TYPE"},
                                              {Kind::domain, "DOMAIN"},
                                              {Kind::composite, "TYPE"},
                                              {Kind::range, "TYPE"},
                                              {Kind::sequence, "SEQUENCE"},
                                              {Kind::function, "FUNCTION"},
                                              {Kind::procedure, "PROCEDURE"},
                                              {Kind::aggregate, "AGGREGATE"},
                                              {Kind::operator_, "OPERATOR"},
                                              {Kind::operator_class, "OPERATOR CLASS"},
                                              {Kind::operator_family, "OPERATOR FAMILY"},
                                              {Kind::cast, "CAST"},
                                              {Kind::conversion, "CONVERSION"},
                                              {Kind::view, "VIEW"},
                                              {Kind::materialized_view, "MATERIALIZED VIEW"},
                                              {Kind::index, "INDEX"},
                                              {Kind::virtual_table, "TABLE"},
                                              {Kind::foreign_data_wrapper, "FOREIGN DATA WRAPPER"},
                                              {Kind::foreign_server, "SERVER"},
                                              {Kind::foreign_table, "FOREIGN TABLE"},
                                              {Kind::trigger, "TRIGGER"},
                                              {Kind::rule, "RULE"},
                                              {Kind::policy, "POLICY"},
                                              {Kind::statistics, "STATISTICS"},
                                              {Kind::event_trigger, "EVENT TRIGGER"},
                                              {Kind::text_search, "TEXT SEARCH"},
                                              {Kind::publication, "PUBLICATION"}}};

/// Is the model's name of such an object SQL already?
bool is_sql(Kind kind) {
  return kind == Kind::function || kind == Kind::procedure || kind == Kind::aggregate ||
         kind == Kind::operator_ || kind == Kind::operator_class || kind == Kind::operator_family ||
         kind == Kind::cast;
}

std::string in_schema(const std::string& schema, const std::string& sql) {
  return schema.empty() ? sql : identifier(schema) + "." + sql;
}

}  // namespace

const std::string& on_postgresql(const Sql& sql) { return sql.on("postgresql"); }

std::string list(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + identifier(name);
  return "(" + out + ")";
}

std::string list(const std::vector<KeyColumn>& columns) {
  std::vector<std::string> names;
  for (const KeyColumn& column : columns) names.push_back(column.name);
  return list(names);
}

std::string identity_text(const Identity& identity, const std::string& schema) {
  std::string options = options_text(identity);
  if (!identity.sequence.empty()) {
    options = " SEQUENCE NAME " + qualified(schema, identity.sequence) + options;
  }
  std::string out =
      identity.always ? "GENERATED ALWAYS AS IDENTITY" : "GENERATED BY DEFAULT AS IDENTITY";
  if (!options.empty()) out += " (" + options.substr(1) + ")";
  return out;
}

std::string column_text(const Column& column, const std::string& schema) {
  std::string out = identifier(column.name) + " " + type_text(column.type);
  if (!column.compression.empty()) out += " COMPRESSION " + column.compression;
  if (!column.collation.empty()) out += " COLLATE " + collation_text(column.collation);
  if (column.server_default) out += " DEFAULT " + on_postgresql(*column.server_default);
  if (column.generated) {
    out += " GENERATED ALWAYS AS (" + on_postgresql(column.generated->expression) + ") STORED";
  }
  if (column.identity) out += " " + identity_text(*column.identity, schema);
  if (!column.nullable) out += " NOT NULL";
  return out;
}

std::string constraint_text(const PrimaryKey& key) {
  return named(key.name) + "PRIMARY KEY " + list(key.columns) + key_tail(key);
}

std::string constraint_text(const Unique& unique) {
  return named(unique.name) + "UNIQUE " + (unique.nulls_not_distinct ? "NULLS NOT DISTINCT " : "") +
         list(unique.columns) + key_tail(unique);
}

std::string constraint_text(const ForeignKey& key) {
  std::string out = named(key.name) + "FOREIGN KEY " + list(key.columns) + " REFERENCES " +
                    qualified(key.references.schema, key.references.table);
  if (!key.references.columns.empty()) out += " " + list(key.references.columns);
  if (key.match == Match::full) out += " MATCH FULL";
  if (key.on_update != Action::no_action) {
    out.append(" ON UPDATE ").append(action_text(key.on_update));
  }
  if (key.on_delete != Action::no_action) {
    out.append(" ON DELETE ").append(action_text(key.on_delete));
    if (!key.on_delete_columns.empty()) out += " " + list(key.on_delete_columns);
  }
  out += deferrable_text(key.deferrable);
  return key.not_valid ? out + " NOT VALID" : out;
}

std::string constraint_text(const Check& check) {
  return named(check.name) + "CHECK (" + on_postgresql(check.condition) + ")" +
         (check.no_inherit ? " NO INHERIT" : "") + (check.not_valid ? " NOT VALID" : "");
}

std::string constraint_text(const Exclude& exclude) {
  return named(exclude.name) + exclude.definition;
}

std::string index_text(const Index& index, const std::string& table, bool concurrently) {
  std::string out = index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
  if (concurrently) out += "CONCURRENTLY ";
  if (!index.name.empty()) out += identifier(index.name) + " ";
  out += "ON " + table;
  if (!index.method.empty()) out += " USING " + index.method;
  std::string columns;
  for (const IndexColumn& part : index.columns) {
    columns += (columns.empty() ? "" : ", ") + index_column_text(part);
  }
  out += " (" + columns + ")";
  if (!index.include.empty()) out += " INCLUDE " + list(index.include);
  if (index.nulls_not_distinct) out += " NULLS NOT DISTINCT";
  if (!index.options.empty()) out += " WITH " + options_text(index.options);
  if (!index.where.empty()) out += " WHERE " + on_postgresql(index.where);
  return out;
}

std::string options_text(const std::vector<std::string>& options) {
  std::string out;
  for (const std::string& option : options) {
    const std::size_t equals = option.find('=');
    if (!out.empty()) out += ", ";
    out += option.substr(0, equals);
    if (equals == std::string::npos) continue;
    const std::string value = option.substr(equals + 1);
    out += "=" + (is_bare(value) ? value : literal(value));
  }
  return "(" + out + ")";
}

std::string option_names(const std::vector<std::string>& options) {
  std::string out;
  for (const std::string& option : options) {
    out += (out.empty() ? "" : ", ") + option.substr(0, option.find('='));
  }
  return "(" + out + ")";
}

std::string replica_identity_text(const std::string& identity) {
  if (identity.empty()) return " REPLICA IDENTITY DEFAULT";
  constexpr std::string_view index = "index ";
  if (identity.starts_with(index)) {
    return " REPLICA IDENTITY USING INDEX " + identity.substr(index.size());
  }
  return " REPLICA IDENTITY " + text::upper(identity);
}

std::string_view usual_storage(const Type& type) {
  if (type.array) return "extended";
  switch (type.kind) {
    case Type::Kind::integer:
    case Type::Kind::bigint:
    case Type::Kind::smallint:
    case Type::Kind::boolean:
    case Type::Kind::float_:
    case Type::Kind::double_:
    case Type::Kind::date:
    case Type::Kind::time:
    case Type::Kind::datetime:
    case Type::Kind::timestamptz:
    case Type::Kind::interval:
    case Type::Kind::uuid:
    case Type::Kind::enumeration:
      return "plain";
    case Type::Kind::numeric:
      return "main";
    case Type::Kind::native:
      return type.name == "inet" || type.name == "cidr" ? "main" : "extended";
    default:
      return "extended";
  }
}

std::string object_name(Object::Kind kind, const QualifiedName& name, const std::string& table) {
  const auto* const found = std::ranges::find(kinds, kind, &KindWords::kind);
  const std::string words = std::string(found->words) + " ";
  if (kind == Kind::trigger || kind == Kind::rule || kind == Kind::policy) {
    return words + identifier(name.name) + " ON " + qualified(name.schema, table);
  }
  if (kind == Kind::text_search) {
    const std::size_t blank = name.name.find(' ');
    return words + text::upper(name.name.substr(0, blank)) + " " +
           in_schema(name.schema, name.name.substr(blank + 1));
  }
  if (is_sql(kind)) return words + in_schema(name.schema, name.name);
  return words + qualified(name.schema, name.name);
}

std::string object_name(const Object& object) {
  return object_name(object.kind, {.schema = object.schema, .name = object.name}, object.table);
}

std::string comment_on(const std::string& what, const std::string& comment) {
  return "COMMENT ON " + what + " IS " + (comment.empty() ? "NULL" : literal(comment));
}

}  // namespace migrate::postgresql

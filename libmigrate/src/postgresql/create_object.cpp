#include "postgresql/create_object.hpp"

#include "base/text.hpp"
#include "migrate/error.hpp"
#include "migrate/schema/names.hpp"
#include "postgresql/ddl.hpp"
#include "postgresql/identifier.hpp"
#include "postgresql/sequence.hpp"
#include "postgresql/statements.hpp"

namespace migrate::postgresql {

std::string create_enum(const QualifiedName& name, const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values) out += (out.empty() ? "" : ", ") + literal(value);
  return "CREATE TYPE " + qualified(name.schema, name.name) + " AS ENUM (" + out + ")";
}

std::string owned_by(const Object& sequence) {
  std::string owner = sequence.owned_by.empty() ? "NONE" : owner_text(sequence.owned_by);
  if (!sequence.owned_by.empty() && !sequence.schema.empty()) {
    owner = identifier(sequence.schema) + "." + owner;
  }
  return "ALTER " + object_name(sequence) + " OWNED BY " + owner;
}

namespace {

/// What a person need not write out.
std::string definition_of(const Object& object) {
  if (!object.definition.empty()) return object.definition;
  switch (object.kind) {
    case Object::Kind::enumeration:
      return create_enum({.schema = object.schema, .name = object.name}, object.values);
    case Object::Kind::extension:
      return "CREATE EXTENSION IF NOT EXISTS " + identifier(object.name);
    case Object::Kind::schema:
    case Object::Kind::sequence:
      return "CREATE " + object_name(object);
    default:
      throw Error(ErrorCode::revision, "the " + text::replace_all(name_of(object.kind), "_", " ") +
                                           " " + object.name +
                                           " needs a \"definition\": its whole CREATE statement");
  }
}

}  // namespace

std::vector<std::string> create_object(const Object& object) {
  std::vector<std::string> out = {definition_of(object)};
  out.insert(out.end(), object.then.begin(), object.then.end());
  if (!object.comment.empty()) out.push_back(comment_on(object_name(object), object.comment));
  return out;
}

}  // namespace migrate::postgresql

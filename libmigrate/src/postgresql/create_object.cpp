#include "postgresql/create_object.hpp"

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

std::vector<std::string> create_object(const Object& object) {
  std::vector<std::string> out;
  if (object.kind == Object::Kind::enumeration) {
    out.push_back(create_enum({.schema = object.schema, .name = object.name}, object.values));
  } else if (object.definition.empty() && object.kind == Object::Kind::sequence) {
    out.push_back("CREATE " + object_name(object));
  } else {
    out.push_back(object.definition);
  }
  out.insert(out.end(), object.then.begin(), object.then.end());
  if (!object.comment.empty()) out.push_back(comment_on(object_name(object), object.comment));
  return out;
}

}  // namespace migrate::postgresql

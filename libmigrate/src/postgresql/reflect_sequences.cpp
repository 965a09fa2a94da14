#include <algorithm>
#include <limits>

#include "base/text.hpp"
#include "postgresql/identifier.hpp"
#include "postgresql/reading.hpp"
#include "postgresql/sequence.hpp"

namespace migrate::postgresql {
namespace {

/// With the column that owns it, `a` by SERIAL or OWNED BY, `i` by an identity.
constexpr std::string_view sequences_query = R"(SELECT c.oid, c.relnamespace, c.relname,
  c.relpersistence = 'u', format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin,
  s.seqmax, s.seqcache, s.seqcycle, d.refobjid, d.refobjsubid, d.deptype
FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
  LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
    AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
WHERE c.relnamespace IN ($schemas)
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass
                  AND e.objid = c.oid AND e.deptype = 'e'))";

Identity options_of(const Fields& fields) {
  Identity out;
  out.start = fields.number(5);
  out.increment = fields.number(6);
  out.minimum = fields.number(7);
  out.maximum = fields.number(8);
  out.cache = fields.number(9);
  out.cycle = fields.flag(10);
  return out;
}

void read_identity(Table& table, const Relation& relation, const Fields& fields) {
  const auto name = relation.columns.find(static_cast<int>(fields.number(12)));
  if (name == relation.columns.end()) return;
  for (Column& column : table.columns) {
    if (column.name != name->second || !column.identity) continue;
    const bool always = column.identity->always;
    column.identity = without_defaults(options_of(fields), fields.text(4));
    column.identity->always = always;
    if (fields.text(2) != sequence_name(table.name, column.name)) {
      column.identity->sequence = fields.text(2);
    }
  }
}

}  // namespace

void read_sequences(Reading& reading) {
  for (const Row& row : reading.query(sequences_query)) {
    const Fields fields(row);
    const auto owner = reading.relations.find(fields.oid(11));
    if (fields.letter(13) == 'i') {
      if (owner != reading.relations.end() && owner->second.kind != 'f') {
        read_identity(reading.schema.tables[owner->second.place], owner->second, fields);
      }
      continue;
    }
    Object object = {.kind = Object::Kind::sequence,
                     .schema = reading.schema_of(fields.oid(1)),
                     .name = fields.text(2)};
    object.definition =
        std::string(fields.flag(3) ? "CREATE UNLOGGED SEQUENCE " : "CREATE SEQUENCE ") +
        qualified(object.schema, object.name);
    if (fields.text(4) != "bigint") object.definition += " AS " + fields.text(4);
    object.definition += options_text(without_defaults(options_of(fields), fields.text(4)));
    if (owner != reading.relations.end()) {
      object.owned_by = owner_name(owner->second.name,
                                   owner->second.columns.at(static_cast<int>(fields.number(12))));
    }
    reading.add(Catalog::relation, fields.oid(0), std::move(object));
  }
}

}  // namespace migrate::postgresql

#include <algorithm>

#include "base/text.hpp"
#include "postgresql/reading.hpp"

namespace migrate::postgresql {
namespace {

/// What depends on what, between the things that the model knows: a default, a constraint but a
/// foreign key, and an index are their table; an array is its element, a row type its table, a view
/// what its rule selects from, and what belongs to an extension is the extension.
constexpr std::string_view dependencies_query = R"(
WITH d AS (
  SELECT classid, objid, refclassid, refobjid FROM pg_depend
  WHERE objid >= 16384 AND refobjid >= 16384 AND refclassid <> 'pg_namespace'::regclass
    AND (deptype = 'n' OR deptype = 'a' AND classid IN ('pg_statistic_ext'::regclass,
         'pg_publication_rel'::regclass, 'pg_opclass'::regclass)))
SELECT DISTINCT
  CASE WHEN r.rulename = '_RETURN' OR a.oid IS NOT NULL OR k.conrelid <> 0 OR i.indrelid IS NOT NULL
         THEN 'pg_class'::regclass::oid
       WHEN k.contypid <> 0 OR c.relkind = 'c' THEN 'pg_type'::regclass::oid
       WHEN p.oid IS NOT NULL THEN 'pg_publication'::regclass::oid
       WHEN m.refclassid IS NOT NULL THEN m.refclassid
       ELSE d.classid END,
  CASE WHEN r.rulename = '_RETURN' THEN r.ev_class WHEN a.oid IS NOT NULL THEN a.adrelid
       WHEN k.conrelid <> 0 THEN k.conrelid WHEN i.indrelid IS NOT NULL THEN i.indrelid
       WHEN k.contypid <> 0 THEN k.contypid WHEN c.relkind = 'c' THEN c.reltype
       WHEN p.oid IS NOT NULL THEN p.prpubid WHEN m.refobjid IS NOT NULL THEN m.refobjid
       ELSE d.objid END,
  CASE WHEN e.refobjid IS NOT NULL THEN 'pg_extension'::regclass::oid
       WHEN rc.relkind = 'c' THEN 'pg_type'::regclass::oid
       WHEN rt.typrelid <> 0 AND tc.relkind <> 'c' OR rk.conrelid <> 0 THEN 'pg_class'::regclass::oid
       ELSE d.refclassid END,
  CASE WHEN e.refobjid IS NOT NULL THEN e.refobjid
       WHEN rc.relkind = 'c' THEN rc.reltype
       WHEN rt.typrelid <> 0 AND tc.relkind <> 'c' THEN rt.typrelid
       WHEN rk.conrelid <> 0 THEN rk.conrelid
       WHEN rt.oid IS NOT NULL THEN rt.oid
       WHEN ri.indrelid IS NOT NULL THEN ri.indrelid
       ELSE d.refobjid END
FROM d
  LEFT JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
  LEFT JOIN pg_attrdef a ON d.classid = 'pg_attrdef'::regclass AND a.oid = d.objid
  LEFT JOIN pg_constraint k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid
  LEFT JOIN pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid
  LEFT JOIN pg_index i ON d.classid = 'pg_class'::regclass AND i.indexrelid = d.objid
  LEFT JOIN pg_publication_rel p ON d.classid = 'pg_publication_rel'::regclass AND p.oid = d.objid
  LEFT JOIN pg_depend m ON d.classid IN ('pg_amop'::regclass, 'pg_amproc'::regclass)
    AND m.classid = d.classid AND m.objid = d.objid
    AND m.refclassid IN ('pg_opclass'::regclass, 'pg_opfamily'::regclass)
  LEFT JOIN pg_type rt0 ON d.refclassid = 'pg_type'::regclass AND rt0.oid = d.refobjid
  LEFT JOIN pg_type rt ON rt.oid = CASE WHEN rt0.typcategory = 'A' AND rt0.typelem <> 0
                                        THEN rt0.typelem ELSE rt0.oid END
  LEFT JOIN pg_class tc ON tc.oid = rt.typrelid
  LEFT JOIN pg_class rc ON d.refclassid = 'pg_class'::regclass AND rc.oid = d.refobjid
  LEFT JOIN pg_index ri ON d.refclassid = 'pg_class'::regclass AND ri.indexrelid = d.refobjid
  LEFT JOIN pg_constraint rk ON d.refclassid = 'pg_constraint'::regclass AND rk.oid = d.refobjid
  LEFT JOIN pg_depend e ON e.deptype = 'e' AND e.classid = d.refclassid
    AND e.objid = CASE WHEN rt.oid IS NOT NULL THEN rt.oid ELSE d.refobjid END
WHERE k.contype IS DISTINCT FROM 'f')";

/// Null: it is not one that was read.
std::vector<Dependency>* of(Reading& reading, Oid catalog, Oid number) {
  const auto object = reading.objects.find({static_cast<Catalog>(catalog), number});
  if (object != reading.objects.end()) return &reading.schema.objects[object->second].depends_on;
  if (static_cast<Catalog>(catalog) != Catalog::relation) return nullptr;
  const auto relation = reading.relations.find(number);
  if (relation == reading.relations.end()) return nullptr;
  if (relation->second.kind != 'r' && relation->second.kind != 'p') return nullptr;
  return &reading.schema.tables[relation->second.place].depends_on;
}

void sort(std::vector<Dependency>& all) {
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
}

}  // namespace

void read_dependencies(Reading& reading) {
  for (const Row& row : reading.query(dependencies_query)) {
    const Fields fields(row);
    if (fields.text(0) == fields.text(2) && fields.text(1) == fields.text(3)) continue;
    std::vector<Dependency>* const dependent = of(reading, fields.oid(0), fields.oid(1));
    const Dependency* const needed = reading.find(fields.oid(2), fields.oid(3));
    if (dependent != nullptr && needed != nullptr) dependent->push_back(*needed);
  }
  for (Table& table : reading.schema.tables) sort(table.depends_on);
  for (Object& object : reading.schema.objects) sort(object.depends_on);
}

}  // namespace migrate::postgresql

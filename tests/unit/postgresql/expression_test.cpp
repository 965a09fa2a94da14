#include "postgresql/expression.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "postgresql/sequence.hpp"

namespace migrate::postgresql {
namespace {

using testing::ElementsAre;

TEST(PostgresqlExpression, LosesTheParenthesesAroundTheWhole) {
  EXPECT_EQ(without_parentheses("(a > 0)"), "a > 0");
  EXPECT_EQ(without_parentheses("((a + 1))"), "a + 1");
  EXPECT_EQ(without_parentheses("(a) + (b)"), "(a) + (b)");
  EXPECT_EQ(without_parentheses("((a > 0) AND (b > 0))"), "(a > 0) AND (b > 0)");
  EXPECT_EQ(without_parentheses("(a = ')('::text)"), "a = ')('::text");
  EXPECT_EQ(without_parentheses("('(' || \"b)\" || ')')"), "'(' || \"b)\" || ')'");
  EXPECT_EQ(without_parentheses("lower(a)"), "lower(a)");
  EXPECT_EQ(without_parentheses(""), "");
}

TEST(PostgresqlExpression, CastsTheElementsOfAnArrayThatIsCastAsAWhole) {
  EXPECT_EQ(settled("(v)::text = ANY ((ARRAY['a'::character varying, 'b,]'::character "
                    "varying])::text[])"),
            "(v)::text = ANY (ARRAY[('a'::character varying)::text, ('b,]'::character "
            "varying)::text])");
  EXPECT_EQ(settled("x = (ARRAY[f(a, b), (c)])::double precision[] AND y"),
            "x = ARRAY[(f(a, b))::double precision, ((c))::double precision] AND y");
  for (const std::string same :
       {"c = ANY (ARRAY['x'::bpchar, 'y'::bpchar])", "'(ARRAY[1])::text[]'", "(ARRAY[a, b])[1]",
        "(ARRAY[a])::my_array", "ARRAY[]::text[]", "(ARRAY[])::text[]", "(ARRAY[a"}) {
    EXPECT_EQ(settled(same), same);
    EXPECT_EQ(settled(settled(same)), same);
  }
}

TEST(PostgresqlExpression, TellsACallFromTheRest) {
  EXPECT_TRUE(is_call("lower(a)"));
  EXPECT_TRUE(is_call("f(a, (b), ')')"));
  EXPECT_FALSE(is_call("lower(a) || 'x'"));
  EXPECT_FALSE(is_call("f(a) + g(b)"));
  EXPECT_FALSE(is_call("(a)"));
  EXPECT_FALSE(is_call("NOT (a)"));
  EXPECT_FALSE(is_call("Lower(a)"));
  EXPECT_FALSE(is_call("a"));
}

TEST(PostgresqlIndex, IsReadFromWhatTheServerPrints) {
  Index index;
  read_index(
      "CREATE UNIQUE INDEX i ON ONLY app.\"T (x\" USING gist (a COLLATE \"C\" text_pattern_ops "
      "DESC "
      "NULLS LAST, lower(b), ((c || ','::text)) COLLATE pg_catalog.\"de\", \"D,\" "
      "ext.gist_trgm_ops (siglen='32')) INCLUDE (e, \"F\") NULLS NOT DISTINCT WITH "
      "(fillfactor='70', x='it''s') TABLESPACE fast WHERE (a > 3)",
      {false, true, true, false, false, false}, index);
  EXPECT_EQ(index.method, "gist");
  ASSERT_EQ(index.columns.size(), 4U);
  EXPECT_EQ(index.columns[0].column, "a");
  EXPECT_EQ(index.columns[0].collation, "C");
  EXPECT_EQ(index.columns[0].opclass, "text_pattern_ops");
  EXPECT_TRUE(index.columns[0].descending);
  EXPECT_EQ(index.columns[0].nulls, Nulls::last);
  EXPECT_EQ(index.columns[1].expression.text, "lower(b)");
  EXPECT_EQ(index.columns[2].expression.text, "c || ','::text");
  EXPECT_EQ(index.columns[2].collation, "pg_catalog.de");
  EXPECT_EQ(index.columns[3].column, "D,");
  EXPECT_EQ(index.columns[3].opclass, "ext.gist_trgm_ops (siglen='32')");
  EXPECT_THAT(index.include, ElementsAre("e", "F"));
  EXPECT_THAT(index.options, ElementsAre("fillfactor=70", "x=it's"));
  EXPECT_EQ(index.where.text, "a > 3");
}

TEST(PostgresqlSequence, HasTheNameThatTheServerGives) {
  EXPECT_EQ(sequence_name("t", "id"), "t_id_seq");
  EXPECT_EQ(sequence_name(std::string(63, 't'), "id"), std::string(56, 't') + "_id_seq");
  EXPECT_EQ(sequence_name(std::string(40, 't'), std::string(40, 'c')),
            std::string(29, 't') + "_" + std::string(29, 'c') + "_seq");
  // A character is not cut in two.
  EXPECT_EQ(sequence_name(std::string(55, 't') + "äx", "id"), std::string(55, 't') + "_id_seq");
}

TEST(PostgresqlSequence, SaysWhatIsNoDefault) {
  const Identity usual = {.start = 1, .increment = 1, .minimum = 1, .maximum = 32767, .cache = 1};
  EXPECT_EQ(without_defaults(usual, "smallint"), Identity());
  EXPECT_EQ(options_text(without_defaults(usual, "integer")), " MAXVALUE 32767");
  const Identity down = {
      .start = -1, .increment = -1, .minimum = -2147483648LL, .maximum = -1, .cache = 1};
  EXPECT_EQ(options_text(without_defaults(down, "integer")), " INCREMENT BY -1");
}

TEST(PostgresqlSequence, TellsItsOwner) {
  EXPECT_EQ(owner_text(owner_name("t", "Id")), "t.\"Id\"");
  EXPECT_EQ(owner_name("t", "id"), "t.id");
  EXPECT_EQ(owner_text(owner_name("a.b", "c\"d")), "\"a.b\".\"c\"\"d\"");
}

}  // namespace
}  // namespace migrate::postgresql

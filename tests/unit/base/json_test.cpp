#include "base/json.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace migrate::json {
namespace {

/// What stands where the value says it stands.
std::string text_of(std::string_view text, const Value& value) {
  return std::string(text.substr(value.begin, value.end - value.begin));
}

std::string error_of(std::string_view text) {
  try {
    parse(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::revision);
    ErrorInfo info = error.info();
    info.file = "f.json";
    return render(info);
  }
  return "(no error)";
}

TEST(Json, ReadsEveryKindOfValue) {
  const Value value =
      parse(R"({"n": null, "b": [true, false], "i": -12, "r": 1.5e3, "s": "a\u00e9\n"})");
  EXPECT_EQ(value.kind, Value::Kind::object);
  EXPECT_EQ(value.find("n")->kind, Value::Kind::null);
  EXPECT_TRUE(value.find("b")->items[0].boolean);
  EXPECT_FALSE(value.find("b")->items[1].boolean);
  EXPECT_EQ(value.find("i")->integer, -12);
  EXPECT_EQ(value.find("r")->real, 1500.0);
  EXPECT_EQ(value.find("s")->string, "aé\n");
  EXPECT_EQ(value.find("x"), nullptr);
  EXPECT_EQ(parse("9223372036854775807").integer, 9223372036854775807);
  EXPECT_EQ(parse("-9223372036854775808").integer, std::numeric_limits<std::int64_t>::min());
}

TEST(Json, EveryValueKnowsWhereItStands) {
  const std::string text =
      "\xEF\xBB\xBF// first\n{ \"a\" : [ 1 , /* , */ -2.5,\"x\\\"y\", [ ], {} ], // , :\n"
      "  \"ключ\":{\"b\":true}, \"c\":null }\n";
  const Value value = parse(text);
  const Value& a = *value.find("a");
  EXPECT_EQ(text_of(text, value), text.substr(12, text.size() - 13));
  EXPECT_EQ(text_of(text, a), "[ 1 , /* , */ -2.5,\"x\\\"y\", [ ], {} ]");
  EXPECT_EQ(text_of(text, a.items[0]), "1");
  EXPECT_EQ(text_of(text, a.items[1]), "-2.5");
  EXPECT_EQ(text_of(text, a.items[2]), "\"x\\\"y\"");
  EXPECT_EQ(text_of(text, a.items[3]), "[ ]");
  EXPECT_EQ(text_of(text, a.items[4]), "{}");
  EXPECT_EQ(text_of(text, *value.find("ключ")), "{\"b\":true}");
  EXPECT_EQ(text_of(text, *value.find("ключ")->find("b")), "true");
  EXPECT_EQ(text_of(text, *value.find("c")), "null");
  EXPECT_EQ(text.substr(value.members[1].key_begin, 3), "\"\xD0\xBA");
}

struct ErrorCase {
  std::string text;
  std::string message;
};

TEST(Json, ErrorsHaveThePlaceAndSayWhatIsExpected) {
  const std::vector<ErrorCase> cases = {
      {"", "f.json:1:1: this is not JSON: unexpected end of input; expected a value"},
      {"{\n  \"a\": 1\n  \"b\": 2\n}",
       "f.json:3:3: this is not JSON: unexpected string literal; expected ',' or '}'\n"
       "      \"b\": 2\n      ^"},
      {"{\"a\": 1,}",
       "f.json:1:9: this is not JSON: unexpected '}'; expected a key in quotes\n"
       "    {\"a\": 1,}\n            ^"},
      {"{name: 1}",
       "f.json:1:2: this is not JSON: invalid literal; expected a key in quotes or '}'\n"
       "    {name: 1}\n     ^"},
      {"{\"a\" 1}",
       "f.json:1:6: this is not JSON: unexpected number literal; expected ':'\n"
       "    {\"a\" 1}\n         ^"},
      {"{\"a\": }",
       "f.json:1:7: this is not JSON: unexpected '}'; expected a value\n"
       "    {\"a\": }\n          ^"},
      {"[1,,2]",
       "f.json:1:4: this is not JSON: unexpected ','; expected a value\n    [1,,2]\n       ^"},
      {"[1 2]",
       "f.json:1:4: this is not JSON: unexpected number literal; expected ',' or ']'\n"
       "    [1 2]\n       ^"},
      {"[tru]",
       "f.json:1:2: this is not JSON: invalid literal; expected a value or ']'\n    [tru]\n     ^"},
      {"[] []",
       "f.json:1:4: this is not JSON: unexpected '['; expected the end of the text\n"
       "    [] []\n       ^"},
      {"[\"é\", \"a\nb\"]",
       "f.json:1:7: this is not JSON: invalid string: control character U+000A (LF) must be "
       "escaped to \\u000A or \\n\n    [\"é\", \"a\n          ^"},
      {"[\"a\xff\"]",
       "f.json:1:2: this is not JSON: invalid string: ill-formed UTF-8 byte\n    [\"a\n     ^"},
      {"[1, -]",
       "f.json:1:5: this is not JSON: invalid number; expected digit after '-'\n"
       "    [1, -]\n        ^"},
      {"[1e999]",
       "f.json:1:2: this is not JSON: number overflow parsing '1e999'\n    [1e999]\n     ^"},
      {"[ /* x",
       "f.json:1:3: this is not JSON: invalid comment; missing closing '*/'\n"
       "    [ /* x\n      ^"},
      {"[9223372036854775808]",
       "f.json:1:2: this number does not fit 64 bits; write it as a string\n"
       "    [9223372036854775808]\n     ^"},
      {"[123456789012345678901234567890]",
       "f.json:1:2: this number does not fit 64 bits; write it as a string\n"
       "    [123456789012345678901234567890]\n     ^"},
      {"{\"a\": 1,\r\n \"b\": 2,\r\n \"a\": 3}",
       "f.json:3:2: the key \"a\" stands twice in one object; the first is on line 1, column 2\n"
       "     \"a\": 3}\n     ^"},
  };
  for (const ErrorCase& c : cases) EXPECT_EQ(error_of(c.text), c.message) << c.text;
}

TEST(Json, RefusesNestingBeyond200) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_EQ(error_of(nested(200)), "(no error)");
  EXPECT_EQ(error_of(nested(201)).substr(0, 48),
            "f.json:1:201: more than 200 levels of nesting\n  ");
}

TEST(Json, AnErrorInALongLineShowsTheLineAroundIt) {
  const std::string text =
      "[\"" + std::string(300, 'a') + "é\", x, \"" + std::string(300, 'b') + "\"]";
  try {
    parse(text);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.info().column, 307U);
    EXPECT_EQ(error.info().source_line.find('x'), error.info().source_line.find("é") + 5);
    EXPECT_EQ(error.info().caret, migrate::text::characters(error.info().source_line.substr(
                                      0, error.info().source_line.find('x'))) +
                                      1);
    EXPECT_LE(error.info().source_line.size(), 320U);
  }
}

TEST(Json, ParseUntilReadsNoFurtherThanTheKey) {
  Value value;
  EXPECT_TRUE(
      parse_until("{\"id\": \"a\", \"in\": {\"stop\": 1}, \"stop\": [ nonsense", "stop", value));
  EXPECT_EQ(value.members.size(), 2U);
  EXPECT_EQ(value.find("id")->string, "a");
  EXPECT_EQ(value.find("in")->find("stop")->integer, 1);
  EXPECT_FALSE(parse_until("{\"id\": \"a\"}", "stop", value));
  EXPECT_EQ(value.members.size(), 1U);
  EXPECT_THROW(parse_until("{\"id\": ", "stop", value), Error);
}

TEST(Json, QuotesAnyText) {
  EXPECT_EQ(quoted("a\"b\\c\n\tй"), "\"a\\\"b\\\\c\\n\\tй\"");
  EXPECT_EQ(quoted(std::string_view("\x01\x00", 2)), "\"\\u0001\\u0000\"");
  EXPECT_EQ(quoted("a\xff"), "\"a\xEF\xBF\xBD\"");
}

TEST(Json, CanonicalTextsAreEqualForWhatMeansTheSame) {
  const std::string text = R"({"a":[1,-2.5,true,null,"\u0001é"],"b":{}})";
  EXPECT_EQ(canonical(parse(text)), text);
  EXPECT_EQ(canonical(parse("{ \"b\": {}, // c\n \"a\" : [1, -25e-1, true, null, \"\\u0001\\u00e9\"]}")),
            text);
  EXPECT_NE(canonical(parse("[1]")), canonical(parse("[1.0]")));
}

/// Every text with one byte changed is either refused by both parsers, or read alike.
nlohmann::json plain(const Value& value) {
  switch (value.kind) {
    case Value::Kind::null:
      return nullptr;
    case Value::Kind::boolean:
      return value.boolean;
    case Value::Kind::integer:
      return value.integer;
    case Value::Kind::real:
      return value.real;
    case Value::Kind::string:
      return value.string;
    case Value::Kind::array: {
      nlohmann::json out = nlohmann::json::array();
      for (const Value& item : value.items) out.push_back(plain(item));
      return out;
    }
    case Value::Kind::object: {
      nlohmann::json out = nlohmann::json::object();
      for (const Member& member : value.members) out[member.key] = plain(member.value);
      return out;
    }
  }
  return nullptr;
}

TEST(Json, ReadsWhatAChangedByteMakesOfATextAsNlohmannDoes) {
  const std::string text = R"({"a": [1, -2.5e1, "x\u00e9", true], /* c */ "b": {"c": null}} // e)";
  std::size_t read = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const char replacement : std::string("\"{}[],:/*1a \n\\\xff")) {
      std::string changed = text;
      changed[at] = replacement;
      const bool valid = nlohmann::json::accept(changed, true);
      try {
        const Value value = parse(changed);
        ASSERT_TRUE(valid) << changed;
        ASSERT_EQ(plain(value), nlohmann::json::parse(changed, nullptr, true, true)) << changed;
        for (const Member& member : value.members) {
          ASSERT_EQ(plain(parse(text_of(changed, member.value))), plain(member.value)) << changed;
        }
        ++read;
      } catch (const Error& error) {
        ASSERT_TRUE(!valid || error.info().message.find("stands twice") != std::string::npos)
            << changed << '\n'
            << error.what();
      }
    }
  }
  EXPECT_GT(read, 150U);
}

}  // namespace
}  // namespace migrate::json

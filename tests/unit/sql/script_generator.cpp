#include "script_generator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace migrate::sql {
namespace {

std::string without(std::string text, std::string_view what) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what)) {
    text.erase(at, what.size());
  }
  return text;
}

std::string doubled(const std::string& text, char quote) {
  std::string out;
  for (const char c : text) out.append(c == quote ? 2 : 1, c);
  return out;
}

bool is_punctuation(std::string_view token) { return token == "(" || token == ")" || token == ","; }

std::uint64_t environment(const char* name, std::uint64_t otherwise) {
  const char* const value = std::getenv(name);
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

}  // namespace

std::size_t script_count(std::size_t usual) {
  return environment("MIGRATE_TEST_SQL_SCRIPTS", usual);
}

std::uint32_t script_seed() {
  return static_cast<std::uint32_t>(environment("MIGRATE_TEST_SQL_SEED", 20240229));
}

const char* ScriptGenerator::sqlite_schema() {
  return "CREATE TABLE t(a, \"end\", [x;y], `b``;`, \"c\"\"--\", ä, begin, trigger);"
         "CREATE VIEW v AS SELECT * FROM t;";
}

std::string ScriptGenerator::any(const std::vector<std::string>& choices) {
  return choices[below(choices.size())];
}

std::string ScriptGenerator::script() {
  out_.clear();
  may_touch_ = true;
  if (one_in(10)) gap();
  for (std::size_t count = 1 + below(5); count != 0; --count) {
    if (!one_in(8)) statement();
    if (count == 1 && one_in(3)) break;
    if (one_in(4)) gap();
    out_ += ';';
    may_touch_ = true;
  }
  if (one_in(3)) gap();
  return out_;
}

/// Text for strings, names and comments: what would end or begin something where it does not.
std::string ScriptGenerator::filling() {
  std::string text;
  for (std::size_t count = below(4); count != 0; --count) {
    text += any({";",
                 "a",
                 "'",
                 "\"",
                 "\\",
                 "--",
                 "/*",
                 "*/",
                 "$$",
                 "$a$",
                 "$",
                 "END;",
                 "; END ;",
                 "BEGIN ATOMIC",
                 "CREATE TRIGGER",
                 "\n",
                 "\r\n",
                 "ä€",
                 "`",
                 "]",
                 "[",
                 "(",
                 ")",
                 "\\.",
                 "COPY t FROM stdin",
                 " ",
                 "E'",
                 "\n\\c x\n"});
  }
  return text;
}

std::string ScriptGenerator::comment_text() {
  std::string text = filling();
  if (sqlite()) return without(std::move(text), "*/");
  std::erase(text, '/');
  std::erase(text, '*');
  return text;
}

std::string ScriptGenerator::block_comment(int depth) {
  std::string text = comment_text();
  if (!sqlite() && depth < 3 && one_in(3)) text += block_comment(depth + 1) + comment_text();
  return "/*" + text + "*/";
}

std::string ScriptGenerator::line_comment() {
  std::string text = "--" + filling();
  std::erase(text, '\n');
  std::erase(text, '\r');
  return text + any({"\n", "\r\n"});
}

std::string ScriptGenerator::blanks() {
  return any({" ", " ", " ", "  ", "\n", "\r\n", "\t", "\n\t ", "\f"});
}

void ScriptGenerator::gap() {
  const std::size_t before = out_.size();
  if (!one_in(3)) out_ += blanks();
  if (one_in(5)) out_ += block_comment(0);
  if (one_in(8)) {
    if (out_.ends_with('-')) out_ += ' ';
    out_ += line_comment();
  }
  if (one_in(20)) out_ += block_comment(0);
  may_touch_ = may_touch_ || out_.size() != before;
}

void ScriptGenerator::put(std::string_view token) {
  may_touch_ = may_touch_ || is_punctuation(token);
  if (!may_touch_ || one_in(2)) gap();
  if (!may_touch_) out_ += ' ';
  out_ += token;
  may_touch_ = is_punctuation(token);
}

/// Words with blanks between them.
void ScriptGenerator::put_words(std::string_view words) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    put(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
}

void ScriptGenerator::statement() {
  names_ = true;
  parameters_ = true;
  if (one_in(3)) return body_statement();
  return sqlite() ? sqlite_statement() : postgresql_statement();
}

void ScriptGenerator::sqlite_statement() {
  switch (below(6)) {
    case 0:
      put_words(any({"BEGIN", "BEGIN IMMEDIATE", "END", "PRAGMA user_version",
                     "EXPLAIN QUERY PLAN SELECT 1", "SAVEPOINT \"end\"",
                     "CREATE TABLE w ( trigger , begin )"}));
      return;
    case 1:
      put_words(any({"EXPLAIN", "EXPLAIN QUERY PLAN", "CREATE TABLE w AS", "CREATE VIEW w AS"}));
      parameters_ = false;
      return query(0);
    case 2:
      put_words("CREATE TABLE w ( a DEFAULT");
      put(string());
      put(")");
      return;
    default:
      return trigger();
  }
}

void ScriptGenerator::trigger() {
  if (one_in(6)) put_words(any({"EXPLAIN", "EXPLAIN QUERY PLAN"}));
  put_words(any({"CREATE TRIGGER", "create temp trigger", "CREATE TEMPORARY TRIGGER"}));
  put_words(any({"w", "\"END\"", "IF NOT EXISTS [;END;]", "end"}));
  put_words(any({"AFTER INSERT", "BEFORE DELETE", "AFTER UPDATE OF a , \"end\""}));
  put_words("ON t");
  parameters_ = false;
  names_ = false;
  if (one_in(2)) {
    put("WHEN");
    expression(0);
  }
  put("BEGIN");
  for (std::size_t count = 1 + below(3); count != 0; --count) {
    body_statement();
    put(";");
  }
  put(any({"END", "end"}));
}

void ScriptGenerator::postgresql_statement() {
  switch (below(8)) {
    case 0:
      put_words(any({"BEGIN", "COMMIT", "END", "COPY t TO STDOUT", "COPY s.t ( a ) TO stdin",
                     "COPY t FROM 'stdin'", "CREATE TABLE begin ( atomic int )", "VACUUM",
                     "CREATE FUNCTION f ( ) RETURNS begin AS 'atomic' LANGUAGE c"}));
      return;
    case 1:
      put_words("COPY (");
      query(0);
      put_words(") TO stdout");
      return;
    case 2:
      put_words(any({"DO", "COMMENT ON TABLE t IS", "DO LANGUAGE plpgsql"}));
      put(string());
      return;
    case 3:
      put_words("CREATE TABLE w ( a text DEFAULT (");
      expression(0);
      put_words(") )");
      return;
    case 4:
      put_words(any({"CREATE VIEW w AS", "CREATE TABLE w AS", "PREPARE p AS", "EXPLAIN"}));
      return query(0);
    case 5:
      return rule();
    default:
      return routine();
  }
}

void ScriptGenerator::rule() {
  put_words("CREATE RULE w AS ON INSERT TO t DO ALSO (");
  for (std::size_t count = 1 + below(3); count != 0; --count) {
    body_statement();
    if (count != 1 || one_in(2)) put(";");
  }
  put(")");
}

void ScriptGenerator::routine() {
  put_words(any({"CREATE FUNCTION", "create or replace function", "CREATE OR REPLACE FUNCTION"}));
  put_words(any({"f (", "s.end (", "begin (", "\"BEGIN;ATOMIC\" ("}));
  if (one_in(2)) {
    put_words(any({"begin int DEFAULT", "atomic text =", "a int DEFAULT"}));
    expression(0);
  }
  put_words(any({") RETURNS int", ") RETURNS TABLE ( begin int )", ") RETURNS begin"}));
  switch (below(4)) {
    case 0:
      put_words(any({"LANGUAGE sql AS", "IMMUTABLE AS"}));
      put(string());
      return;
    case 1:
      put("RETURN");
      return expression(0);
    default:
      put_words(any({"BEGIN ATOMIC", "begin atomic", "LANGUAGE sql BEGIN ATOMIC"}));
      for (std::size_t count = below(4); count != 0; --count) {
        if (!one_in(6)) body_statement();
        put(";");
      }
      put(any({"END", "end"}));
  }
}

/// What may stand in a body as well.
void ScriptGenerator::body_statement() {
  const bool names = names_;
  names_ = true;
  switch (below(4)) {
    case 0:
      insert();
      break;
    case 1:
      update();
      break;
    case 2:
      put_words("DELETE FROM t WHERE");
      expression(0);
      break;
    default:
      query(0);
  }
  names_ = names;
}

void ScriptGenerator::query(int depth) {
  const bool names = names_;
  names_ = true;
  put("SELECT");
  expression(depth + 1);
  if (one_in(3)) put_words(any({"AS end", "AS \";END;\"", "AS \"case\"", "AS a"}));
  if (!sqlite() && one_in(3)) put_words(any({", 1 end", ", begin atomic", ", 2 AS case"}));
  put_words("FROM t");
  if (one_in(3)) {
    put("WHERE");
    expression(depth + 1);
  }
  names_ = names;
}

void ScriptGenerator::insert() {
  put_words(any({"INSERT INTO t ( a )", "insert into t ( \"end\" )"}));
  if (one_in(3)) return query(0);
  names_ = false;
  put_words("VALUES (");
  expression(0);
  put_words(") , (");
  expression(0);
  put(")");
}

void ScriptGenerator::update() {
  put_words(any({"UPDATE t SET a =", "update t set \"end\" ="}));
  expression(0);
  if (!one_in(2)) return;
  put("WHERE");
  expression(0);
}

void ScriptGenerator::expression(int depth) {
  switch (below(depth > 3 ? 5 : 9)) {
    case 0:
      return put(any({"1", "1.5", "1.", ".5", "1e5", "1.5E-3", "NULL", "0"}));
    case 1:
      return names_ ? name() : put("NULL");
    case 2:
      return parameters_ ? parameter() : put("7");
    case 3:
    case 4:
      if (one_in(5)) return put(any({"x'1F'", "X''"}));
      if (!sqlite() && one_in(5)) return put(any({"b'01'", "N'\\'", "n';'';'"}));
      return put(string());
    default:
      return nested_expression(depth + 1);
  }
}

void ScriptGenerator::nested_expression(int depth) {
  if (one_in(4)) return case_expression(depth);
  if (one_in(4)) {
    put("(");
    query(depth);
    return put(")");
  }
  if (one_in(4)) {
    put_words("coalesce (");
    expression(depth);
    put(",");
    expression(depth);
    return put(")");
  }
  put("(");
  expression(depth);
  const std::string op =
      sqlite() ? any({"+", "-", "*", "/", "||", "<=", "<>", "==", "<<", "->>", "%", "&", "->"})
               : any({"+", "-", "*", "/", "||", "<=", "<>", "@-", "->>", "=", "%", "&&", "<@",
                      "+ -", "<-", "*+", "!=-", "^@"});
  // Not after a parameter or number of SQLite's, whose letters and brackets may go on.
  may_touch_ = true;
  put(op);
  may_touch_ = true;
  expression(depth);
  put(")");
}

void ScriptGenerator::case_expression(int depth) {
  put("CASE");
  if (one_in(2)) expression(depth);
  for (std::size_t count = 1 + below(2); count != 0; --count) {
    put("WHEN");
    expression(depth);
    put("THEN");
    expression(depth);
  }
  if (one_in(2)) {
    put("ELSE");
    expression(depth);
  }
  put("END");
}

void ScriptGenerator::name() {
  if (sqlite()) {
    return put(any({"a", "\"end\"", "[x;y]", "`b``;`", "\"c\"\"--\"", "ä", "begin", "trigger",
                    "t.a", "t.\"end\""}));
  }
  put(any({"a", "\"end\"", "\"x;y\"", "\"c\"\"--\"", "ä", "begin", "atomic", "t.end", "s.t.case",
           "U&\"d\\0061;a\"", "a$b$", "\"$$\"", "_e", "(t).end"}));
}

void ScriptGenerator::parameter() {
  put(sqlite() ? any({"?", "?1", ":a", "@b", "$c", "$d::e", "$f(;)", ":end"}) : any({"$1", "$23"}));
}

std::string ScriptGenerator::string() {
  if (!sqlite() && one_in(3)) return escape_string();
  if (!sqlite() && one_in(3)) return dollar_string();
  if (!sqlite() && one_in(5)) {
    std::string text = filling();
    std::erase(text, '\\');
    return any({"U&'", "u&'"}) + doubled(text, '\'') + any({"'", "\\0061'", "\\\\'"});
  }
  std::string text = fmt::format("'{}'", doubled(filling(), '\''));
  if (!sqlite() && one_in(5)) text += "\n'" + doubled(filling(), '\'') + "'";
  return text;
}

std::string ScriptGenerator::escape_string() {
  std::string text = any({"E'", "e'"});
  while (true) {
    for (const char c : filling()) {
      text += c == '\\' ? "\\\\" : c == '\'' ? any({"''", "\\'"}) : std::string(1, c);
    }
    text += any({"", "\\n", "\\\\", "\\'"}) + "'";
    if (!one_in(3)) return text;
    text += any({"\n'", "\r\n '", " \n\t'"});
  }
}

std::string ScriptGenerator::dollar_string() {
  const std::string tag = any({"$$", "$a$", "$ä_1$", "$END$"});
  return tag + without(filling(), tag) + " " + tag;
}

}  // namespace migrate::sql

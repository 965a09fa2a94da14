#include <map>

#include "base/text.hpp"
#include "sql/lexer.hpp"
#include "target/load.hpp"
#include "target/script.hpp"

namespace migrate {
namespace {

/// What `-- @renamed from=old` says; empty for any other comment.
std::string renamed_from(std::string_view comment) {
  comment.remove_prefix(2);
  std::string_view text = text::trim(comment);
  constexpr std::string_view word = "@renamed";
  if (!text.starts_with(word)) return "";
  text = text::trim(text.substr(word.size()));
  constexpr std::string_view from = "from=";
  if (!text.starts_with(from)) return "";
  text = text::trim(text.substr(from.size()));
  if (text.size() > 1 && text.front() == '"' && text.back() == '"') {
    return text::replace_all(text.substr(1, text.size() - 2), "\"\"", "\"");
  }
  return std::string(text.substr(0, text.find_first_of(" \t")));
}

/// Walks a script's tokens and knows in which table and column definition it is.
class Annotations {
 public:
  explicit Annotations(sql::Flavor flavor) : flavor_(flavor), lexer_(flavor) {}

  /// (table, column or "") -> old name; names in lower case unless they were quoted.
  std::map<std::pair<std::string, std::string>, std::string> read(std::string_view script) {
    while (!script.empty()) {
      const sql::Lexeme lexeme = lexer_.scan(script, true);
      if (lexeme.length == 0) break;
      const std::string_view token = script.substr(0, lexeme.length);
      if (lexeme.kind == sql::Lexeme::Kind::line_comment) {
        comment(token);
      } else if (sql::Lexeme::is_token(lexeme.kind)) {
        this->token(lexeme.kind, token);
      }
      for (const char c : token) line_ += c == '\n' ? 1U : 0U;
      script.remove_prefix(lexeme.length);
    }
    return std::move(found_);
  }

 private:
  using Kind = sql::Lexeme::Kind;

  void comment(std::string_view text) {
    const std::string old = renamed_from(text);
    if (old.empty()) return;
    if (depth_ == 0) {
      table_wish_ = old;
    } else if (!column_.empty() && column_line_ == line_) {
      found_[{table_, column_}] = old;
    } else {
      column_wish_ = old;
    }
  }

  void token(Kind kind, std::string_view text) {
    if (kind == Kind::semicolon) {
      words_.clear();
      table_.clear();
      table_wish_.clear();
      depth_ = 0;
      return;
    }
    if (kind == Kind::open) {
      if (depth_++ == 0) begin_table();
      at_start_ = depth_ == 1;
      return;
    }
    if (kind == Kind::close) {
      if (depth_ > 0) --depth_;
      return;
    }
    if (depth_ == 0) {
      words_.push_back(name(kind, text));
    } else if (depth_ == 1 && text == ",") {
      at_start_ = true;
    } else if (depth_ == 1 && at_start_) {
      at_start_ = false;
      column_ = name(kind, text);
      column_line_ = line_;
      if (!column_wish_.empty() && !table_.empty()) found_[{table_, column_}] = column_wish_;
      column_wish_.clear();
    }
  }

  /// `CREATE [TEMP] TABLE [IF NOT EXISTS] [schema.]name (`
  void begin_table() {
    table_.clear();
    column_.clear();
    if (words_.size() < 3 || words_[0] != "create") return;
    const std::size_t last = words_.size() - 1;
    for (std::size_t i = 1; i < last; ++i) {
      if (words_[i] == "table") table_ = words_[last];
    }
    if (!table_.empty() && !table_wish_.empty()) found_[{table_, ""}] = table_wish_;
    table_wish_.clear();
  }

  std::string name(Kind kind, std::string_view text) const {
    if (kind != Kind::name || text.size() < 2) return text::lower(text);
    const std::string inner(text.substr(1, text.size() - 2));
    const std::string doubled(2, text.back());
    const std::string plain = text::replace_all(inner, doubled, doubled.substr(1));
    return flavor_ == sql::Flavor::sqlite ? text::lower(plain) : plain;
  }

  sql::Flavor flavor_;
  sql::Lexer lexer_;
  std::map<std::pair<std::string, std::string>, std::string> found_ = {};
  std::vector<std::string> words_ = {};  ///< of the statement, outside parentheses
  std::string table_ = {};
  std::string table_wish_ = {};
  std::string column_ = {};
  std::string column_wish_ = {};
  std::size_t column_line_ = 0;
  std::size_t line_ = 1;
  std::size_t depth_ = 0;
  bool at_start_ = false;
};

}  // namespace

void read_renames(std::string_view script, const Dialect& dialect, Schema& schema) {
  const sql::Flavor flavor = flavor_of(dialect);
  const auto found = Annotations(flavor).read(script);
  if (found.empty()) return;
  const auto folded = [&](const std::string& name) {
    return flavor == sql::Flavor::sqlite ? text::lower(name) : name;
  };
  const auto wish = [&](const std::string& table, const std::string& column, std::string& into) {
    const auto at = found.find({folded(table), folded(column)});
    if (at != found.end()) into = at->second;
  };
  for (Table& table : schema.tables) {
    wish(table.name, "", table.renamed_from);
    for (Column& column : table.columns) wish(table.name, column.name, column.renamed_from);
  }
}

}  // namespace migrate

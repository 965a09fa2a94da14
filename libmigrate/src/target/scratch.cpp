#include "target/scratch.hpp"

#include "base/text.hpp"
#include "sql/lexer.hpp"
#include "target/script.hpp"

namespace migrate {
namespace {

class MemoryRoom final : public ScratchRoom {
 public:
  MemoryRoom(const Dialect& dialect, Observer& observer)
      : connection_(dialect.connect(parse_url("sqlite://"), {.create = true, .foreign_keys = false},
                                    observer)) {
    connection_->execute("BEGIN");
  }
  Connection& connection() override { return *connection_; }

 private:
  std::unique_ptr<Connection> connection_;
};

/// Does the script name this schema (`public.t`)?
bool names_schema(sql::Flavor flavor, std::string_view script, const std::string& schema) {
  sql::Lexer lexer(flavor);
  bool named = false;
  while (!script.empty()) {
    const sql::Lexeme lexeme = lexer.scan(script, true);
    if (lexeme.length == 0) break;
    const std::string_view token = script.substr(0, lexeme.length);
    if (named && token == ".") return true;
    if (sql::Lexeme::is_token(lexeme.kind)) {
      named = text::lower(token) == schema || token == '"' + schema + '"';
    }
    script.remove_prefix(lexeme.length);
  }
  return false;
}

class DialectScratch final : public Scratch {
 public:
  DialectScratch(const Url& url, const Dialect& dialect, const TargetSettings& settings,
                 Observer& observer)
      : url_(url), dialect_(dialect), settings_(settings), observer_(observer) {}

  Reflection run(std::string_view script, const std::string& file) override {
    ReflectOptions reflect = settings_.reflect;
    const std::unique_ptr<ScratchRoom> room = open(reflect);
    const std::string schema = room->real_schema();
    if (!schema.empty() && names_schema(flavor_of(dialect_), script, schema)) {
      throw Error(
          ErrorInfo{.code = ErrorCode::configuration,
                    .message = "it names the schema " + schema +
                               " itself, so running it would touch the real one; set "
                               "`scratch_url` to an empty database, or `scratch = database`",
                    .file = file});
    }
    run_script(room->connection(), flavor_of(dialect_), script, file);
    room->settle();
    return dialect_.reflect(room->connection(), reflect);
  }

  Reflection make(const Schema& schema) override {
    ReflectOptions reflect = settings_.reflect;
    const std::unique_ptr<ScratchRoom> room = open(reflect);
    for (const Statement& statement : dialect_.create(schema)) {
      room->connection().execute(statement.text);
    }
    room->settle();
    return dialect_.reflect(room->connection(), reflect);
  }

 private:
  std::unique_ptr<ScratchRoom> open(ReflectOptions& reflect) {
    if (dialect_.name() == "sqlite") return std::make_unique<MemoryRoom>(dialect_, observer_);
    return postgresql_room(url_, dialect_, settings_, reflect, observer_);
  }

  const Url& url_;
  const Dialect& dialect_;
  const TargetSettings& settings_;
  Observer& observer_;
};

}  // namespace

Reflection in_scratch_database(const Url& url, const Dialect& dialect,
                               const ReflectOptions& reflect,
                               const std::function<void(Connection&)>& fill, Observer& observer) {
  if (dialect.name() == "sqlite") {
    const auto connection = dialect.connect(parse_url("sqlite://"), {.create = true}, observer);
    fill(*connection);
    return dialect.reflect(*connection, reflect);
  }
  const std::unique_ptr<ScratchRoom> database = postgresql_database(url, dialect, observer);
  fill(database->connection());
  return dialect.reflect(database->connection(), reflect);
}

std::unique_ptr<Scratch> open_scratch(const Url& url, const Dialect& dialect,
                                      const TargetSettings& settings, Observer& observer) {
  return std::make_unique<DialectScratch>(url, dialect, settings, observer);
}

}  // namespace migrate

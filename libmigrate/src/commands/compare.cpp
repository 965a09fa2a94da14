#include "commands/sql_body.hpp"
#include "commands/wanted.hpp"
#include "ops/json.hpp"

namespace migrate {
namespace {

/// What a side is, by its word alone.
bool is_source(const std::string& word) {
  if (word.starts_with("exec:") || word.find("://") != std::string::npos) return true;
  const std::string kind = std::filesystem::path(word).extension().string();
  return kind == ".sql" || kind == ".json" || kind == ".hpp" || kind == ".h" || kind == ".hh" ||
         kind == ".hxx";
}

/// Loads the sides of one comparison, and connects only for one that is the database.
class Sides {
 public:
  explicit Sides(const Context& context)
      : context_(context),
        settings_(settings_of(context, Configuration::unless_url)),
        url_(database_url(settings_)),
        dialect_(dialect_for(url_)),
        target_(target_settings(settings_)),
        scratch_(open_scratch(url_, dialect_, target_, context.observer)) {}

  WantedSchema load(const std::string& side) {
    WantedSchema loaded = load_quietly(side);
    for (const std::string& warning : loaded.warnings) {
      context_.observer.on({.kind = Event::Kind::warning, .text = warning, .part = "autogenerate"});
    }
    return loaded;
  }

  [[nodiscard]] const Dialect& dialect() const { return dialect_; }
  Scratch& scratch() { return *scratch_; }

 private:
  WantedSchema load_quietly(const std::string& side) {
    if (side == "database") return database();
    TargetSettings source = target_;
    if (side == "target") {
      if (source.source.empty()) {
        throw Error(ErrorCode::configuration,
                    "no wanted schema is named; set `target_schema`, or name the two sides");
      }
      return load_target(source, dialect_, *scratch_, context_.observer);
    }
    if (!is_source(side)) return revision(side);
    source.source = side;
    source.folder.clear();
    return load_target(source, dialect_, *scratch_, context_.observer);
  }

  WantedSchema database() {
    Database database(context_);
    Reflection found = dialect_.reflect(*database.connection, target_.reflect);
    return {
        .schema = std::move(found.schema), .normal = true, .warnings = std::move(found.warnings)};
  }

  WantedSchema revision(const std::string& symbol) {
    const Project project = load_project(settings_, context_.registry);
    RunSettings run = settings_.run;
    run.hooks = {};
    const auto replay = [&](Connection& connection) {
      if (symbol == "base") return;
      Runner runner(project, connection, dialect_, run, context_.host, silent_);
      const std::vector<std::string> targets = {symbol};
      runner.upgrade(targets);
    };
    Reflection made =
        in_scratch_database(url_, dialect_, target_.reflect, replay, context_.observer);
    return {.schema = std::move(made.schema), .normal = true, .warnings = std::move(made.warnings)};
  }

  /// A replay is no run that anybody asked for.
  class Silent final : public Observer {
    void on(const Event& /*event*/) override {}
  };

  const Context& context_;
  Settings settings_;
  Url url_;
  const Dialect& dialect_;
  TargetSettings target_;
  std::unique_ptr<Scratch> scratch_;
  Silent silent_ = {};
};

}  // namespace

CompareResult compare(const Context& context, const CompareOptions& options) {
  Sides sides(context);
  WantedSchema from = sides.load(options.from);
  const WantedSchema to = sides.load(options.to);
  from.schema.dialect = sides.dialect().name();
  const SchemaDifference difference =
      compare_schemas(from.schema, to, sides.dialect(), sides.scratch());
  CompareResult result{.detected = difference.diff.detected};
  for (const Refusal& refusal : difference.diff.refusals) {
    result.refusals.push_back(refusal.message);
  }
  if (!result.refusals.empty()) return result;
  result.statements = sql_text(difference.diff.operations, difference.live, sides.dialect());
  result.operations =
      json::layout(ops::output(std::span<const Operation>(difference.diff.operations)));
  return result;
}

}  // namespace migrate

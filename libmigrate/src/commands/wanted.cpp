#include "commands/wanted.hpp"

namespace migrate {

TargetSettings target_settings(const Settings& settings) {
  TargetSettings target = settings.target;
  target.reflect.tables = settings.run.tables;
  return target;
}

std::string shown_target(const std::string& source) {
  const bool url = source.find("://") != std::string::npos && !source.starts_with("exec:");
  return url ? parse_url(source).redacted() : source;
}

Wanted::Wanted(const Context& context, const Settings& settings, const Url& url,
               Connection* connection)
    : dialect_(dialect_for(url)),
      url_(url),
      observer_(context.observer),
      settings_(target_settings(settings)),
      scratch_(open_scratch(url_, dialect_, settings_, observer_)) {
  if (settings_.source.empty()) {
    throw Error(ErrorInfo{.code = ErrorCode::configuration,
                          .message = "no wanted schema is named; set `target_schema` to a .sql, "
                                     ".json or .hpp file, exec:COMMAND, or a database's URL",
                          .file = settings.file.string()});
  }
  const auto warn = [&](const std::vector<std::string>& warnings) {
    for (const std::string& text : warnings) {
      observer_.on({.kind = Event::Kind::warning, .text = text, .part = "autogenerate"});
    }
  };
  live_.dialect = dialect_.name();
  if (connection != nullptr) {
    settings_.server = server_identity(*connection, dialect_);
    Reflection found = dialect_.reflect(*connection, settings_.reflect);
    live_ = std::move(found.schema);
    warn(found.warnings);
  }
  target_ = load_target(settings_, dialect_, *scratch_, observer_);
  warn(target_.warnings);
}

std::vector<RenameCandidate> Wanted::likely_renames() const {
  return migrate::likely_renames(
      live_, target_.schema,
      {.dialect = std::string(dialect_.name()),
       .type_text = [this](const Type& type) { return dialect_.type_text(type); }});
}

}  // namespace migrate

#include "migrate/settings.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>

#include "base/ini.hpp"
#include "base/text.hpp"
#include "commands/settings_keys.hpp"

namespace migrate {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view default_file = "migrate.ini";

/// Upward from the working directory as far as the first folder with a .git, never above the home
/// folder. Empty = none.
fs::path search_upward(const fs::path& folder, const Host& host) {
  const fs::path home = host.variable("HOME").value_or("");
  std::error_code error;
  fs::path relative;  // how one would write the folder from here
  for (fs::path at = folder;; at = at.parent_path(), relative /= "..") {
    if (fs::exists(at / default_file, error)) return relative / default_file;
    if (fs::exists(at / ".git", error) || at == home || at == at.parent_path()) return {};
  }
}

/// Empty = there is none, where `url` says that it is not needed then.
fs::path find_file(const GlobalOptions& options, const Host& host, const fs::path& folder,
                   bool url) {
  if (!options.config.empty()) return options.config;
  if (const auto named = host.variable("MIGRATE_CONFIG"); named && !named->empty()) return *named;
  fs::path found = search_upward(folder, host);
  if (!found.empty() || (url && options.section.empty())) return found;
  throw Error(ErrorCode::configuration,
              "no migrate.ini here or in a folder above; `migrate init` makes one, -c FILE names "
              "another");
}

Ini read_file(const fs::path& file, const fs::path& folder) {
  std::ifstream in(folder / file, std::ios::binary);
  std::error_code error;
  if (!in || fs::is_directory(folder / file, error)) {
    const int reason = in ? EISDIR : errno;
    throw Error(ErrorInfo{.code = ErrorCode::configuration,
                          .message = std::string("the configuration cannot be read: ") +
                                     std::strerror(reason) +
                                     (reason == ENOENT ? "; `migrate init` makes one" : ""),
                          .file = file.string()});
  }
  return parse_ini(std::string(std::istreambuf_iterator<char>(in), {}), file.string());
}

/// One section with the one it inherits from, and the values with their variables put in.
class Values {
 public:
  Values(const Ini& ini, const std::string& section, const Host& host)
      : ini_(ini), host_(host), base_(ini.find("migrate")), named_(nullptr) {
    if (!section.empty()) {
      named_ = ini.find(section);
      if (named_ == nullptr) {
        throw Error(ErrorInfo{.code = ErrorCode::configuration,
                              .message = "there is no section [" + section + "], which -n names",
                              .file = ini.file});
      }
    } else if (base_ == nullptr) {
      throw Error(ErrorInfo{.code = ErrorCode::configuration,
                            .message = "there is no section [migrate]",
                            .file = ini.file});
    }
  }

  /// Every key of both sections, for telling unknown ones.
  [[nodiscard]] std::vector<const Ini::Entry*> entries() const {
    std::vector<const Ini::Entry*> all;
    for (const Ini::Section* section : {base_, named_}) {
      if (section == nullptr) continue;
      for (const Ini::Entry& entry : section->entries) all.push_back(&entry);
    }
    return all;
  }

  [[nodiscard]] const Ini::Entry* entry(std::string_view key) const {
    if (named_ != nullptr) {
      if (const Ini::Entry* found = named_->find(key)) return found;
    }
    return base_ == nullptr ? nullptr : base_->find(key);
  }

  /// `${NAME}`, `${NAME:-default}`, `$$`, and Alembic's `%(here)s` and `%%`.
  [[nodiscard]] std::string value(const Ini::Entry& entry) const {
    std::string out;
    const std::string& text = entry.value;
    for (std::size_t at = 0; at < text.size(); ++at) {
      const std::string_view rest = std::string_view(text).substr(at);
      if (rest.starts_with("$$")) {
        out += '$';
        ++at;
      } else if (rest.starts_with("${")) {
        const std::size_t close = rest.find('}');
        if (close == std::string_view::npos) fail(entry, "has a ${ without a }");
        out += variable(entry, rest.substr(2, close - 2));
        at += close;
      } else if (rest.starts_with("%(here)s")) {
        const fs::path here = fs::path(ini_.file).parent_path();
        out += here.empty() ? "." : here.string();
        at += std::string_view("%(here)s").size() - 1;
      } else if (rest.starts_with("%%(")) {
        out += '%';
        ++at;
      } else {
        out += text[at];
      }
    }
    return out;
  }

  [[noreturn]] void fail(const Ini::Entry& entry, const std::string& what) const {
    throw Error(ErrorInfo{.code = ErrorCode::configuration,
                          .message = "\"" + entry.key + "\" " + what,
                          .file = ini_.file,
                          .line = entry.line});
  }

 private:
  [[nodiscard]] std::string variable(const Ini::Entry& entry, std::string_view expression) const {
    const std::size_t dash = expression.find(":-");
    const std::string_view name = expression.substr(0, dash);
    if (const auto value = host_.variable(name)) return *value;
    if (dash != std::string_view::npos) return std::string(expression.substr(dash + 2));
    fail(entry, "needs the variable " + std::string(name) +
                    ", which is not set; ${NAME:-default} gives a default");
  }

  const Ini& ini_;
  const Host& host_;
  const Ini::Section* base_;
  const Ini::Section* named_;
};

/// The folder that a relative path of the ini is relative to, as one would write it here.
fs::path beside(const Settings& settings, const fs::path& path) {
  return path.is_absolute() ? path : settings.file.parent_path() / path;
}

std::vector<fs::path> path_list(const Settings& settings, const std::string& text, char separator) {
  std::vector<fs::path> paths;
  for (const std::string& line : text::split(text, '\n')) {
    for (const std::string& part : text::split(line, separator)) {
      if (!part.empty()) paths.push_back(beside(settings, part));
    }
  }
  return paths;
}

/// Patterns between commas or on lines of their own.
std::vector<std::string> globs(const std::string& text) {
  std::vector<std::string> all;
  for (const std::string& line : text::split(text, '\n')) {
    for (std::string& glob : text::split(line, ',')) {
      if (!glob.empty()) all.push_back(std::move(glob));
    }
  }
  return all;
}

/// What the target needs beside what the file says.
void decide_target(Settings& settings, const Host& host) {
  settings.target.folder = settings.file.parent_path();
  const auto variable = [&](const char* name) { return host.variable(name).value_or(""); };
  if (settings.target.compiler.empty()) settings.target.compiler = variable("CXX");
  if (settings.target.compiler.empty()) settings.target.compiler = "c++";
  const std::string cache = variable("XDG_CACHE_HOME");
  const std::string home = variable("HOME");
  if (cache.starts_with('/')) {  // the XDG Base Directory Specification: a relative one is invalid
    settings.target.cache = fs::path(cache) / "migrate";
  } else if (!home.empty()) {
    settings.target.cache = fs::path(home) / ".cache" / "migrate";
  }
  const std::string& source = settings.target.source;
  if (source.find("://") != std::string::npos && !source.starts_with("exec:")) {
    Url url = parse_url(source);
    if (!url.path.empty() && fs::path(url.path).is_relative()) {
      settings.target.source =
          "sqlite:///" + beside(settings, url.path).lexically_normal().string();
    }
  }
}

/// A value that is one of a few words.
template <typename T>
T choice(const Values& values, const Ini::Entry& entry, const std::map<std::string, T>& words) {
  const std::string value = text::lower(values.value(entry));
  const auto found = words.find(value);
  if (found != words.end()) return found->second;
  std::string known;
  for (const auto& word : words) known += (known.empty() ? "" : ", ") + word.first;
  values.fail(entry, "is \"" + value + "\"; it takes one of: " + known);
}

const std::map<std::string, bool> yes_or_no = {{"true", true}, {"false", false}, {"yes", true},
                                               {"no", false},  {"on", true},     {"off", false},
                                               {"1", true},    {"0", false}};

std::chrono::milliseconds duration(const Values& values, const Ini::Entry& entry) {
  const auto value = parse_duration(values.value(entry));
  if (!value) values.fail(entry, "takes a time such as 5s, 250ms or 10min");
  return *value;
}

/// Nothing behind the sign: the server's own setting holds.
std::optional<std::chrono::milliseconds> server_timeout(const Values& values,
                                                        const Ini::Entry& entry) {
  if (values.value(entry).empty()) return std::nullopt;
  return duration(values, entry);
}

/// A URL's variable may be unset where nobody asks for the database.
std::string url_value(Settings& settings, const Values& values, const Ini::Entry& entry) {
  try {
    return values.value(entry);
  } catch (const Error& error) {
    settings.url_fault = error.info();
    return "";
  }
}

using Setter = std::function<void(Settings&, const Values&, const Ini::Entry&)>;

/// Sets one kind's convention, and tries it.
Setter naming(std::string ops::NamingConvention::*kind) {
  return [kind](Settings& s, const Values& v, const Ini::Entry& e) {
    s.run.naming.*kind = v.value(e);
    ops::NamingConvention tried;
    tried.unique = v.value(e);
    Operation operation = ops::CreateUniqueConstraint{};
    try {
      ops::name_constraints(operation, tried);
    } catch (const Error& error) {
      v.fail(e, "does not work: " + error.info().message);
    }
  };
}

/// Every key that there is, with what it sets. migrate.ini.example and docs/config.md are held to
/// this list.
const std::vector<std::pair<std::string, Setter>>& keys() {
  using Entry = Ini::Entry;
  static const std::vector<std::pair<std::string, Setter>> all = {
      {"url",
       [](Settings& s, const Values& v, const Entry& e) {
         s.url = url_value(s, v, e);
         s.url_source = s.file.string() + ':' + std::to_string(e.line);
         s.url_from_file = true;
       }},
      {"direct_url",
       [](Settings& s, const Values& v, const Entry& e) {
         s.direct_url = url_value(s, v, e);
         s.direct_url_source = s.file.string() + ':' + std::to_string(e.line);
       }},
      {"script_location", [](Settings& s, const Values& v,
                             const Entry& e) { s.script_location = beside(s, v.value(e)); }},
      {"version_locations",
       [](Settings& s, const Values& v, const Entry& e) {
         const Entry* separator = v.entry("path_separator");
         const std::string word = separator == nullptr ? ":" : v.value(*separator);
         const std::map<std::string, char> words = {
             {":", ':'}, {";", ';'}, {"os", ':'}, {"space", ' '}, {"newline", '\n'}};
         const auto found = words.find(word);
         s.version_locations = path_list(s, v.value(e), found == words.end() ? ':' : found->second);
       }},
      {"path_separator",
       [](Settings&, const Values& v, const Entry& e) {
         choice<char>(v, e,
                      {{":", ':'}, {";", ';'}, {"os", ':'}, {"space", ' '}, {"newline", '\n'}});
       }},
      {"recursive_version_locations",
       [](Settings& s, const Values& v, const Entry& e) {
         s.recursive_version_locations = choice(v, e, yes_or_no);
       }},
      {"file_template",
       [](Settings& s, const Values& v, const Entry& e) {
         s.file_template = v.value(e);
         try {  // with a revision like any other
           file_name(s.file_template, {.id = "0123456789ab", .message = "message"}, {}, 40);
         } catch (const Error& error) {
           ErrorInfo info = error.info();
           info.file = s.file.string();
           info.line = e.line;
           throw Error(std::move(info));
         }
       }},
      {"file_format",
       [](Settings& s, const Values& v, const Entry& e) {
         s.file_format =
             choice<FileFormat>(v, e, {{"sql", FileFormat::sql}, {"json", FileFormat::json}});
       }},
      {"truncate_slug_length",
       [](Settings& s, const Values& v, const Entry& e) {
         const std::string text = v.value(e);
         std::size_t length = 0;
         const auto result = std::from_chars(text.data(), text.data() + text.size(), length);
         if (result.ptr != text.data() + text.size() || text.empty() || length < 1 ||
             length > 150) {
           v.fail(e, "takes a number from 1 to 150");
         }
         s.truncate_slug_length = length;
       }},
      {"timezone",
       [](Settings& s, const Values& v, const Entry& e) {
         s.timezone = v.value(e);
         if (s.timezone.empty()) v.fail(e, "takes UTC, local, a name such as Europe/Berlin");
       }},
      {"target_schema",
       [](Settings& s, const Values& v, const Entry& e) { s.target.source = v.value(e); }},
      {"target_compiler",
       [](Settings& s, const Values& v, const Entry& e) { s.target.compiler = v.value(e); }},
      {"target_flags",
       [](Settings& s, const Values& v, const Entry& e) { s.target.flags = v.value(e); }},
      {"target_function",
       [](Settings& s, const Values& v, const Entry& e) {
         s.target.function = v.value(e);
         if (s.target.function.empty()) v.fail(e, "needs the name of a function");
       }},
      {"include_tables", [](Settings& s, const Values& v,
                            const Entry& e) { s.target.reflect.include = globs(v.value(e)); }},
      {"exclude_tables", [](Settings& s, const Values& v,
                            const Entry& e) { s.target.reflect.exclude = globs(v.value(e)); }},
      {"schemas", [](Settings& s, const Values& v,
                     const Entry& e) { s.target.reflect.schemas = globs(v.value(e)); }},
      {"scratch_url",
       [](Settings& s, const Values& v, const Entry& e) { s.target.scratch_url = v.value(e); }},
      {"scratch",
       [](Settings& s, const Values& v, const Entry& e) {
         s.target.scratch = choice<ScratchPlace>(
             v, e, {{"schema", ScratchPlace::schema}, {"database", ScratchPlace::database}});
       }},
      {"version_table",
       [](Settings& s, const Values& v, const Entry& e) {
         s.run.tables.version = v.value(e);
         if (s.run.tables.version.empty()) v.fail(e, "needs the name of a table");
       }},
      {"version_table_schema",
       [](Settings& s, const Values& v, const Entry& e) { s.run.tables.schema = v.value(e); }},
      {"history_table",
       [](Settings& s, const Values& v, const Entry& e) { s.run.tables.history = v.value(e); }},
      {"transaction_mode",
       [](Settings& s, const Values& v, const Entry& e) {
         using Mode = RunSettings::TransactionMode;
         s.run.transaction_mode =
             choice<Mode>(v, e, {{"per_migration", Mode::per_migration}, {"all", Mode::all}});
       }},
      {"verify_checksums",
       [](Settings& s, const Values& v, const Entry& e) {
         using Checksums = RunSettings::Checksums;
         s.run.verify_checksums = choice<Checksums>(
             v, e,
             {{"warn", Checksums::warn}, {"error", Checksums::error}, {"off", Checksums::off}});
       }},
      {"unknown_rows",
       [](Settings& s, const Values& v, const Entry& e) {
         s.run.ignore_unknown_rows = choice<bool>(v, e, {{"error", false}, {"ignore", true}});
       }},
      {"naming_convention.pk", naming(&ops::NamingConvention::primary_key)},
      {"naming_convention.uq", naming(&ops::NamingConvention::unique)},
      {"naming_convention.fk", naming(&ops::NamingConvention::foreign_key)},
      {"naming_convention.ck", naming(&ops::NamingConvention::check)},
      {"naming_convention.ex", naming(&ops::NamingConvention::exclude)},
      {"foreign_keys",
       [](Settings& s, const Values& v, const Entry& e) {
         s.run.foreign_keys = choice<bool>(v, e, {{"on", true}, {"off", false}});
         s.connect.foreign_keys = s.run.foreign_keys;
       }},
      {"wait",
       [](Settings& s, const Values& v, const Entry& e) {
         s.run.wait = duration(v, e);
         s.connect.wait = s.run.wait;
       }},
      {"lock_timeout", [](Settings& s, const Values& v,
                          const Entry& e) { s.run.lock_timeout = server_timeout(v, e); }},
      {"lock_retry",
       [](Settings& s, const Values& v, const Entry& e) { s.run.lock_retry = duration(v, e); }},
      {"statement_timeout", [](Settings& s, const Values& v,
                               const Entry& e) { s.run.statement_timeout = server_timeout(v, e); }},
  };
  return all;
}

void refuse_unknown_keys(const Values& values) {
  const std::vector<std::string> names = setting_keys();
  for (const Ini::Entry* entry : values.entries()) {
    if (std::ranges::find(names, entry->key) != names.end()) continue;
    values.fail(*entry, "is no key of this version." + text::did_you_mean(entry->key, names));
  }
}

/// `[hooks]` and `[post_write_hooks]`.
void read_hooks(Settings& settings, const Ini& ini, const Values& values) {
  const std::vector<std::pair<std::string, std::string HookSettings::*>> known = {
      {"before_run", &HookSettings::before_run},
      {"after_run", &HookSettings::after_run},
      {"before_step", &HookSettings::before_step},
      {"after_step", &HookSettings::after_step},
      {"on_error", &HookSettings::on_error}};
  if (const Ini::Section* section = ini.find("hooks")) {
    std::vector<std::string> names;
    for (const auto& key : known) names.push_back(key.first);
    for (const Ini::Entry& entry : section->entries) {
      const auto found = std::ranges::find(names, entry.key);
      if (found == names.end()) {
        values.fail(entry, "is no hook." + text::did_you_mean(entry.key, names));
      }
      settings.hooks.*known[static_cast<std::size_t>(found - names.begin())].second =
          values.value(entry);
    }
  }
  const Ini::Section* section = ini.find("post_write_hooks");
  const Ini::Entry* list = section == nullptr ? nullptr : section->find("hooks");
  if (section != nullptr && list == nullptr && !section->entries.empty()) {
    values.fail(section->entries.front(), "stands in [post_write_hooks] without `hooks = …`");
  }
  if (list == nullptr) return;
  const std::vector<std::string> hooks = text::split(values.value(*list), ',');
  for (const Ini::Entry& entry : section->entries) {
    if (&entry == list) continue;
    const std::size_t dot = entry.key.rfind('.');
    const std::string hook = entry.key.substr(0, dot);
    const std::string key = dot == std::string::npos ? "" : entry.key.substr(dot + 1);
    if (std::ranges::none_of(hooks, [&](const std::string& h) { return text::lower(h) == hook; }) ||
        (key != "type" && key != "executable" && key != "options")) {
      values.fail(entry,
                  "is no key of a hook that `hooks` names; there are NAME.type, "
                  "NAME.executable and NAME.options");
    }
    if (key == "type" && values.value(entry) != "exec") {
      values.fail(entry, "is \"" + values.value(entry) + "\"; the one type is exec");
    }
  }
  for (const std::string& name : hooks) {
    const auto value = [&](const std::string& key) {
      const Ini::Entry* entry = section->find(text::lower(name) + '.' + key);
      return entry == nullptr ? std::string() : values.value(*entry);
    };
    PostWriteHook hook{
        .name = name, .executable = value("executable"), .options = value("options")};
    if (hook.executable.empty()) {
      values.fail(*list, "names \"" + name + "\", which has no " + name + ".executable");
    }
    settings.post_write_hooks.push_back(std::move(hook));
  }
}

/// Does something go before the ini's `url`?
bool url_is_overridden(const GlobalOptions& options, const Host& host) {
  return !options.url.empty() ||
         (options.section.empty() && !host.variable("MIGRATE_URL").value_or("").empty());
}

/// `--url` > `$MIGRATE_URL` > ini `url` > `$DATABASE_URL` only where the ini has none; with -n only
/// `--url` overrides.
void decide_url(Settings& settings, const GlobalOptions& options, const Host& host) {
  const auto from_variable = [&](const char* name) {
    const auto value = host.variable(name);
    if (!value || value->empty()) return;
    settings.url = *value;
    settings.url_source = std::string("$") + name;
    settings.url_from_file = false;
  };
  if (!options.url.empty()) {
    settings.url = options.url;
    settings.url_source = "the command line";
    settings.url_from_file = false;
  } else if (options.section.empty()) {
    const bool given = !settings.url.empty() || !settings.url_fault.message.empty();
    if (!given) from_variable("DATABASE_URL");
    from_variable("MIGRATE_URL");
  }
}

}  // namespace

std::vector<std::string> setting_keys() {
  std::vector<std::string> names;
  for (const auto& key : keys()) names.push_back(key.first);
  return names;
}

namespace {

void read_settings(Settings& settings, const GlobalOptions& options, const Host& host,
                   const fs::path& folder) {
  const Ini ini = read_file(settings.file, folder);
  const Values values(ini, options.section, host);
  refuse_unknown_keys(values);
  for (const auto& key : keys()) {
    // A URL that is overridden need not be able to be read: its variable may be unset here.
    if (key.first.ends_with("url") && url_is_overridden(options, host)) continue;
    if (const Ini::Entry* entry = values.entry(key.first)) key.second(settings, values, *entry);
  }
  read_hooks(settings, ini, values);
}

}  // namespace

Settings load_settings(const GlobalOptions& options, const Host& host, const fs::path& folder,
                       Configuration needed) {
  const bool url_suffices = needed == Configuration::unless_url;
  Settings settings{.file = find_file(options, host, folder, url_suffices)};
  if (!settings.file.empty()) read_settings(settings, options, host, folder);
  decide_url(settings, options, host);
  if (settings.file.empty() && settings.url.empty()) {
    throw Error(ErrorCode::configuration,
                "no database is named, and there is no migrate.ini here or in a folder above; give "
                "--url, or set $MIGRATE_URL");
  }
  decide_target(settings, host);
  if (settings.script_location.empty()) settings.script_location = beside(settings, "migrations");
  if (settings.version_locations.empty()) {
    settings.version_locations = {settings.script_location / "versions"};
  }
  return settings;
}

Url database_url(const Settings& settings, bool writes) {
  const bool direct = writes && settings.url_from_file && !settings.direct_url.empty();
  const std::string& text = direct ? settings.direct_url : settings.url;
  if (!settings.url_fault.message.empty()) throw Error(settings.url_fault);
  if (text.empty()) {
    throw Error(ErrorInfo{.code = ErrorCode::configuration,
                          .message = "no database is named; set `url`, $MIGRATE_URL or --url (with "
                                     "-n, only --url goes before `url`)",
                          .file = settings.file.string()});
  }
  try {
    Url url = parse_url(text);
    if (settings.url_from_file && !url.path.empty()) {
      url.path = beside(settings, url.path).lexically_normal().string();
    }
    return url;
  } catch (const Error& error) {
    ErrorInfo info = error.info();
    info.notes.push_back("the URL came from " +
                         (direct ? settings.direct_url_source : settings.url_source));
    throw Error(std::move(info));
  }
}

}  // namespace migrate

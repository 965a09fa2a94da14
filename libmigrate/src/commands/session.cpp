#include "commands/session.hpp"

#include <future>

namespace migrate {
namespace {

std::unique_ptr<Connection> opened_at(const Settings& settings, const Url& url,
                                      const Context& context, Session::Access access) {
  ConnectOptions options = settings.connect;
  options.read_only = access == Session::Access::read || access == Session::Access::preview;
  options.create = access == Session::Access::create;
  const bool direct =
      settings.url_from_file && !settings.direct_url.empty() && url == database_url(settings, true);
  const std::string source = direct ? settings.direct_url_source : settings.url_source;
  context.observer.on({.kind = Event::Kind::detail,
                       .text = "database: " + url.redacted() + " (from " + source + ')'});
  try {
    return dialect_for(url).connect(url, options, context.observer);
  } catch (const Error& error) {
    ErrorInfo info = error.info();
    const bool shown = info.message.find(url.redacted()) != std::string::npos;
    info.notes.push_back((shown ? "the URL" : "the URL " + url.redacted()) + " came from " +
                         source);
    throw Error(std::move(info));
  }
}

Url url_for(const Settings& settings, Session::Access access) {
  const bool writes = access == Session::Access::write || access == Session::Access::create;
  Url url = database_url(settings, writes);
  std::error_code error;
  if (access == Session::Access::preview && !url.path.empty() &&
      !std::filesystem::exists(url.path, error)) {
    url = parse_url("sqlite://");
  }
  return url;
}

}  // namespace

Interrupter::Attachment::Attachment(Interrupter& interrupter, Connection& connection)
    : interrupter_(interrupter) {
  const std::lock_guard lock(interrupter_.mutex_);
  interrupter_.connection_ = &connection;
}

Interrupter::Attachment::~Attachment() {
  const std::lock_guard lock(interrupter_.mutex_);
  interrupter_.connection_ = nullptr;
}

bool Interrupter::fire() noexcept {
  const std::lock_guard lock(mutex_);
  if (connection_ == nullptr) return false;
  connection_->interrupt();
  return true;
}

Settings settings_of(const Context& context, Configuration needed) {
  Settings settings = load_settings(context.options, context.host, context.folder, needed);
  if (!settings.file.empty()) {
    context.observer.on(
        {.kind = Event::Kind::detail, .text = "configuration: " + settings.file.string()});
  }
  return settings;
}

Database::Database(const Context& context)
    : settings(settings_of(context, Configuration::unless_url)),
      url(url_for(settings, Session::Access::read)),
      connection(opened_at(settings, url, context, Session::Access::read)),
      attachment(context.interrupter, *connection) {}

Session::Opened Session::open(const Context& context, Access access, Settings decided,
                              const UpToDate* up_to_date) {
  Opened opened{.settings = std::move(decided)};
  opened.url = url_for(opened.settings, access);
  const auto load = [&] { return load_project(opened.settings, context.registry); };
  std::error_code error;
  if (!opened.url.path.empty() && !std::filesystem::exists(opened.url.path, error)) {
    opened.project = load();  // opening may make the file, which is not to be for faulty revisions
    opened.connection = opened_at(opened.settings, opened.url, context, access);
    return opened;
  }
  std::future<Project> loading = std::async(std::launch::async, [&] {
    if (up_to_date == nullptr) return load();
    opened.files = see_files(opened.settings);
    opened.read = !up_to_date->with(opened.files);
    return opened.read ? load_project(opened.settings, context.registry, opened.files) : Project();
  });
  try {
    opened.connection = opened_at(opened.settings, opened.url, context, access);
  } catch (const Error&) {
    loading.get();
    throw;
  }
  opened.project = loading.get();
  return opened;
}

Session::Session(const Context& context, Opened opened)
    : settings(std::move(opened.settings)),
      url(std::move(opened.url)),
      project(std::move(opened.project)),
      connection(std::move(opened.connection)),
      attachment(context.interrupter, *connection),
      runner(project, *connection, dialect_for(url), settings.run, context.host, context.observer),
      files(std::move(opened.files)),
      read(opened.read) {}

Project load_project(const Settings& settings, const Registry* registry, FilesSeen& files) {
  Project project = load_project(settings, registry);
  if (files.settled && see_files(settings).hash != files.hash) files = {};
  return project;
}

Project load_project(const Settings& settings, const Registry* registry) {
  std::vector<std::filesystem::path> locations = settings.version_locations;
  // A program that carries its revisions need not have a folder of them.
  std::error_code error;
  if (registry != nullptr) {
    std::erase_if(locations, [&](const std::filesystem::path& location) {
      return !std::filesystem::exists(location, error);
    });
  }
  return load_project(locations, settings.recursive_version_locations, registry);
}

std::vector<RevisionIndex> known_rows(const Project& project, const State& state) {
  std::vector<std::string> known;
  RevisionIndex index = 0;
  for (const std::string& row : state.rows) {
    if (project.graph.find(row, index)) known.push_back(row);
  }
  return project.graph.rows(known);
}

RevisionEntry entry_of(const Project& project, RevisionIndex index) {
  const Graph& graph = project.graph;
  std::vector<std::string> children;
  for (const RevisionIndex child : graph.children(index)) children.push_back(graph[child].id);
  return {.revision = project.revisions[index],
          .labels = graph.labels(index),
          .head = graph.is_head(index),
          .effective_head = graph.is_head(index) && !graph.is_real_head(index),
          .branch_point = graph.is_branch_point(index),
          .merge_point = graph.is_merge_point(index),
          .children = std::move(children)};
}

}  // namespace migrate

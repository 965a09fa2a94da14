#include "commands/session.hpp"

namespace migrate {
namespace {

std::unique_ptr<Connection> open(const Settings& settings, const Context& context,
                                 Session::Access access) {
  const Url url = database_url(settings);
  ConnectOptions options = settings.connect;
  options.read_only = access == Session::Access::read;
  options.create = access == Session::Access::create;
  try {
    return dialect_for(url).connect(url, options, context.observer);
  } catch (const Error& error) {
    ErrorInfo info = error.info();
    info.notes.push_back("the URL " + url.redacted() + " came from " + settings.url_source);
    throw Error(std::move(info));
  }
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

Session::Session(const Context& context, Access access)
    : settings(load_settings(context.options, context.host, context.folder)),
      project(load_project(settings)),
      connection(open(settings, context, access)),
      attachment(context.interrupter, *connection),
      runner(project, *connection, dialect_for(database_url(settings)), settings.run, context.host,
             context.observer) {}

Project load_project(const Settings& settings) {
  return load_project(settings.version_locations, settings.recursive_version_locations);
}

RevisionEntry entry_of(const Project& project, RevisionIndex index) {
  const Graph& graph = project.graph;
  return {.revision = project.revisions[index],
          .labels = graph.labels(index),
          .head = graph.is_head(index),
          .effective_head = graph.is_head(index) && !graph.is_real_head(index),
          .branch_point = graph.is_branch_point(index),
          .merge_point = graph.is_merge_point(index)};
}

}  // namespace migrate

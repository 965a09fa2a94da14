#include "revision_names.hpp"

#include "migrate/commands.hpp"

namespace migrate::cli {
namespace {

struct Silent final : Observer {
  void on(const Event& /*event*/) override {}
};

std::vector<RevisionEntry> all_revisions(const GivenValues& given) {
  const auto value = [&](const std::string& option) {
    const auto found = given.find(option);
    return found == given.end() ? std::string() : found->second;
  };
  Silent observer;
  Interrupter interrupter;
  const Context context{.options = {.config = value("--config"), .section = value("--name")},
                        .host = system_host(),
                        .observer = observer,
                        .interrupter = interrupter,
                        .folder = std::filesystem::current_path()};
  return history(context, {});
}

}  // namespace

std::vector<Candidate> revision_names(const GivenValues& given) {
  std::vector<Candidate> names = {{.text = "head", .description = "the newest revision"},
                                  {.text = "heads", .description = "the newest of every branch"},
                                  {.text = "base", .description = "before the first revision"},
                                  {.text = "current", .description = "where the database is"}};
  std::vector<RevisionEntry> entries;
  try {
    entries = all_revisions(given);
  } catch (const std::exception&) {
    return names;
  }
  for (const RevisionEntry& entry : entries) {
    for (const std::string& label : entry.revision.labels) {
      names.push_back({.text = label, .description = "branch of " + entry.revision.id});
    }
  }
  for (const RevisionEntry& entry : entries) {
    names.push_back({.text = entry.revision.id, .description = entry.revision.message});
  }
  return names;
}

}  // namespace migrate::cli

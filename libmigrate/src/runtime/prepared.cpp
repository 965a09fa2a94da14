#include "runtime/prepared.hpp"

namespace migrate {
namespace {

bool has_way_down(const std::vector<Section>& sections, const Dialect& dialect) {
  const Section* down = find_section(sections, false, dialect.name());
  return down != nullptr && !down->irreversible;
}

}  // namespace

Body open_body(const PreparedStep& step, const Dialect& dialect) {
  const Revision& revision = *step.revision;
  if (file_stamp(revision.file) != step.stamp) {
    throw Error(ErrorInfo{.code = ErrorCode::revision,
                          .message = "the file was changed since this run read it; run again",
                          .file = revision.file.string()});
  }
  return Body(revision.file, step.section, flavor_of(step.section, dialect));
}

Preparation::Preparation(const Project& project, const Dialect& dialect,
                         const RunSettings& settings)
    : project_(project), dialect_(dialect), settings_(settings) {}

const PreparedStep& Preparation::at(const Step& step) const {
  return steps_.at({step.revision, step.direction});
}

void Preparation::prepare(std::span<const Step> plan, bool dry) {
  if (!plan.empty() && plan.front().direction == Direction::down) refuse_irreversible(plan);
  for (const Step& step : plan) {
    const std::pair key(step.revision, step.direction);
    try {
      if (!steps_.contains(key)) steps_.emplace(key, read(step));
    } catch (const Error& error) {
      ErrorInfo info = error.info();
      info.notes.push_back("nothing was run");
      throw Error(std::move(info));
    }
    const bool together = settings_.transaction_mode == RunSettings::TransactionMode::all;
    if (together || dry) check_joins(at(step), dry);
  }
}

void Preparation::refuse_irreversible(std::span<const Step> plan) {
  ErrorInfo info{.code = ErrorCode::irreversible};
  for (const Step& step : plan) {
    if (steps_.contains({step.revision, step.direction})) continue;
    const Revision& revision = project_.revisions[step.revision];
    if (has_way_down(read_sections(revision.file), dialect_)) continue;
    info.notes.push_back(revision.id + " (" + revision.file.string() + ')');
  }
  if (info.notes.empty()) return;
  info.message =
      "the way down leads through revisions that cannot be undone (`-- migrate:irreversible`, or "
      "no down section for this database); nothing was run:";
  throw Error(std::move(info));
}

PreparedStep Preparation::read(const Step& step) const {
  const Revision& revision = project_.revisions[step.revision];
  const bool up = step.direction == Direction::up;
  const FileStamp stamp = file_stamp(revision.file);
  const std::vector<Section> sections = read_sections(revision.file);
  const Section* section = find_section(sections, up, dialect_.name());
  if (section == nullptr) {
    throw Error(
        ErrorInfo{.code = ErrorCode::revision,
                  .message = "has no section `-- migrate:up` for " + std::string(dialect_.name()),
                  .file = revision.file.string(),
                  .revision = revision.id});
  }
  return {.revision = &revision,
          .direction = step.direction,
          .stamp = stamp,
          .section = *section,
          .facts = read_body(revision.file, *section, dialect_, true),
          .checksum = up ? revision_checksum(revision.file, sections, dialect_) : ""};
}

void Preparation::check_joins(const PreparedStep& step, bool dry) const {
  std::string why;
  const Section& section = step.section;
  if (!section.transaction) why = "transaction:false";
  if (section.foreign_keys && *section.foreign_keys != settings_.foreign_keys) why = "foreign_keys";
  if (!section.rebuilds.empty() && settings_.foreign_keys && dialect_.name() == "sqlite") {
    why = "rebuilds";
  }
  if (section.lock_timeout || section.statement_timeout) why = "time-outs of its own";
  if (why.empty()) return;
  throw Error(ErrorInfo{
      .code = ErrorCode::revision,
      .message =
          "the section (" + why + ") cannot join the one transaction that " +
          (dry ? "a dry run is on this database" : "`transaction_mode = all` runs everything in") +
          "; nothing was run",
      .file = step.revision->file.string(),
      .line = section.marker_line,
      .revision = step.revision->id});
}

}  // namespace migrate

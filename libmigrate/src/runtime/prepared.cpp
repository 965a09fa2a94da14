#include "runtime/prepared.hpp"

#include "migrate/operations.hpp"

namespace migrate {
namespace {

bool has_way_down(const std::vector<Section>& sections, const Dialect& dialect) {
  const Section* down = find_section(sections, false, dialect.name());
  return down != nullptr && !down->irreversible;
}

void require_unchanged(const PreparedStep& step) {
  if (file_stamp(*step.revision) == step.stamp) return;
  throw Error(ErrorInfo{.code = ErrorCode::revision,
                        .message = "the file was changed since this run read it; run again",
                        .file = step.revision->file.string()});
}

}  // namespace

Body open_body(const PreparedStep& step, const Dialect& dialect) {
  require_unchanged(step);
  return Body(*step.revision, step.section, flavor_of(step.section, dialect));
}

OperationBody open_operations(const PreparedStep& step, const ops::NamingConvention& naming) {
  require_unchanged(step);
  return read_operation_body(*step.revision, step.section, naming);
}

void run_operations_of(OperationTarget& target, const PreparedStep& step,
                       const ops::NamingConvention& naming) {
  if (step.section.body == Section::Body::code) {
    Operations operations(target, naming);
    const Code& code = *step.revision->code;
    (step.section.up ? code.up : code.down)(operations);
    operations.flush();
    return;
  }
  const OperationBody body = open_operations(step, naming);
  run_operations(target, body.operations, [&](ErrorInfo error, std::size_t operation) {
    if (!error.statement.empty()) {
      error.notes.insert(error.notes.begin(), "in: " + excerpt(error.statement));
    }
    error.statement.clear();
    error.position = 0;
    return body.placed(std::move(error), operation);
  });
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
    if (has_way_down(read_sections(revision), dialect_)) continue;
    info.notes.push_back(revision.id +
                         (revision.code == nullptr ? " (" + revision.file.string() + ')' : ""));
  }
  if (info.notes.empty()) return;
  info.message =
      "the way down leads through revisions that cannot be undone (marked so, or without a way down "
      "for this database); nothing was run:";
  throw Error(std::move(info));
}

PreparedStep Preparation::read(const Step& step) const {
  const Revision& revision = project_.revisions[step.revision];
  const bool up = step.direction == Direction::up;
  const FileStamp stamp = revision.code == nullptr ? file_stamp(revision) : FileStamp();
  const std::vector<Section> sections = read_sections(revision);
  const Section* section = find_section(sections, up, dialect_.name());
  if (section == nullptr) {
    throw Error(
        ErrorInfo{.code = ErrorCode::revision,
                  .message = "has no section `-- migrate:up` for " + std::string(dialect_.name()),
                  .file = revision.file.string(),
                  .revision = revision.id});
  }
  BodyFacts facts = read_body(revision, *section, dialect_, true);
  std::string checksum =
      up ? revision_checksum(revision, sections, dialect_, section, facts.digest) : "";
  return {.revision = &revision,
          .direction = step.direction,
          .stamp = stamp,
          .section = *section,
          .facts = std::move(facts),
          .checksum = std::move(checksum)};
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

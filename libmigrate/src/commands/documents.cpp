#include "commands/documents.hpp"

#include <nlohmann/json.hpp>

namespace migrate {
namespace {

// Keys stand in the order in which they are written, so that the same result is the same bytes.
using Json = nlohmann::ordered_json;

Json array(const std::vector<std::string>& texts) {
  Json json = Json::array();
  for (const std::string& text : texts) json.push_back(text);
  return json;
}

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

std::string_view word(Direction direction) {
  return direction == Direction::up ? "upgrade" : "downgrade";
}

Json json_of(const Revision& revision) {
  return {{"revision", revision.id},
          {"revises", array(revision.revises)},
          {"depends_on", array(revision.depends_on)},
          {"branch_labels", array(revision.labels)},
          {"message", revision.message},
          {"description", or_null(revision.description)},
          {"create_date", or_null(revision.create_date)},
          {"path", revision.file.string()}};
}

Json json_of(const RevisionEntry& entry) {
  Json json = json_of(entry.revision);
  json["labels"] = array(entry.labels);
  json["children"] = array(entry.children);
  json["head"] = entry.head;
  json["effective_head"] = entry.effective_head;
  json["branch_point"] = entry.branch_point;
  json["merge_point"] = entry.merge_point;
  json["current"] = entry.current;
  return json;
}

Json json_of(const std::vector<RevisionEntry>& entries) {
  Json json = Json::array();
  for (const RevisionEntry& entry : entries) json.push_back(json_of(entry));
  return json;
}

Json json_of(const PlannedStep& step) {
  Json json = {{"direction", word(step.direction)}, {"resume", step.resume}};
  json.update(json_of(step.revision));
  return json;
}

Json json_of(const std::vector<PlannedStep>& steps) {
  Json json = Json::array();
  for (const PlannedStep& step : steps) json.push_back(json_of(step));
  return json;
}

/// Bytes that are no UTF-8 come from file names and databases; a document must not fail on them.
std::string text_of(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string_view word(StatusEntry::Kind kind) {
  switch (kind) {
    case StatusEntry::Kind::applied:
      return "applied";
    case StatusEntry::Kind::changed:
      return "changed";
    case StatusEntry::Kind::unseen:
      return "unseen";
    case StatusEntry::Kind::half_done:
      return "half_done";
    case StatusEntry::Kind::pending:
      return "pending";
    case StatusEntry::Kind::unknown:
      return "unknown";
  }
  return "";
}

}  // namespace

std::string hook_document(const std::string& hook, const std::vector<PlannedStep>& steps,
                          const std::string& error,
                          const std::map<std::string, std::string>& variables) {
  Json json = {{"hook", hook}, {"steps", json_of(steps)}, {"error", or_null(error)}};
  json["variables"] = Json::object();
  for (const auto& [key, value] : variables) json["variables"][key] = value;
  return text_of(json);
}

std::string to_json(const RunResult& result) {
  return text_of({{"steps", json_of(result.steps)},
                  {"rows", array(result.rows)},
                  {"already_there", result.already_there}});
}

std::string to_json(const Revision& revision) { return text_of(json_of(revision)); }

std::string to_json(const std::vector<RevisionEntry>& entries) {
  return text_of({{"revisions", json_of(entries)}});
}

std::string to_json(const std::vector<Branch>& branches) {
  Json json = Json::array();
  for (const Branch& branch : branches) json.push_back(json_of(branch.point));
  return text_of({{"branch_points", json}});
}

std::string to_json(const CurrentResult& current) {
  Json half = nullptr;
  if (const auto& journal = current.half_done) {
    half = {{"revision", journal->revision},
            {"direction", word(journal->direction)},
            {"statements_done", journal->statements_done}};
  }
  return text_of({{"revisions", json_of(current.rows)},
                  {"unknown", array(current.unknown)},
                  {"half_done", half}});
}

std::string to_json(const std::vector<HistoryRow>& history) {
  Json json = Json::array();
  for (const HistoryRow& row : history) {
    json.push_back({{"revision", row.revision},
                    {"action", row.action},
                    {"outcome", row.outcome},
                    {"started_at", row.started_at},
                    {"duration_ms", row.duration_ms},
                    {"checksum", or_null(row.checksum)},
                    {"message", or_null(row.message)},
                    {"applied_by", or_null(row.applied_by)},
                    {"tool_version", or_null(row.tool_version)},
                    {"error", or_null(row.error)}});
  }
  return text_of({{"history", json}});
}

std::string to_json(const std::vector<StatusEntry>& entries) {
  Json json = Json::array();
  for (const StatusEntry& entry : entries) {
    json.push_back({{"state", word(entry.kind)},
                    {"revision", entry.revision},
                    {"message", or_null(entry.message)},
                    {"applied_at", or_null(entry.applied_at)},
                    {"applied_by", or_null(entry.applied_by)}});
  }
  return text_of({{"revisions", json}});
}

std::string to_json(const std::vector<Finding>& findings) {
  Json json = Json::array();
  for (const Finding& finding : findings) {
    json.push_back({{"check", finding.check}, {"message", finding.message}});
  }
  return text_of({{"findings", json}});
}

std::string to_json(const CompareResult& result) {
  Json json = {{"differences", result.detected}, {"refusals", result.refusals}};
  if (result.refusals.empty()) {
    json["sql"] = result.statements;
    json["operations"] = Json::parse(result.operations);
  }
  return text_of(json);
}

std::string to_json(const CodegenResult& result) {
  Json json = Json::object();
  Json files = Json::array();
  for (const std::filesystem::path& file : result.files) files.push_back(file.string());
  Json written = Json::array();
  for (const std::filesystem::path& file : result.written) written.push_back(file.string());
  Json findings = Json::array();
  for (const Finding& finding : result.findings) findings.push_back(finding.message);
  json["text"] = or_null(result.text);
  json["files"] = std::move(files);
  json["written"] = std::move(written);
  json["findings"] = std::move(findings);
  return text_of(json);
}

std::string to_json(const std::string& key, const std::vector<std::string>& texts) {
  return text_of({{key, array(texts)}});
}

std::string to_json(const std::string& key, bool value) { return text_of({{key, value}}); }

std::string to_json(const ErrorInfo& error) {
  const auto number = [](std::size_t value) { return value == 0 ? Json(nullptr) : Json(value); };
  return text_of({{"error",
                   {{"message", error.message},
                    {"file", or_null(error.file)},
                    {"line", number(error.line)},
                    {"column", number(error.column)},
                    {"revision", or_null(error.revision)},
                    {"sqlstate", or_null(error.sqlstate)},
                    {"detail", or_null(error.detail)},
                    {"hint", or_null(error.hint)},
                    {"notes", array(error.notes)}}}});
}

}  // namespace migrate

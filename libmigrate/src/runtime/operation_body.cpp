#include "runtime/operation_body.hpp"

#include <algorithm>

#include "base/sha256.hpp"
#include "ops/json.hpp"
#include "revision/input.hpp"

namespace migrate {
namespace {

/// Turns them round: the last one is undone first.
void reverse_all(OperationBody& body) {
  std::ranges::reverse(body.operations);
  std::ranges::reverse(body.offsets);
  for (std::size_t i = 0; i < body.operations.size(); ++i) {
    try {
      body.operations[i] = ops::reverse(body.operations[i]);
    } catch (const Error& error) {
      ErrorInfo info{.code = ErrorCode::revision,
                     .message = "\"downgrade\": \"auto\": " + error.info().message};
      throw Error(body.placed(std::move(info), i));
    }
  }
}

/// Is the way down of this way up to be derived from it?
bool is_automatic(const json::Value& document, const Section& section) {
  const json::Value* const down = document.find("downgrade");
  return section.up && down != nullptr && down->string == "auto";
}

/// Is there anything in the operation that cannot run in a transaction?
bool runs_bare(const Operation& operation, const Dialect& dialect) {
  if (dialect.name() != "postgresql") return false;
  if (const auto* create = std::get_if<ops::CreateIndex>(&operation)) return create->concurrently;
  if (const auto* drop = std::get_if<ops::DropIndex>(&operation)) return drop->concurrently;
  return false;
}

}  // namespace

ErrorInfo OperationBody::placed(ErrorInfo error, std::size_t operation) const {
  error.file = file;
  return json::placed(std::move(error), text, offsets[operation]);
}

OperationBody read_operation_body(const RevisionText& text, const Section& section,
                                  const ops::NamingConvention& naming) {
  OperationBody body{.text = read_whole(text), .file = text.file.string()};
  const json::Source source{.text = body.text, .file = body.file};
  const json::Value document = json::parse(source);
  const bool reversed = section.body == Section::Body::reversed;
  const json::Value* const array = document.find(section.up || reversed ? "upgrade" : "downgrade");
  if (array == nullptr || array->begin != section.begin || array->end != section.end) {
    throw Error(ErrorInfo{.code = ErrorCode::revision,
                          .message = "the file was changed since this run read it; run again",
                          .file = body.file});
  }
  body.operations = ops::read_all(source, *array);
  for (const json::Value& item : array->items) body.offsets.push_back(item.begin);
  for (Operation& operation : body.operations) ops::name_constraints(operation, naming);
  body.digest = sha256_hex(json::canonical(*array));
  body.automatic = is_automatic(document, section);
  if (reversed) reverse_all(body);
  return body;
}

BodyFacts read_operations(const RevisionText& text, const Section& section, const Dialect& dialect,
                          bool checked) {
  const OperationBody body = read_operation_body(text, section);
  BodyFacts facts{.digest = body.digest,
                  .statements = static_cast<std::int64_t>(body.operations.size())};
  if (!checked) return facts;
  if (body.automatic) {  // whether it can be is told before the way up is taken
    OperationBody back = body;
    reverse_all(back);
  }
  const auto refuse = [&](std::size_t index, std::string why) {
    throw Error(body.placed({.code = ErrorCode::revision, .message = std::move(why)}, index));
  };
  for (std::size_t i = 0; i < body.operations.size(); ++i) {
    if (runs_bare(body.operations[i], dialect)) {
      facts.needs_session = !section.transaction;
      if (section.transaction) refuse(i, objection({.bare = true}, section));
    }
    const auto* const execute = std::get_if<ops::Execute>(&body.operations[i]);
    if (execute == nullptr) continue;
    try {
      for_each_statement(execute->sql.on(dialect.name()), flavor_of(section, dialect),
                         [&](const sql::Piece& piece) {
                           const StatementTraits traits = dialect.traits(piece.text);
                           facts.needs_session =
                               facts.needs_session ||
                               (!section.transaction && (traits.bare || traits.session));
                           std::string why = objection(traits, section);
                           if (!why.empty()) throw Error(ErrorCode::revision, std::move(why));
                         });
    } catch (const Error& error) {
      refuse(i, error.info().message);
    }
  }
  return facts;
}

void for_each_statement(std::string_view sql, sql::Flavor flavor,
                        const std::function<void(const sql::Piece&)>& visit) {
  sql::Splitter splitter(flavor, {});
  splitter.feed(sql);
  splitter.finish();
  for (sql::Piece piece; splitter.next(piece);) {
    if (piece.kind != sql::Piece::Kind::statement) {
      throw Error(ErrorCode::revision,
                  "COPY with its data cannot stand in an operation; put it into an SQL file");
    }
    visit(piece);
  }
}

}  // namespace migrate

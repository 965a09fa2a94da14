#include "runtime/body.hpp"

#include <algorithm>

#include "base/sha256.hpp"
#include "base/text.hpp"
#include "runtime/operation_body.hpp"

namespace migrate {
namespace {

constexpr std::size_t chunk = 64UL * 1024;
constexpr std::size_t line_window = 160;  // of a line in an error message, before and after

/// Where the byte `position` (from 1) of a statement stands in the file.
sql::Position place_of(const ErrorInfo& error, const sql::Position& statement) {
  const std::size_t position = error.position == 0 ? 0 : error.position - 1;
  const std::string_view before =
      std::string_view(error.statement).substr(0, std::min(position, error.statement.size()));
  const std::size_t newline = before.rfind('\n');
  return {.offset = statement.offset + before.size(),
          .line = statement.line + static_cast<std::uint64_t>(std::ranges::count(before, '\n')),
          .column = newline == std::string_view::npos
                        ? statement.column + text::characters(before)
                        : text::characters(before.substr(newline + 1)) + 1};
}

}  // namespace

namespace {

/// How an option is given: in an SQL file's marker, or in a JSON file.
std::string option(const Section& section, const std::string& name, const std::string& value) {
  return section.body == Section::Body::sql
             ? "mark the section " + name + ':' + value
             : "give the revision \"options\": {\"" + name + "\": false}";
}

}  // namespace

std::string objection(const StatementTraits& traits, const Section& section) {
  if (traits.transaction_control) {
    return section.transaction
               ? "the section runs in one transaction of its own, which none of its statements may "
                 "begin or end; take the statement out"
               : "a transaction:false section runs statement by statement, so that a half-done one "
                 "can be resumed; a transaction of the file's own could not be. Take the statement "
                 "out, or leave out transaction:false";
  }
  if (section.transaction && traits.foreign_keys) {
    return "PRAGMA foreign_keys does nothing inside a transaction; take the statement out and " +
           option(section, "foreign_keys", "off");
  }
  if (section.transaction && traits.bare && !traits.session) {
    return "the statement cannot run inside a transaction; " +
           option(section, "transaction", "false");
  }
  if (!section.transaction && traits.temporary) {
    return "a transaction:false section may not make temporary objects: they are lost with the "
           "connection, so that a half-done section could not be resumed";
  }
  return "";
}

sql::Flavor flavor_of(const Section& section, const Dialect& dialect) {
  const std::string_view name = section.dialect.empty() ? dialect.name() : section.dialect;
  return name == "postgresql" ? sql::Flavor::postgresql : sql::Flavor::sqlite;
}

Body::Body(const RevisionText& text, const Section& section, sql::Flavor flavor)
    : file_(text.file),
      input_(text),
      splitter_(flavor, {.offset = section.begin, .line = section.marker_line + 1, .column = 1}),
      begin_(section.begin),
      at_(section.begin),
      end_(section.end) {}

bool Body::next(sql::Piece& piece) {
  try {
    while (!splitter_.next(piece)) {
      if (at_ > end_) return false;
      const std::size_t length = std::min<std::uint64_t>(chunk, end_ - at_);
      const std::string_view text = input_.read(at_, length, buffer_);
      if (!text.empty()) {
        splitter_.feed(text);
        at_ += text.size();
      } else {
        splitter_.finish();
        at_ = end_ + 1;
      }
    }
    return true;
  } catch (const Error& error) {
    ErrorInfo info = error.info();
    if (info.file.empty()) {
      info.file = file_.string();
      info.hint = "a line that begins with `-- migrate:` always ends a section";
    }
    throw Error(std::move(info));
  }
}

std::string Body::line_at(std::uint64_t offset, std::size_t& caret) {
  const std::uint64_t begin = offset < line_window ? 0 : offset - line_window;
  std::string buffer;
  std::string_view text = input_.read(begin, 2 * line_window, buffer);
  std::size_t at = static_cast<std::size_t>(offset - begin);
  if (at > text.size()) at = text.size();
  if (const std::size_t newline = text.find('\n', at); newline != std::string_view::npos) {
    text = text.substr(0, newline);
  }
  if (text.ends_with('\r')) text.remove_suffix(1);
  if (const std::size_t newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
      newline != std::string_view::npos) {
    text.remove_prefix(newline + 1);
    at -= newline + 1;
  }
  while (!text.empty() && text::is_continuation_byte(text.front())) {
    text.remove_prefix(1);
    --at;
  }
  while (!text::is_utf8(text) && !text.empty()) text.remove_suffix(1);
  caret = text::characters(text.substr(0, std::min(at, text.size()))) + 1;
  return std::string(text);
}

ErrorInfo Body::placed(ErrorInfo error, const sql::Position& statement) {
  const sql::Position place = place_of(error, statement);
  error.file = file_.string();
  error.line = place.line;
  error.column = place.column;
  error.source_line = line_at(place.offset, error.caret);
  return error;
}

namespace {

BodyFacts read_sql(const RevisionText& text, const Section& section, const Dialect& dialect,
                   bool checked) {
  Body body(text, section, flavor_of(section, dialect));
  BodyFacts facts;
  Sha256 hash;
  for (sql::Piece piece; body.next(piece);) {
    hash.update(piece.canonical);
    if (piece.kind == sql::Piece::Kind::statement || piece.kind == sql::Piece::Kind::copy) {
      hash.update(";");
      ++facts.statements;
    }
    if (!checked || piece.kind != sql::Piece::Kind::statement) continue;
    const StatementTraits traits = dialect.traits(piece.text);
    facts.needs_session =
        facts.needs_session || (!section.transaction && (traits.bare || traits.session));
    if (std::string why = objection(traits, section); !why.empty()) {
      throw Error(
          body.placed({.code = ErrorCode::revision, .message = std::move(why)}, piece.begin));
    }
  }
  facts.digest = hash.hex();
  return facts;
}

}  // namespace

BodyFacts read_body(const RevisionText& text, const Section& section, const Dialect& dialect,
                    bool checked) {
  switch (section.body) {
    case Section::Body::sql:
      return read_sql(text, section, dialect, checked);
    case Section::Body::operations:
    case Section::Body::reversed:
      return read_operations(text, section, dialect, checked);
    case Section::Body::code:
      break;
  }
  return {.statements = 1};  // what it does is known when it runs
}

std::string revision_checksum(const RevisionText& text, const std::vector<Section>& sections,
                              const Dialect& dialect, const Section* read,
                              const std::string& read_digest) {
  Sha256 hash;
  for (const Section& section : sections) {
    if (section.body == Section::Body::code) return "";
    if (!section.up) continue;
    const std::string digest =
        &section == read ? read_digest : read_body(text, section, dialect, false).digest;
    hash.update("up " + section.dialect + ' ' + digest + '\n');
  }
  return hash.hex();
}

}  // namespace migrate

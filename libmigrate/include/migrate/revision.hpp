#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/error.hpp"

namespace migrate {

class Operations;

/// A revision's body in C++ (migrate/registry.hpp).
struct Code {
  std::function<void(Operations&)> up = {};
  std::function<void(Operations&)> down = {};  ///< empty = it cannot be undone
};

/// A revision's identity, as its file's header says it. The body is not read for this.
///
///     -- Initial migration                        message: the first paragraph
///     --
///     -- Why we do this.                          description: further paragraphs
///     --
///     -- Revision ID: 115bcd2e1a38                the last paragraph: `Key: value` lines
///     -- Revises:
///     -- Create Date: 2025-09-12 16:06:16.479075
///
///     -- migrate:up
///     CREATE TABLE …
///
/// Keys, in any case: Revision ID, Revises (both needed), Branch Labels, Depends On, Create Date.
/// In a JSON file they are the members before "upgrade" (docs/revision.schema.json).
struct Revision {
  std::string id = {};
  std::vector<std::string> revises = {};
  std::vector<std::string> depends_on = {};
  std::vector<std::string> labels = {};
  std::string message = {};      ///< lines joined by a space
  std::string description = {};  ///< paragraphs, with their line breaks
  std::string create_date = {};
  std::filesystem::path file = {};
  /// The file's text where a program carries it; without data(), it is on disk.
  std::string_view embedded = {};
  const Code* code = nullptr;  ///< instead of a file; owned by the Registry

  bool operator==(const Revision&) const = default;
};

/// `rebuilds:TABLE=FINGERPRINT` (SQLite): the section makes this table anew, and was written for
/// one of that shape (Dialect::fingerprint).
struct RebuiltTable {
  std::string table = {};
  std::string fingerprint = {};
  bool operator==(const RebuiltTable&) const = default;
};

/// The option as it is written: what is no letter, digit, underscore, hyphen or dot in the name
/// stands there as a percent sign and two hexadecimal digits.
std::string rebuilds_option(const RebuiltTable& rebuilt);

/// Where the text of a revision is.
struct RevisionText {
  std::filesystem::path file = {};
  std::string_view embedded = {};  ///< without data(), the text is in the file

  RevisionText(std::filesystem::path on_disk)  // NOLINT(google-explicit-constructor)
      : file(std::move(on_disk)) {}
  RevisionText(const Revision& revision)  // NOLINT(google-explicit-constructor)
      : file(revision.file), embedded(revision.embedded) {}
  RevisionText(std::filesystem::path name, std::string_view text)
      : file(std::move(name)), embedded(text) {}
};

/// A part of a revision file: what runs one way on one kind of database.
struct Section {
  enum class Body : std::uint8_t {
    sql,
    operations,  ///< a JSON array of operations
    reversed,    ///< "downgrade": "auto"; the text is the upgrade's, to be reversed
    code,
  };
  bool up = true;
  Body body = Body::sql;
  bool irreversible = false;  ///< `-- migrate:irreversible` stands here; there is no text
  std::string dialect = {};   ///< empty = every database
  bool transaction = true;
  std::optional<bool> foreign_keys = {};  ///< SQLite; absent = from the configuration
  std::vector<RebuiltTable> rebuilds =
      {};  ///< SQLite; then there is no enforcement of foreign keys
  std::optional<std::chrono::milliseconds> lock_timeout = {};
  std::optional<std::chrono::milliseconds> statement_timeout = {};
  std::size_t marker_line = 0;  ///< the line of the marker, from 1; the text begins below it
  std::uint64_t begin = 0;      ///< bytes of the text in the file
  std::uint64_t end = 0;
};

/// Reads the header of one file; no more of the file than that. Throws Error{ErrorCode::revision}
/// with file and line for what is wrong with it, Error{ErrorCode::file} when it cannot be read.
Revision read_header(const RevisionText& text);

/// Finds the sections of one revision: of a JSON file and of code by what it is, of an SQL file in
/// a few KB of memory. A line that begins with `-- migrate:` is always a marker, wherever it
/// stands. Throws Error{ErrorCode::revision} with file and line for an unknown marker or option,
/// for two sections of one direction and dialect, and for text before the first marker.
std::vector<Section> read_sections(const RevisionText& text);
std::vector<Section> read_sections(const Revision& revision);

/// The section that runs in this direction on this kind of database, or null: one with the option
/// `dialect:NAME` wins over one without.
const Section* find_section(const std::vector<Section>& sections, bool up,
                            std::string_view dialect);

/// Every revision of a directory, sorted by file name, and what is wrong with the others.
struct Directory {
  std::vector<Revision> revisions = {};
  std::vector<ErrorInfo> faults = {};
};

/// Reads the headers of all `*.sql` and `*.json` below the locations (only directly in them, unless
/// `recursive`). Files whose names begin with a dot are left out. Throws Error{ErrorCode::file} for
/// a location that is not there.
Directory read_directory(const std::vector<std::filesystem::path>& locations, bool recursive);

/// The text of a new revision file: header, an empty up and an empty down section. Throws
/// Error{ErrorCode::usage} for a message that a header cannot hold.
std::string render_revision(const Revision& revision);
/// The same as JSON, with these operations, one a line.
std::string render_json_revision(const Revision& revision, const std::string& upgrade = "[]",
                                 const std::string& downgrade = "[]");

/// `%(rev)s_%(slug)s` and its like: tokens rev slug epoch year month day hour minute second, printf
/// widths allowed (`%(month).2d`, `%%` is a percent sign). Gives the name without its ending.
/// Throws Error{ErrorCode::configuration} for another token or a name that leads out of the folder.
std::string file_name(std::string_view file_template, const Revision& revision,
                      std::chrono::system_clock::time_point created, std::size_t slug_length);

/// Lower-cased word characters (Unicode's letters and digits are kept) joined by `_`, at most
/// `length` characters, cut at a word.
std::string slug(std::string_view message, std::size_t length);

/// Throws Error{ErrorCode::usage} unless the id matches [A-Za-z0-9_.]{1,32} and is none of head,
/// heads, base, current.
void check_revision_id(std::string_view id);

/// `5s`, `1min`, `250ms`, `2h`, or a bare number of milliseconds, as PostgreSQL writes time (0 =
/// no limit). Empty result = not a duration.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

}  // namespace migrate

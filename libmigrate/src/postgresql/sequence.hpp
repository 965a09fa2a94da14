#pragma once

#include <string>
#include <string_view>

#include "migrate/schema/values.hpp"

namespace migrate::postgresql {

/// Leaves of a sequence's options those that differ from what the server takes for a sequence of
/// that type (smallint, integer, bigint).
Identity without_defaults(Identity options, std::string_view type);

/// ` START WITH 5 INCREMENT BY 2 …` for the options that are there.
std::string options_text(const Identity& options);

/// The name that the server gives to the sequence of a serial or identity column, as long as it is
/// free: of at most 63 bytes, cut where the parts are longest.
std::string sequence_name(std::string_view table, std::string_view column);

/// How Object::owned_by names a column: `table.column`, as SQL where a name has a dot or a quote.
std::string owner_name(const std::string& table, const std::string& column);

/// What owner_name() gave, or a person wrote, as SQL.
std::string owner_text(const std::string& owner);

}  // namespace migrate::postgresql

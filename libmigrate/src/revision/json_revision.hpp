#pragma once

#include <filesystem>
#include <vector>

#include "migrate/revision.hpp"

/// Revision files that hold operations. docs/revision.schema.json is the contract.
namespace migrate {

bool is_json(const std::filesystem::path& file);

/// The members before "upgrade"; what follows is not looked at. Errors as read_header().
Revision read_json_header(const RevisionText& text);

/// What stands under "upgrade" and "downgrade", as read_sections(): places, not yet operations.
std::vector<Section> read_json_sections(const RevisionText& text);

}  // namespace migrate

#pragma once

#include <filesystem>

namespace migrate::cli {

/// Opens a file in $VISUAL, else $EDITOR, and waits. Throws Error{ErrorCode::configuration} when
/// neither is set or the editor fails.
void open_in_editor(const std::filesystem::path& file);

}  // namespace migrate::cli

#include "migrate/error.hpp"

#include "base/text.hpp"

namespace migrate {

Error::Error(ErrorInfo info) : std::runtime_error(render(info)), info_(std::move(info)) {}

Error::Error(ErrorCode code, std::string message)
    : Error(ErrorInfo{.code = code, .message = std::move(message)}) {}

std::string render(const ErrorInfo& info) {
  std::string out;
  if (!info.file.empty()) {
    out += info.file;
    if (info.line != 0) {
      out += ':' + std::to_string(info.line);
      if (info.column != 0) out += ':' + std::to_string(info.column);
    }
    out += ": ";
  }
  out += info.message;
  if (!info.source_line.empty()) {
    out += "\n    " + info.source_line;
    const std::size_t caret = info.caret != 0 ? info.caret : info.column;
    if (caret != 0) {
      // The caret stands under the character: tabs are kept so that it lines up.
      std::string pad;
      std::size_t character = 1;
      for (const char c : info.source_line) {
        if (text::is_continuation_byte(c)) continue;
        if (character++ == caret) break;
        pad += c == '\t' ? '\t' : ' ';
      }
      out += "\n    " + pad + '^';
    }
  }
  if (!info.sqlstate.empty()) out += "\n  SQLSTATE: " + info.sqlstate;
  if (!info.detail.empty()) out += "\n  detail: " + info.detail;
  if (!info.hint.empty()) out += "\n  hint: " + info.hint;
  for (const std::string& note : info.notes) out += "\n  " + note;
  return out;
}

}  // namespace migrate

#include "editor.hpp"

#include <sys/wait.h>

#include <cstdlib>

#include "migrate/error.hpp"

namespace migrate::cli {
namespace {

/// For the shell: editors are set as command lines (`code --wait`).
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + '\'';
}

}  // namespace

void open_in_editor(const std::filesystem::path& file) {
  const char* editor = std::getenv("VISUAL");
  if (editor == nullptr || *editor == '\0') editor = std::getenv("EDITOR");
  if (editor == nullptr || *editor == '\0') {
    throw Error(ErrorCode::configuration,
                "no editor is known; set $VISUAL or $EDITOR. The file is " + file.string());
  }
  const int status = std::system((std::string(editor) + ' ' + quoted(file.string())).c_str());
  if (status == 0) return;
  throw Error(ErrorCode::configuration,
              "the editor (" + std::string(editor) + ") failed on " + file.string());
}

}  // namespace migrate::cli

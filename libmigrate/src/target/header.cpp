#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "base/process.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/whole_file.hpp"
#include "migrate/host.hpp"
#include "target/load.hpp"
#include "target/model_headers.hpp"

// A header is a program's text: it is compiled together with a main() that prints the schema as
// JSON. In the cache, by a hash of everything that the command line decides:
//
//     model-<hash>.json   what it printed
//     model-<hash>.deps   a line for that and each file that was read: SHA-256, a space, its path
//     include-<hash>/     the library's own headers
//
// A header whose .deps still says the truth is not compiled again.
namespace migrate {
namespace {

namespace fs = std::filesystem;

/// Removed with what is in it.
class WorkFolder {
 public:
  WorkFolder() {
    std::string name = (fs::temp_directory_path() / "migrate-model-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      throw Error(ErrorCode::file, "no folder can be made in " + name);
    }
    path_ = name;
  }
  ~WorkFolder() {
    std::error_code error;
    fs::remove_all(path_, error);
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string headers_hash() {
  Sha256 hash;
  for (const ModelHeader& header : model_headers()) {
    hash.update(header.name);
    hash.update(header.text);
  }
  return hash.hex().substr(0, 16);
}

/// `// migrate: schema = ns::schema` in the header wins.
std::string function_of(const std::string& text, const std::string& usual) {
  for (const std::string& line : text::split(text, '\n')) {
    if (!line.starts_with("//")) continue;
    const std::string_view words = text::trim(std::string_view(line).substr(2));
    constexpr std::string_view mark = "migrate:";
    if (!words.starts_with(mark)) continue;
    const std::string_view setting = text::trim(words.substr(mark.size()));
    const std::size_t equals = setting.find('=');
    if (equals == std::string_view::npos) continue;
    if (text::trim(setting.substr(0, equals)) == "schema") {
      return std::string(text::trim(setting.substr(equals + 1)));
    }
  }
  return usual;
}

/// The files that a depfile (`target: a b \` …) names, but for those of the work folder.
std::vector<std::string> dependencies(const std::string& depfile, const fs::path& work) {
  std::vector<std::string> files;
  std::string word;
  for (std::size_t i = std::min(depfile.find(": ") + 1, depfile.size()); i <= depfile.size(); ++i) {
    const char c = i < depfile.size() ? depfile[i] : '\n';
    if (c == '\\' && i + 1 < depfile.size() && depfile[i + 1] != '\n') {
      word += depfile[++i];
    } else if (c == '\\' || text::is_space(c)) {
      if (!word.empty() && !word.starts_with(work.string())) files.push_back(word);
      word.clear();
    } else {
      word += c;
    }
  }
  return files;
}

class Model {
 public:
  Model(const fs::path& file, const TargetSettings& settings)
      : settings_(settings), file_(fs::absolute(file).lexically_normal()), text_(read_file(file)) {
    Sha256 hash;
    for (const std::string& part : {std::string(version()), headers_hash(), settings.compiler,
                                    settings.flags, settings.function, file_.string()}) {
      hash.update(part + '\n');
    }
    if (!settings.cache.empty()) kept_ = settings.cache / ("model-" + hash.hex());
  }

  /// Empty where the cache does not have it, or has it of other files.
  [[nodiscard]] std::string from_cache() const {
    std::ifstream files(kept_.string() + ".deps");
    if (kept_.empty() || !files) return "";
    std::size_t count = 0;
    for (std::string line; std::getline(files, line); ++count) {
      const std::size_t space = line.find(' ');
      if (space == std::string::npos) return "";
      std::ifstream in(line.substr(space + 1), std::ios::binary);
      if (!in) return "";
      const std::string text(std::istreambuf_iterator<char>(in), {});
      if (sha256_hex(text) != line.substr(0, space)) return "";
    }
    std::error_code error;
    const fs::path json = kept_.string() + ".json";
    return count != 0 && fs::exists(json, error) ? read_file(json) : "";
  }

  [[nodiscard]] std::string compile() const {
    const WorkFolder work;
    const fs::path program = work.path() / "model";
    const fs::path source = work.path() / "main.cpp";
    const fs::path deps = work.path() / "model.d";
    write(source, main_text());
    std::vector<std::string> words = command_words(settings_.compiler);
    for (const std::string& word :
         {std::string("-std=c++20"), std::string("-O0"), std::string("-MMD"), std::string("-MF"),
          deps.string(), "-I" + unpacked(work.path()).string(),
          "-I" + file_.parent_path().string()}) {
      words.push_back(word);
    }
    for (std::string& word : command_words(settings_.flags)) words.push_back(std::move(word));
    for (const std::string& word : {source.string(), std::string("-o"), program.string()}) {
      words.push_back(word);
    }
    check(capture_process(words), "does not compile");
    const ProcessOutput result = capture_process({program.string()});
    check(result, "was compiled, but its program failed");
    keep_result(result.output, read_file(deps), work.path());
    return result.output;
  }

 private:
  static void write(const fs::path& file, std::string_view text) {
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    std::ofstream out(file, std::ios::binary);
    out << text << std::flush;
    if (!out) throw Error(ErrorCode::file, file.string() + " cannot be written");
  }

  [[nodiscard]] std::string main_text() const {
    std::string quoted = text::replace_all(file_.string(), "\\", "\\\\");
    quoted = text::replace_all(quoted, "\"", "\\\"");
    return "#include \"" + quoted +
           "\"\n#include <cstdio>\n#include <string>\n#include \"migrate/schema.hpp\"\n"
           "int main() {\n  const std::string text = migrate::to_json(migrate::Schema(" +
           function_of(text_, settings_.function) +
           "()));\n  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : "
           "1;\n}\n";
  }

  /// The folder that has the library's own headers.
  [[nodiscard]] fs::path unpacked(const fs::path& work) const {
    const bool cached = !settings_.cache.empty();
    const fs::path folder = (cached ? settings_.cache : work) / ("include-" + headers_hash());
    for (const ModelHeader& header : model_headers()) {
      const fs::path file = folder / header.name;
      std::error_code error;
      if (cached && fs::file_size(file, error) == header.text.size() && !error) continue;
      fs::create_directories(file.parent_path(), error);
      keep(file, header.text);
      if (!fs::exists(file, error)) {  // a cache that cannot be written is none
        if (!cached) throw Error(ErrorCode::file, file.string() + " cannot be written");
        TargetSettings without = settings_;
        without.cache.clear();
        return Model(file_, without).unpacked(work);
      }
    }
    return folder;
  }

  void check(const ProcessOutput& result, const std::string& what) const {
    if (result.status == 0) return;
    ErrorInfo info{
        .code = ErrorCode::revision,
        .message = "the model " + what + " (status " + std::to_string(result.status) + ')',
        .file = file_.string()};
    for (const std::string& line : lines(result.errors)) info.notes.push_back(line);
    throw Error(std::move(info));
  }

  /// As they are: a compiler's carets hang on their blanks.
  static std::vector<std::string> lines(std::string_view text) {
    std::vector<std::string> result;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      result.emplace_back(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return result;
  }

  void keep_result(const std::string& json, const std::string& depfile,
                   const fs::path& work) const {
    if (kept_.empty()) return;
    const std::string kept = kept_.string() + ".json";
    std::string lines = sha256_hex(json) + ' ' + kept + '\n';
    for (const std::string& file : dependencies(depfile, work)) {
      lines += sha256_hex(read_file(file)) + ' ' + file + '\n';
    }
    keep(kept, json);
    keep(kept_.string() + ".deps", lines);
  }

  const TargetSettings& settings_;
  fs::path file_;
  std::string text_;
  fs::path kept_ = {};
};

}  // namespace

std::string header_as_json(const fs::path& file, const TargetSettings& settings,
                           Observer& observer) {
  const Model model(file, settings);
  std::string json = model.from_cache();
  if (!json.empty()) return json;
  observer.on({.kind = Event::Kind::detail, .text = "compiling " + file.string()});
  return model.compile();
}

}  // namespace migrate

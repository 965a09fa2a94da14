#include "migrate/codegen.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <set>

#include "base/whole_file.hpp"
#include "commands/selection.hpp"

namespace migrate {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& file, std::string_view what, int reason) {
  throw Error(ErrorInfo{.code = ErrorCode::file,
                        .message = std::string(what) + ": " + std::strerror(reason),
                        .file = file.string()});
}

/// `file` as the user writes it, below `folder`.
std::optional<std::string> content_of(const fs::path& folder, const fs::path& file) {
  std::error_code error;
  if (!fs::exists(folder / file, error)) return std::nullopt;
  std::ifstream in(folder / file, std::ios::binary);
  if (!in || fs::is_directory(folder / file, error)) {
    fail(file, "cannot be read", in ? EISDIR : errno);
  }
  return std::string(std::istreambuf_iterator<char>(in), {});
}

void write_file(const fs::path& folder, const fs::path& file, const std::string& text) {
  fs::path beside = folder / file;
  beside += ".part";
  const std::error_code error = write_whole(folder / file, beside, text);
  if (error) fail(file, "cannot be written", error.value());
}

std::string finding(const fs::path& file, const std::optional<std::string>& old,
                    const std::string& wanted) {
  if (!old) return file.string() + " is missing";
  const auto [in_old, in_wanted] =
      std::mismatch(old->begin(), old->end(), wanted.begin(), wanted.end());
  const auto line = 1 + std::count(old->begin(), in_old, '\n');
  return file.string() + ":" + std::to_string(line) + ": not what the database gives";
}

/// Files in `outdir` that were generated once and are not among `files`.
std::vector<fs::path> leftovers(const fs::path& folder, const fs::path& outdir,
                                const std::vector<fs::path>& files) {
  const std::set<fs::path> wanted(files.begin(), files.end());
  std::vector<fs::path> found;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder / outdir, error)) {
    const fs::path file = outdir / entry.path().filename();
    if (!entry.is_regular_file(error) || wanted.contains(file)) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::string line;
    if (std::getline(in, line) && line.find(generator::mark) != std::string::npos) {
      found.push_back(file);
    }
  }
  std::ranges::sort(found);
  return found;
}

void check_options(const CodegenOptions& options) {
  if (!options.outfile.empty() && !options.outdir.empty()) {
    throw Error(ErrorCode::usage, "--outfile and --outdir exclude each other");
  }
  if (options.check && options.outfile.empty() && options.outdir.empty()) {
    throw Error(ErrorCode::usage, "--check needs the --outfile or --outdir that it looks at");
  }
}

generator::Generated generate(const Context& context, const CodegenOptions& options) {
  Database database(context);
  const Reflection reflection = reflect(context, database, options.selection);
  std::vector<std::string> statements;
  if (options.models.generator == generator::Generator::sql) {
    statements = creation(database.dialect(), reflection.schema);
  }
  generator::Options models = options.models;
  models.file_per_table = !options.outdir.empty();
  generator::Generated generated =
      generator::generate(reflection.schema, statements, reflection.warnings, models);
  for (const std::string& warning : generated.warnings) {
    context.observer.on({.kind = Event::Kind::warning, .text = warning});
  }
  return generated;
}

void put(CodegenResult& result, const fs::path& folder, const fs::path& file,
         const std::string& text, bool check) {
  result.files.push_back(file);
  const std::optional<std::string> old = content_of(folder, file);
  if (old == text) return;
  if (check) {
    result.findings.push_back({"codegen", finding(file, old, text)});
    return;
  }
  write_file(folder, file, text);
  result.written.push_back(file);
}

}  // namespace

CodegenResult codegen(const Context& context, const CodegenOptions& options) {
  check_options(options);
  const generator::Generated generated = generate(context, options);
  CodegenResult result;
  if (!options.outfile.empty()) {
    put(result, context.folder, options.outfile, generated.files.front().text, options.check);
    return result;
  }
  if (options.outdir.empty()) {
    result.text = generated.files.front().text;
    return result;
  }
  std::error_code error;
  if (!options.check) fs::create_directories(context.folder / options.outdir, error);
  if (error) fail(options.outdir, "the folder cannot be made", error.value());
  for (const generator::File& file : generated.files) {
    put(result, context.folder, options.outdir / file.name, file.text, options.check);
  }
  for (const fs::path& file : leftovers(context.folder, options.outdir, result.files)) {
    const std::string text = file.string() + " was generated once and is no part of it any more";
    if (options.check) {
      result.findings.push_back({"codegen", text});
    } else {
      context.observer.on({.kind = Event::Kind::warning, .text = text + "; remove it"});
    }
  }
  return result;
}

}  // namespace migrate

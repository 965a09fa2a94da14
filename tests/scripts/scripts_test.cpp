#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support/golden.hpp"
#include "support/replay.hpp"
#include "support/sandbox.hpp"
#include "support/stage_database.hpp"
#include "support/transcript.hpp"
#include "support/txtar.hpp"

namespace migrate::test {
namespace {

const std::string folder = MIGRATE_SOURCE_DIR "/tests/scripts";

Transcript parse_script(const std::string& path) {
  try {
    return parse_transcript(parse_txtar(read_file(path)).comment);
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(path + ": " + error.what());
  }
}

/// The backends a script runs on, the one that leads in rewriting it first.
std::vector<std::string> backends_of(const Transcript& transcript) {
  const auto found = transcript.directives.find("backends");
  if (found == transcript.directives.end()) {
    return {"sqlite", "postgresql"};
  }
  return {found->second};
}

/// One script on one backend.
class ScriptTest : public ::testing::Test {
 public:
  ScriptTest(std::string path, std::string backend)
      : path_(std::move(path)), backend_(std::move(backend)) {}

  void TestBody() override {
    auto archive = parse_txtar(read_file(path_));
    auto transcript = parse_transcript(archive.comment);
    StageDatabase database(backend_);
    Sandbox sandbox({.programs = {MIGRATE_PROGRAMS, folder + "/bin"},
                     .environment = {{"BACKEND", backend_}, {"URL", database.url()}}});
    for (const auto& file : archive.files) {
      sandbox.write(file.path, file.data);
    }
    Stage stage{.sandbox = sandbox,
                .backend = backend_,
                .replacements = database.replacements(),
                .secrets = database.secrets()};
    stage.replacements.emplace_back(sandbox.folder().string(), "$WORK");
    const bool leads = backends_of(transcript).front() == backend_;
    stage.may_rewrite = [&](const Command& command) {
      return updates_golden() && (leads || command.has_mark(backend_));
    };
    if (const auto needs = transcript.directives.find("needs");
        needs != transcript.directives.end() &&
        sandbox.run("command -v " + needs->second + " >/dev/null").status != 0) {
      FAIL() << "this machine lacks one of: " << needs->second;
    }
    for (const auto& finding : replay(transcript, stage)) {
      ADD_FAILURE_AT(path_.c_str(), static_cast<int>(finding.line)) << finding.text;
    }
    // Nor may it stand in what the commands have left behind.
    for (const auto& secret : stage.secrets) {
      EXPECT_EQ(sandbox.run("grep -rlF -e '" + secret + "' \"$WORK\"").out, "") << secret;
    }
    if (auto text = transcript.format(); text != archive.comment) {
      archive.comment = std::move(text);
      write_file(path_, format_txtar(archive));
    }
  }

 private:
  std::string path_;
  std::string backend_;
};

void register_scripts() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".txtar") {
      paths.push_back(entry.path());
    }
  }
  std::ranges::sort(paths);
  for (const auto& path : paths) {
    const auto file = path.string();
    const auto transcript = parse_script(file);
    for (const auto& backend : backends_of(transcript)) {
      ::testing::RegisterTest(
          backend.c_str(), path.stem().c_str(), nullptr, nullptr, file.c_str(), 1,
          [file, backend]() -> ::testing::Test* { return new ScriptTest(file, backend); });
    }
  }
}

}  // namespace
}  // namespace migrate::test

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  try {
    migrate::test::register_scripts();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return RUN_ALL_TESTS();
}

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "page.hpp"
#include "support/golden.hpp"
#include "support/replay.hpp"
#include "support/sandbox.hpp"
#include "support/stage_database.hpp"
#include "support/transcript.hpp"

namespace migrate::test {
namespace {

const std::string source = MIGRATE_SOURCE_DIR;

/// One page: its ```console blocks one after the other in one folder, as a reader would type them.
class PageTest : public ::testing::Test {
 public:
  explicit PageTest(std::string path) : path_(std::move(path)) {}

  void TestBody() override {
    auto page = parse_page(read_file(path_));
    StageDatabase database(page.backend);
    Sandbox sandbox({.programs = {source + "/tests/docs/bin", source + "/tests/scripts/bin"},
                     .environment = {{"IDS", page.ids},
                                     {"MIGRATE_PROGRAM", MIGRATE_PROGRAMS "/migrate"},
                                     {"URL", database.url()},
                                     {"BACKEND", page.backend}},
                     .merge_streams = true});
    Stage stage{.sandbox = sandbox,
                .backend = page.backend,
                .replacements = database.replacements(),
                .secrets = database.secrets(),
                .may_rewrite = [](const Command&) { return updates_golden(); }};
    stage.replacements.emplace_back(sandbox.folder().string(), "$WORK");
    for (auto& part : page.parts) {
      if (const auto* file = std::get_if<PageFile>(&part)) {
        sandbox.write(file->path, file->data);
      } else if (auto* block = std::get_if<PageTranscript>(&part)) {
        run(*block, stage);
      }
    }
    if (page.format() != read_file(path_)) {
      write_file(path_, page.format());
    }
  }

 private:
  void run(PageTranscript& block, const Stage& stage) {
    auto transcript = parse_transcript(block.text, block.line);
    for (const auto& finding : replay(transcript, stage)) {
      ADD_FAILURE_AT(path_.c_str(), static_cast<int>(finding.line)) << finding.text;
    }
    block.text = transcript.format();
  }

  std::string path_;
};

std::vector<std::filesystem::path> pages() {
  std::vector<std::filesystem::path> found;
  if (std::filesystem::exists(source + "/README.md")) {
    found.emplace_back(source + "/README.md");
  }
  for (const auto& entry : std::filesystem::directory_iterator(source + "/docs")) {
    if (entry.path().extension() == ".md") {
      found.push_back(entry.path());
    }
  }
  std::ranges::sort(found);
  return found;
}

}  // namespace
}  // namespace migrate::test

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  for (const auto& path : migrate::test::pages()) {
    const auto file = path.string();
    ::testing::RegisterTest(
        "docs", path.stem().c_str(), nullptr, nullptr, file.c_str(), 1,
        [file]() -> ::testing::Test* { return new migrate::test::PageTest(file); });
  }
  return RUN_ALL_TESTS();
}

#include "deployment.hpp"

#include <cstdlib>
#include <filesystem>

namespace migrate::test {

namespace {

std::string program() {
  const char* given = std::getenv("MIGRATE_TEST_PROGRAM");
  return given == nullptr ? MIGRATE_PROGRAM : given;
}

}  // namespace

Deployment::Deployment(std::string url, const std::string& settings) : url_(std::move(url)) {
  folder_.write("migrate.ini", "[migrate]\nscript_location = .\n" + settings);
  std::filesystem::create_directory(folder_.path() / "versions");
}

void Deployment::add(const std::string& id, const std::string& up, const std::string& options,
                     const std::string& revises) {
  folder_.write("versions/" + id + ".sql",
                "-- " + id + "\n--\n-- Revision ID: " + id +
                    "\n-- Revises: " + (revises.empty() ? last_ : revises) + "\n\n-- migrate:up" +
                    (options.empty() ? "" : ' ' + options) + '\n' + up + '\n');
  last_ = id;
}

Program Deployment::start(const std::vector<std::string>& words) {
  std::vector<std::string> all = {"/usr/bin/env"};
  all.insert(all.end(), environment_.begin(), environment_.end());
  for (const std::string& word :
       {program(), std::string("-c"), (folder_.path() / "migrate.ini").string()}) {
    all.push_back(word);
  }
  if (!url_.empty()) {
    all.push_back("--url");
    all.push_back(url_);
  }
  all.insert(all.end(), words.begin(), words.end());
  return {all, folder_.path() / ("output." + std::to_string(++started_))};
}

Ended Deployment::run(const std::vector<std::string>& words) {
  Program program = start(words);
  return end(program);
}

Ended Deployment::end(Program& program) {
  const int status = program.wait();
  return {.status = status, .output = program.output()};
}

}  // namespace migrate::test

#include "notation.hpp"

#include <fstream>
#include <stdexcept>

#include "ops/json.hpp"

namespace migrate::ops {

Operation op(std::string_view text) {
  const json::Source source{.text = text, .file = "f.json"};
  return read(source, json::parse(source));
}

std::string text_of(const Operation& operation) {
  return canonical(operation);
}

const std::vector<Example>& examples() {
  static const std::vector<Example> all = [] {
    std::vector<Example> read;
    std::ifstream file(MIGRATE_SOURCE_DIR "/tests/unit/ops/examples.txt");
    for (Example example; std::getline(file, example.json);) {
      std::getline(file, example.described);
      std::getline(file, example.reversed);
      read.push_back(std::move(example));
      std::string blank;
      std::getline(file, blank);
      if (!blank.empty()) throw std::runtime_error("examples.txt: three lines and a blank one");
    }
    return read;
  }();
  return all;
}

}  // namespace migrate::ops

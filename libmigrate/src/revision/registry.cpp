#include "migrate/registry.hpp"

#include <algorithm>

namespace migrate {

Registry& Registry::add(CodeRevision revision) {
  check_revision_id(revision.id);
  if (!revision.up) {
    throw Error(ErrorCode::usage, "revision " + revision.id + " has no function `up`");
  }
  coded_.push_back({.identity = {.id = std::move(revision.id),
                                 .revises = std::move(revision.revises),
                                 .depends_on = std::move(revision.depends_on),
                                 .labels = std::move(revision.branch_labels),
                                 .message = std::move(revision.message)},
                    .code = {.up = std::move(revision.up), .down = std::move(revision.down)}});
  coded_.back().identity.file = "C++ revision " + coded_.back().identity.id;
  return *this;
}

Registry& Registry::add_file(std::string_view name, std::string_view text) {
  files_.push_back({.name = std::string(name), .text = text});
  return *this;
}

Directory Registry::directory() const {
  Directory directory;
  directory.revisions.reserve(coded_.size() + files_.size());
  for (const Coded& coded : coded_) {
    directory.revisions.push_back(coded.identity);
    directory.revisions.back().code = &coded.code;
  }
  for (const File& file : files_) {
    try {
      directory.revisions.push_back(read_header({file.name, file.text}));
    } catch (const Error& error) {
      directory.faults.push_back(error.info());
    }
  }
  return directory;
}

}  // namespace migrate

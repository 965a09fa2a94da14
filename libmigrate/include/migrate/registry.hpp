#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/revision.hpp"

namespace migrate {

/// A revision whose body is C++.
struct CodeRevision {
  std::string id = {};
  std::vector<std::string> revises = {};
  std::vector<std::string> depends_on = {};
  std::vector<std::string> branch_labels = {};
  std::string message = {};
  std::function<void(Operations&)> up = {};
  std::function<void(Operations&)> down = {};  ///< empty = it cannot be undone
};

/// The revisions that a program carries: C++ ones, and files that were compiled in
/// (migrate_embed() in CMake). They form one graph, together with the files on disk where there are
/// any. Filled by calls, never by static initialisers.
///
///     registry.add({
///         .id = "8d2c41f7a903",
///         .revises = {"115bcd2e1a38"},
///         .message = "Split names",
///         .up = [](migrate::Operations& op) { op.add_column("user", …); },
///         .down = [](migrate::Operations& op) { op.drop_column("user", "full_name"); },
///     });
class Registry {
 public:
  /// Throws Error{ErrorCode::usage} for an id that cannot be one, and for a revision without `up`.
  Registry& add(CodeRevision revision);

  /// A file's name, which says by its ending what is in it, and its text, which must outlive the
  /// registry.
  Registry& add_file(std::string_view name, std::string_view text);

  /// All of them, and what is wrong with the headers of files. Refers to this registry.
  [[nodiscard]] Directory directory() const;

 private:
  struct Coded {
    Revision identity = {};
    Code code = {};
  };
  struct File {
    std::string name = {};
    std::string_view text = {};
  };
  std::vector<Coded> coded_ = {};
  std::vector<File> files_ = {};
};

}  // namespace migrate

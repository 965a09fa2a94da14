#pragma once

#include <string_view>
#include <vector>

namespace migrate {

/// A file of a template, carried in the program.
struct TemplateFile {
  std::string_view name;  ///< relative to the template's folder
  std::string_view text;
};

/// A folder of migrations_template/.
struct Template {
  std::string_view name;
  std::vector<std::string_view> folders;  ///< that are made, empty
  std::vector<TemplateFile> files;
};

/// All of them, by name; made by libmigrate/cmake/embed_template.cmake.
const std::vector<Template>& templates();

}  // namespace migrate

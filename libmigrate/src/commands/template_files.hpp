#pragma once

#include <string_view>
#include <vector>

namespace migrate {

/// A file of migrations_template/, carried in the program.
struct TemplateFile {
  std::string_view name;  ///< relative to the template's folder
  std::string_view text;
};

/// The files of the template `generic`; made by libmigrate/cmake/embed_template.cmake.
const std::vector<TemplateFile>& generic_template();

}  // namespace migrate

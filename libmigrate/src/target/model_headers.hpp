#pragma once

#include <string_view>
#include <vector>

namespace migrate {

/// A header that models in C++ include, carried in the program so that it is there wherever the
/// program is.
struct ModelHeader {
  std::string_view name;  ///< `migrate/schema.hpp`
  std::string_view text;
};

/// All of them; made by libmigrate/cmake/embed_headers.cmake.
const std::vector<ModelHeader>& model_headers();

}  // namespace migrate

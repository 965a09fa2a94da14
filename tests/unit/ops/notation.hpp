#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "migrate/ops.hpp"

/// Operations in tests are written as JSON.
namespace migrate::ops {

/// The one operation of a text; an error is thrown with the file `f.json`.
Operation op(std::string_view text);

/// The operation as JSON on one line.
std::string text_of(const Operation& operation);

/// What `action` throws, as render() shows it; "(no error)" where it throws nothing.
template <class Action>
std::string error_of(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "(no error)";
}

/// An operation that says all that one may, its description, and its reverse (or the error).
struct Example {
  std::string json = {};
  std::string described = {};
  std::string reversed = {};
};

/// At least one example for each operation; they stand in examples.txt.
const std::vector<Example>& examples();

}  // namespace migrate::ops

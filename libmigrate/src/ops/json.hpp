#pragma once

#include <span>
#include <string>
#include <vector>

#include "migrate/ops.hpp"
#include "migrate/schema/json_output.hpp"
#include "schema/json_reader.hpp"

/// Operations as JSON: objects with one key, the operation's name. docs/revision.schema.json is the
/// contract; shapes.hpp lists what each operation has.
namespace migrate::ops {

/// Reads one operation. Throws Error{ErrorCode::revision} with file, line and column; for a name
/// or key that is not known with the nearest one that is.
Operation read(const json::Source& source, const json::Value& value);

/// Reads an array of them.
std::vector<Operation> read_all(const json::Source& source, const json::Value& array);

/// What read() reads back to an equal operation.
json::Output output(const Operation& operation);
json::Output output(std::span<const Operation> operations);

/// The operation as a text that is the same however it was written; journals hash it, so that its
/// form never changes for a value that could be written before.
std::string canonical(const Operation& operation);

/// The names of all operations, in the order of the documentation.
const std::vector<std::string>& operation_names();

}  // namespace migrate::ops

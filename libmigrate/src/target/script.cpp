#include "target/script.hpp"

#include "base/json.hpp"

namespace migrate {

sql::Flavor flavor_of(const Dialect& dialect) {
  return dialect.name() == "sqlite" ? sql::Flavor::sqlite : sql::Flavor::postgresql;
}

ErrorInfo placed_in(ErrorInfo error, std::string_view script, const std::string& file,
                    const sql::Position& begin) {
  const std::size_t within = error.position == 0 ? 0 : error.position - 1;
  error = json::placed(std::move(error), script, begin.offset + within);
  error.file = file;
  return error;
}

void run_script(Connection& connection, sql::Flavor flavor, std::string_view script,
                const std::string& file) {
  sql::Splitter splitter(flavor);
  splitter.feed(script);
  splitter.finish();
  sql::Piece piece;
  sql::Position begin;
  const Fence fence{.transaction = connection.in_transaction()};
  try {
    while (splitter.next(piece)) {
      begin = piece.begin;
      if (piece.kind == sql::Piece::Kind::statement) connection.run(piece.text, fence);
      if (piece.kind != sql::Piece::Kind::copy) continue;
      const std::string statement(piece.text);
      const auto next = [&]() -> std::string_view {
        const bool more = splitter.next(piece) && piece.kind == sql::Piece::Kind::copy_data;
        return more ? piece.text : std::string_view();
      };
      connection.copy_in(statement, next, fence);
    }
  } catch (const Error& error) {
    if (error.info().line != 0) {  // the splitter's own have their place
      ErrorInfo info = error.info();
      info.file = file;
      throw Error(std::move(info));
    }
    throw Error(placed_in(error.info(), script, file, begin));
  }
}

}  // namespace migrate

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace migrate::postgresql {

/// The passwords of a URL in every spelling in which a message could repeat them.
class Secrets {
 public:
  Secrets() = default;

  /// The passwords that `url` holds: in the authority (also one that was not percent-encoded and so
  /// is torn apart by libpq) and in the parameters `password` and `sslpassword`; as written,
  /// decoded, and in the pieces that a wrong reading makes of them.
  explicit Secrets(std::string_view url);

  /// One more, as it is: from the environment or a password file.
  void add(std::string_view secret);

  /// `text` with `***` for each secret that stands in it as a word of its own.
  [[nodiscard]] std::string scrub(std::string_view text) const;

 private:
  void add_spellings(std::string_view secret);

  std::vector<std::string> secrets_;  ///< longest first
};

}  // namespace migrate::postgresql

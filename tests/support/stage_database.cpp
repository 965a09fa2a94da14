#include "stage_database.hpp"

#include <stdexcept>
#include <string_view>

#include "database.hpp"

namespace migrate::test {
namespace {

constexpr std::string_view password = "s3cret/word";
constexpr std::string_view encoded_password = "s3cret%2Fword";

/// The part between `begin` and the first of `ends` after it, or the URL's end; empty without
/// `begin`.
std::string part(const std::string& url, std::string_view begin, std::string_view ends) {
  const auto at = url.find(begin);
  if (at == std::string::npos) {
    return {};
  }
  const auto from = at + begin.size();
  return url.substr(from, url.find_first_of(ends, from) - from);
}

}  // namespace

StageDatabase::StageDatabase(const std::string& backend) {
  if (backend == "sqlite") {
    return;
  }
  if (backend != "postgresql") {
    throw std::runtime_error("no backend is called " + backend);
  }
  database_.reset(new TestDatabase(TestDatabase::create(backend)));
  url_ = database_->url().text;
  const auto user = part(url_, "://", "@/");
  const auto at = url_.find("://") + 3 + user.size();
  planted_ = url_.substr(at).starts_with('@') && user.find(':') == std::string::npos;
  if (planted_) {
    url_.insert(at, ":" + std::string(encoded_password));
  }
}

StageDatabase::~StageDatabase() = default;

std::vector<std::pair<std::string, std::string>> StageDatabase::replacements() const {
  std::vector<std::pair<std::string, std::string>> result{{url_, "$URL"},
                                                          {parse_url(url_).redacted(), "$URL"}};
  if (database_ != nullptr) {
    const auto name = url_.substr(0, url_.find('?'));
    result.emplace_back(name.substr(name.rfind('/') + 1), "$DATABASE");
    if (const auto host = part(url_, "host=", "&"); !host.empty()) {
      result.emplace_back(host, "$HOST");
    }
  }
  return result;
}

std::vector<std::string> StageDatabase::secrets() const {
  if (!planted_) {
    return {};
  }
  return {std::string(password), std::string(encoded_password)};
}

}  // namespace migrate::test

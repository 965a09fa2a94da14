#include "postgresql/secrets.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace migrate::postgresql {
namespace {

constexpr std::string_view mask = "***";

/// With percent-escapes decoded; what is none is kept.
std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    const char* begin = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(begin, begin + 2, value, 16).ptr == begin + 2) {
      out += static_cast<char>(value);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool is_word(char c) {
  return text::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// Does `text` begin or end in the middle of a word at `at`?
bool splits_word(std::string_view text, std::size_t at) {
  return at > 0 && at < text.size() && is_word(text[at - 1]) && is_word(text[at]);
}

std::string masked(std::string_view text, std::string_view secret) {
  std::string out;
  std::size_t done = 0;
  std::size_t at = text.find(secret);
  while (at != std::string_view::npos) {
    const std::size_t end = at + secret.size();
    if (splits_word(text, at) || splits_word(text, end)) {
      at = text.find(secret, at + 1);
      continue;
    }
    out += text.substr(done, at - done);
    out += mask;
    done = end;
    at = text.find(secret, end);
  }
  return out += text.substr(done);
}

}  // namespace

Secrets::Secrets(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::size_t user = scheme == std::string_view::npos ? 0 : scheme + 3;
  const std::size_t colon = url.find(':', user);
  // The first '?' behind an '@' begins the parameters: a password that was not encoded may hold
  // '?', '/' and '@' itself.
  const std::size_t first_at = url.find('@', user);
  const std::size_t parameters =
      url.find('?', first_at == std::string_view::npos ? user : first_at);
  const std::size_t at = url.rfind('@', parameters);
  if (at != std::string_view::npos && colon != std::string_view::npos && colon < at) {
    add_spellings(url.substr(colon + 1, at - colon - 1));
  }
  if (parameters == std::string_view::npos) return;
  for (const std::string& parameter : text::split(url.substr(parameters + 1), '&')) {
    const std::string_view view = parameter;
    for (const std::string_view key : {"password=", "sslpassword="}) {
      if (view.substr(0, key.size()) == key) add_spellings(view.substr(key.size()));
    }
  }
}

void Secrets::add_spellings(std::string_view secret) {
  const std::string plain = decoded(secret);
  for (const std::string_view spelling : {secret, std::string_view(plain)}) {
    add(spelling);
    std::size_t begin = 0;
    while (begin <= spelling.size()) {
      const std::size_t end = std::min(spelling.find_first_of("@/:?#&=,", begin), spelling.size());
      add(spelling.substr(begin, end - begin));
      begin = end + 1;
    }
  }
}

void Secrets::add(std::string_view secret) {
  if (secret.empty() || std::ranges::find(secrets_, secret) != secrets_.end()) return;
  secrets_.emplace_back(secret);
  std::ranges::stable_sort(
      secrets_, [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
}

std::string Secrets::scrub(std::string_view text) const {
  std::string out(text);
  for (const std::string& secret : secrets_) out = masked(out, secret);
  return out;
}

}  // namespace migrate::postgresql

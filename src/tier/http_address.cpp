// SPDX-License-Identifier: MIT
#include <algorithm>

#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/http/url.hpp"
#include "rustassistant/tier/http_store.hpp"

namespace rustassistant::tier {
namespace {

constexpr std::string_view kKey = "{key}";

tl::unexpected<Error> wrong(std::string what, std::string hint = {}) {
  return fail(Errc::config, "cache.remote." + std::move(what), std::move(hint));
}

int hex_digit(char c) {
  const auto value = from_hex(std::string("0") + c);
  return value ? value->front() : -1;
}

// "%40" is "@".
std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped =
        text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
    decoded += escaped ? static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])) : text[i];
    if (escaped) i += 2;
  }
  return decoded;
}

// Takes "user:password@" out of the URL.
std::string take_user(std::string& url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string::npos) return {};
  const std::size_t begin = scheme + 3;
  const std::size_t end = std::min(url.find_first_of("/?#", begin), url.size());
  const std::size_t at = url.rfind('@', end);
  if (at == std::string::npos || at < begin) return {};
  std::string user = percent_decoded(std::string_view(url).substr(begin, at - begin));
  url.erase(begin, at + 1 - begin);
  return user;
}

Result<std::pair<std::string, std::string>> header_in(const std::string& text) {
  if (text.empty()) return std::pair<std::string, std::string>();
  const std::size_t colon = text.find(':');
  const std::string name(trim(std::string_view(text).substr(0, std::min(colon, text.size()))));
  const auto is_wrong = [](char c) { return ascii::is_control(c) || c == ' '; };
  if (colon == std::string::npos || name.empty() || std::any_of(name.begin(), name.end(), is_wrong))
    return wrong("header is not of the form \"Name: value\"");
  return std::pair(name, std::string(trim(std::string_view(text).substr(colon + 1))));
}

}  // namespace

Result<HttpAddress> http_address(const HttpWords& words) {
  HttpAddress address;
  address.url = words.url;
  address.user_password = take_user(address.url);
  if (address.url.find(kKey) == std::string::npos) {
    if (address.url.find_first_of("?#") != std::string::npos)
      return wrong("url has a query, so it must say where the key goes", "write {key} into it");
    address.url += address.url.ends_with('/') ? "{key}" : "/{key}";
  }
  std::string sample = address.url;
  sample.replace(sample.find(kKey), kKey.size(), "0");
  if (sample.find_first_of("{}") != std::string::npos) return wrong("url has braces beside one {key}");
  const auto url = http::parse_url(sample);
  if (!url) return wrong("url: " + url.error().what);
  address.bearer = words.api_key;
  TRY_ASSIGN(address.header, header_in(words.header));
  address.sigv4 = words.sigv4;
  if (!address.sigv4.empty() && address.user_password.find(':') == std::string::npos)
    return wrong("sigv4 needs an access key", "write its id and secret into the URL: https://ID:SECRET@…");
  if (!address.bearer.empty() && !address.user_password.empty())
    return wrong("api_key stands beside a user in the URL", "leave out one of them");
  if (url->scheme == "http" && !url->is_loopback && address.has_credentials())
    return wrong("url would send credentials over plain http", "use https");
  return address;
}

}  // namespace rustassistant::tier

// SPDX-License-Identifier: MIT
#include "rustassistant/http/url.hpp"

#include <curl/curl.h>

#include <memory>
#include <optional>
#include <utility>

#include "rustassistant/base/text.hpp"

namespace rustassistant::http {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
};
struct FreeText {
  void operator()(char* text) const noexcept { curl_free(text); }
};
using UrlHandle = std::unique_ptr<CURLU, FreeUrl>;

std::optional<std::string> part_of(CURLU* url, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return std::nullopt;
  const std::unique_ptr<char, FreeText> owner(text);
  return std::string(text);
}

bool is_loopback_ipv4(std::string_view host) {
  const auto parts = split(host, '.');
  if (parts.size() != 4 || parts[0] != "127") return false;
  for (const std::string_view part : parts) {
    const auto number = parse_integer(part);
    if (!number || *number < 0 || *number > 255) return false;
  }
  return true;
}

bool is_loopback_host(std::string_view host) {
  return host == "localhost" || host == "[::1]" || is_loopback_ipv4(host);
}

tl::unexpected<Error> bad_url(std::string_view text, std::string_view why) {
  return fail(Errc::config, "bad URL '" + std::string(text) + "': " + std::string(why));
}

}  // namespace

std::string Url::origin() const {
  return scheme + "://" + host + ":" + std::to_string(port);
}

Result<Url> parse_url(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return bad_url("…", "it contains a control character");
  const UrlHandle handle(curl_url());
  // A URL with a user name is not repeated in the message: what stands there may be a password.
  const auto code = curl_url_set(handle.get(), CURLUPART_URL, std::string(text).c_str(), CURLU_DISALLOW_USER);
  if (code == CURLUE_USER_NOT_ALLOWED) return bad_url("…", "it contains a user name or password");
  if (code != CURLUE_OK) return bad_url(text, to_lower(curl_url_strerror(code)));

  Url url;
  url.scheme = part_of(handle.get(), CURLUPART_SCHEME).value_or("");
  if (url.scheme != "http" && url.scheme != "https") return bad_url(text, "only http and https are supported");
  if (part_of(handle.get(), CURLUPART_FRAGMENT)) return bad_url(text, "it has a fragment");
  if (part_of(handle.get(), CURLUPART_ZONEID)) return bad_url(text, "it has an IPv6 zone");

  url.host = to_lower(part_of(handle.get(), CURLUPART_HOST).value_or(""));
  const auto port = parse_integer(part_of(handle.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT).value_or(""));
  if (url.host.empty() || !port || *port < 1 || *port > 65535) return bad_url(text, "no host and port");
  url.port = static_cast<std::uint16_t>(*port);
  url.path = part_of(handle.get(), CURLUPART_PATH).value_or("/");
  url.query = part_of(handle.get(), CURLUPART_QUERY).value_or("");
  url.is_loopback = is_loopback_host(url.host);
  return url;
}

}  // namespace rustassistant::http

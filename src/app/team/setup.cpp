// SPDX-License-Identifier: MIT
#include "setup.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "place.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/config/places.hpp"
#include "rustassistant/config/secret_text.hpp"
#include "rustassistant/http/url.hpp"
#include "rustassistant/tier/postgres_store.hpp"

namespace rustassistant::app {
namespace {

// The settings with their variables in place.
Result<config::RemoteSettings> filled_in(config::RemoteSettings settings, const sys::Environment& environment) {
  const std::pair<std::string*, std::string_view> texts[] = {
      {&settings.url, "cache.remote.url"},
      {&settings.team, "cache.remote.team"},
      {&settings.signing_key, "cache.remote.signing_key"},
      {&settings.api_key, "cache.remote.api_key"},
      {&settings.header, "cache.remote.header"},
      {&settings.sigv4, "cache.remote.sigv4"},
  };
  for (const auto& [text, name] : texts) {
    TRY_ASSIGN(*text, config::expanded(*text, name, environment));
  }
  for (std::string& text : settings.trust) {
    TRY_ASSIGN(text, config::expanded(text, "cache.remote.trust", environment));
  }
  return settings;
}

Result<tier::Keyring> keys_of(const config::RemoteSettings& settings) {
  tier::Keyring keys;
  keys.accepts_unsigned = settings.accepts_unsigned;
  if (!settings.signing_key.empty()) {
    auto key = tier::SigningKey::parse(settings.signing_key);
    if (!key) return fail_while("cache.remote.signing_key", key.error());
    keys.signing = *std::move(key);
  }
  for (const std::string& text : settings.trust) {
    auto key = tier::TrustedKey::parse(text);
    if (!key) return fail_while("cache.remote.trust", key.error());
    keys.trusted.push_back(*key);
  }
  return keys;
}

Result<std::variant<tier::HttpAddress, pg::Target>> address_of(const config::RemoteSettings& settings) {
  if (!is_postgres_url(settings.url))
    return tier::http_address({settings.url, settings.api_key, settings.header, settings.sigv4});
  const std::pair<const std::string*, std::string_view> others[] = {
      {&settings.api_key, "api_key"}, {&settings.header, "header"}, {&settings.sigv4, "sigv4"}};
  for (const auto& [text, name] : others) {
    if (!text->empty())
      return fail(Errc::config,
                  "cache.remote." + std::string(name) + " is for web servers, and the URL names a PostgreSQL",
                  "leave it out: user and password stand in the URL");
  }
  TRY_ASSIGN(pg::Target target, target_of(settings.url, "cache.remote.url"));
  return target;
}

std::string identity_of(const config::RemoteSettings& settings) {
  std::string identity = settings.url;
  for (const std::string* text : {&settings.api_key, &settings.header, &settings.sigv4}) (identity += '\0') += *text;
  return identity;
}

bool is_private_ipv4(std::string_view host) {
  std::vector<std::int64_t> numbers;
  for (const std::string_view part : split(host, '.')) {
    const auto number = parse_integer(part);
    if (!number || *number < 0 || *number > 255) return false;
    numbers.push_back(*number);
  }
  if (numbers.size() != 4) return false;
  return numbers[0] == 10 || numbers[0] == 127 || numbers[0] == 0 || (numbers[0] == 192 && numbers[1] == 168) ||
         (numbers[0] == 172 && numbers[1] >= 16 && numbers[1] < 32) || (numbers[0] == 169 && numbers[1] == 254) ||
         (numbers[0] == 100 && numbers[1] >= 64 && numbers[1] < 128);
}

bool is_private_name(std::string_view host) {
  constexpr std::array<std::string_view, 6> kEnds{".localhost", ".local", ".internal", ".lan", ".home.arpa", ".test"};
  return host.find('.') == std::string_view::npos ||
         std::any_of(kEnds.begin(), kEnds.end(), [&](std::string_view end) { return host.ends_with(end); });
}

}  // namespace

std::string TeamSetup::shown() const {
  const auto* web = std::get_if<tier::HttpAddress>(&address);
  return web != nullptr ? web->url : std::get<pg::Target>(address).shown();
}

Result<TeamConfig> team_config(const config::RemoteSettings& settings, const sys::Environment& environment) {
  TeamConfig config;
  if (settings.url.empty() || settings.mode == config::RemoteMode::off) return config;
  const auto filled = filled_in(settings, environment);
  if (!filled) {
    config.off_because = filled.error().what;
    return config;
  }
  TRY_ASSIGN(auto address, address_of(*filled));
  TRY_ASSIGN(tier::Keyring keys, keys_of(*filled));
  const bool may_write = settings.mode == config::RemoteMode::read_write;
  if (!keys.can_read()) {
    config.off_because = "there is no key: set cache.remote.signing_key or cache.remote.trust";
    return config;
  }
  if (may_write && !keys.can_write()) {
    return fail(Errc::config, "cache.remote.mode is read-write, and there is no key to sign with",
                "set cache.remote.signing_key");
  }
  tier::TierOptions options{filled->team, std::move(keys), may_write, {}, identity_of(*filled)};
  options.home = config::home_folder(environment).value_or("");
  config.setup = TeamSetup{std::move(address), std::move(options)};
  return config;
}

std::unique_ptr<tier::EnvelopeStore> open_store(const TeamSetup& setup, const Services& services,
                                                std::function<bool()> should_stop) {
  if (const auto* address = std::get_if<tier::HttpAddress>(&setup.address))
    return tier::http_store(*address, services.transport, std::move(should_stop));
  return tier::make_postgres_store(std::get<pg::Target>(setup.address), reach_of(services, std::move(should_stop)),
                                   setup.options.team);
}

bool is_private_endpoint(std::string_view endpoint) {
  if (endpoint.empty()) return false;  // the provider's own
  const auto url = http::parse_url(endpoint);
  if (!url || url->is_loopback) return true;
  if (url->host.starts_with('[')) {
    const std::string_view address = std::string_view(url->host).substr(1);
    return address.starts_with("fc") || address.starts_with("fd") || address.starts_with("fe8") ||
           address.starts_with("fe9") || address.starts_with("fea") || address.starts_with("feb") ||
           address.starts_with("::");
  }
  return is_private_ipv4(url->host) || is_private_name(url->host);
}

}  // namespace rustassistant::app

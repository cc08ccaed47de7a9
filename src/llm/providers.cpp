// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "dialect.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/http/url.hpp"
#include "rustassistant/llm/provider_config.hpp"

namespace rustassistant::llm {
namespace {

using domain::Provider;

constexpr std::array kEntries{&kXai, &kOpenai, &kAnthropic, &kGoogle, &kOpenaiCompatible};

const ProviderEntry* entry_of(Provider provider) {
  const auto* const found = std::find_if(kEntries.begin(), kEntries.end(),
                                         [&](const auto* entry) { return entry->facts.provider == provider; });
  return found == kEntries.end() ? nullptr : *found;
}

// A key that is blotted out where it is shown ("********") is none.
bool is_sendable_key(const std::string& key) {
  const bool is_blotted = key.find_first_not_of('*') == std::string::npos;
  return !is_blotted && std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

Result<void> check_key(const ProviderConfig& config, const ProviderFacts& facts, const http::Url& url) {
  const std::string provider(domain::name_of(config.provider));
  const std::string variable(facts.key_variable());
  if (!config.key) {
    if (!facts.key_required) return {};
    return fail(Errc::config, "no key for " + provider, "set " + variable + ", or choose another provider");
  }
  if (!is_sendable_key(config.key->reveal())) {
    return fail(Errc::config,
                "the key for " + provider + " is empty, is made of asterisks, or holds characters that no key has",
                "check " + variable);
  }
  if (url.scheme != "https" && !url.is_loopback) {
    return fail(Errc::config, "the key for " + provider + " would go unencrypted to " + url.origin(),
                "use https, or unset " + variable);
  }
  return {};
}

}  // namespace

std::span<const ProviderFacts> known_providers() {
  static const auto facts = [] {
    std::array<ProviderFacts, kEntries.size()> all;
    std::transform(kEntries.begin(), kEntries.end(), all.begin(), [](const auto* entry) { return entry->facts; });
    return all;
  }();
  return facts;
}

const ProviderFacts* facts_of(Provider provider) {
  const ProviderEntry* entry = entry_of(provider);
  return entry == nullptr ? nullptr : &entry->facts;
}

std::string base_url_of(const ProviderConfig& config) {
  std::string url = config.base_url;
  while (url.ends_with('/')) url.pop_back();
  return url;
}

const Dialect* dialect_of(const ProviderConfig& config) {
  if (config.provider == Provider::openai && speaks_responses_only(config.model)) return &kResponses;
  const ProviderEntry* entry = entry_of(config.provider);
  return entry == nullptr ? nullptr : &entry->dialect;
}

RequestShape known_shape(const ProviderConfig& config) {
  RequestShape shape = config.shape;
  const Dialect* dialect = dialect_of(config);
  if (dialect == nullptr) return shape;
  const ModelTraits model = dialect->traits(config.model);
  shape.schema = std::max(shape.schema, model.schema);
  shape.folds_system = shape.folds_system || !model.takes_system;
  return shape;
}

std::optional<domain::SchemaMode> plainer_schema_mode(Provider provider, domain::SchemaMode mode) {
  using domain::SchemaMode;
  if (mode == SchemaMode::json_schema) return SchemaMode::json_object;
  if (mode == SchemaMode::json_object && provider != Provider::anthropic) return SchemaMode::none;
  return std::nullopt;
}

Result<void> check(const ProviderConfig& config) {
  const std::string provider(domain::name_of(config.provider));
  const ProviderFacts* facts = facts_of(config.provider);
  if (facts == nullptr) return fail(Errc::config, "the provider " + provider + " cannot be called");
  const auto url = http::parse_url(config.base_url);
  if (!url) return fail_while("base URL of " + provider, url.error());
  if (!url->query.empty()) return fail(Errc::config, "the base URL of " + provider + " has a query");
  if (config.model.empty()) {
    return fail(Errc::config, "no model is configured for " + provider,
                "name one with --model or in the configuration");
  }
  return check_key(config, *facts, *url);
}

std::string endpoint_of(const ProviderConfig& config) {
  const auto url = http::parse_url(config.base_url);
  std::string origin = url ? url->origin() : config.base_url;
  if (config.provider == Provider::openai_compatible) return origin;
  const ProviderFacts* facts = facts_of(config.provider);
  const auto own = facts == nullptr ? Result<http::Url>() : http::parse_url(facts->base_url);
  const bool is_own = own && url && own->origin() == origin && own->path == url->path;
  return is_own ? std::string() : origin;
}

}  // namespace rustassistant::llm

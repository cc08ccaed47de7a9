// SPDX-License-Identifier: MIT
#include "choice.hpp"

#include <algorithm>
#include <string>

#include "rustassistant/domain/prices.hpp"
#include "rustassistant/http/url.hpp"

namespace rustassistant::app {
namespace {

using domain::Provider;

const config::ProviderSettings& settings_of(const config::Settings& settings, Provider provider) {
  return settings.llm.providers.at(static_cast<std::size_t>(provider));
}

Result<std::optional<config::FoundKey>> key_of(const config::Settings& settings, const llm::ProviderFacts& facts,
                                               const sys::Environment& environment) {
  return config::find_key(environment, facts.key_variables, settings_of(settings, facts.provider).api_key_file);
}

// The provider that sells a model, where only one of those that can be called does.
const llm::ProviderFacts* seller_of(std::string_view model) {
  for (const llm::ProviderFacts& facts : llm::known_providers()) {
    const auto prices = domain::known_prices();
    const bool sells = std::any_of(prices.begin(), prices.end(), [&](const domain::ModelPrice& price) {
      return price.provider == facts.provider && price.id == model;
    });
    if (sells) return &facts;
  }
  return nullptr;
}

// "auto": the seller of a named model, else the first provider whose key is set, else a configured compatible server.
Result<const llm::ProviderFacts*> first_available(const config::Settings& settings,
                                                  const sys::Environment& environment) {
  if (const auto* seller = seller_of(settings.llm.model)) return seller;
  for (const llm::ProviderFacts& facts : llm::known_providers()) {
    if (!facts.key_required) continue;
    TRY_ASSIGN(const auto key, key_of(settings, facts, environment));
    if (key) return &facts;
  }
  const bool has_server = !settings_of(settings, Provider::openai_compatible).base_url.empty();
  return has_server && !settings.llm.model.empty() ? llm::facts_of(Provider::openai_compatible) : nullptr;
}

std::string joined_key_variables() {
  std::string names;
  for (const llm::ProviderFacts& facts : llm::known_providers()) {
    if (facts.key_required) names += (names.empty() ? "" : " or ") + std::string(facts.key_variable());
  }
  return names;
}

Fallback no_key(const std::string& variable) {
  return {"no_key", {Errc::config, "no key is set", "set " + variable}};
}

llm::ProviderConfig call_settings(const config::Settings& settings, const llm::ProviderFacts& facts) {
  llm::ProviderConfig call;
  call.provider = facts.provider;
  call.base_url = settings_of(settings, facts.provider).base_url;
  if (call.base_url.empty()) call.base_url = facts.base_url;
  call.model = settings.llm.model.empty() ? std::string(facts.default_model) : settings.llm.model;
  call.shape.output_cap = settings.llm.max_output_tokens;
  if (facts.provider == Provider::openai_compatible) {
    call.shape.schema = settings.llm.compatible.schema;
    call.output_cap_member = settings.llm.compatible.output_cap_member;
  }
  call.timeout = std::chrono::seconds(settings.llm.timeout_seconds);
  call.shape = llm::known_shape(call);
  return call;
}

}  // namespace

Result<Choice> choose_provider(const config::Loaded& loaded, const sys::Environment& environment) {
  const config::Settings& settings = loaded.settings;
  Choice choice;
  choice.named = loaded.names_provider();
  const llm::ProviderFacts* facts = nullptr;
  if (settings.llm.provider == "auto") {
    TRY_ASSIGN(facts, first_available(settings, environment));
    if (facts == nullptr) {
      choice.unavailable = no_key(joined_key_variables());
      if (choice.named) return tl::unexpected(choice.unavailable->cause);
      return choice;
    }
  } else {
    facts = llm::facts_of(*domain::provider_named(settings.llm.provider));
    if (facts == nullptr) return choice;
  }
  choice.configured = true;
  choice.wanted = call_settings(settings, *facts);
  TRY(http::parse_url(choice.wanted->base_url));
  TRY_ASSIGN(auto key, key_of(settings, *facts, environment));
  if (key) {
    choice.wanted->key.emplace(std::move(key->value));
  } else if (facts->key_required) {
    choice.unavailable = no_key(std::string(facts->key_variable()));
    return choice;
  }
  TRY(llm::check(*choice.wanted));
  return choice;
}

std::vector<llm::ProviderConfig> reachable_providers(const config::Loaded& loaded,
                                                     const sys::Environment& environment) {
  std::vector<llm::ProviderConfig> configs;
  for (const llm::ProviderFacts& facts : llm::known_providers()) {
    auto key = key_of(loaded.settings, facts, environment);
    const bool has_key = key && *key;
    const bool has_server = !facts.key_required && !settings_of(loaded.settings, facts.provider).base_url.empty();
    if (!has_key && !has_server) continue;
    llm::ProviderConfig config = call_settings(loaded.settings, facts);
    if (has_key) config.key.emplace(std::move((*key)->value));
    configs.push_back(std::move(config));
  }
  return configs;
}

}  // namespace rustassistant::app

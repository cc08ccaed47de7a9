// SPDX-License-Identifier: MIT
#include "choice.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "rustassistant/domain/prices.hpp"
#include "rustassistant/http/url.hpp"

namespace rustassistant::app {
namespace {

using domain::Provider;

// A file of some 400 lines, and its answer.
constexpr Tokens kTypicalInput = 6000;
constexpr Tokens kTypicalOutput = 800;

const config::ProviderSettings& settings_of(const config::Settings& settings, Provider provider) {
  return settings.llm.providers.at(static_cast<std::size_t>(provider));
}

Result<std::optional<config::FoundKey>> key_of(const config::Settings& settings, const llm::ProviderFacts& facts,
                                               const sys::Environment& environment) {
  return config::find_key(environment, facts.key_variables, settings_of(settings, facts.provider).api_key_file);
}

// Google's list of models names each with the beginning of its path: "models/gemini-2.5-flash".
std::string_view without_path(std::string_view model) {
  constexpr std::string_view kPath = "models/";
  return model.starts_with(kPath) ? model.substr(kPath.size()) : model;
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

// What a typical file costs with the provider's default model, in an answer of usual length; nothing: no known price.
std::optional<NanoUsd> typical_cost(const config::Settings& settings, const llm::ProviderFacts& facts, int day) {
  const auto price = domain::find_price(facts.provider, facts.default_model, day, settings.prices);
  if (!price) return std::nullopt;
  return domain::cost_of(*price, {kTypicalInput, 0, 0, kTypicalOutput, 0});
}

// "auto": the seller of a named model, else the cheapest provider whose key is set, else a configured compatible
// server.
Result<const llm::ProviderFacts*> first_available(const config::Settings& settings, const sys::Environment& environment,
                                                  int day) {
  if (const auto* seller = seller_of(without_path(settings.llm.model))) return seller;
  for (const llm::ProviderFacts* facts : auto_order(settings, day)) {
    TRY_ASSIGN(const auto key, key_of(settings, *facts, environment));
    if (key) return facts;
  }
  const bool has_server = !settings_of(settings, Provider::openai_compatible).base_url.empty();
  return has_server && !settings.llm.model.empty() ? llm::facts_of(Provider::openai_compatible) : nullptr;
}

std::string joined_key_variables(const config::Settings& settings, int day) {
  std::string names;
  for (const llm::ProviderFacts* facts : auto_order(settings, day)) {
    names += (names.empty() ? "" : " or ") + std::string(facts->key_variable());
  }
  return names;
}

Fallback no_key(const std::string& variable) {
  return {FallbackReason::no_key, {Errc::config, "no key is set", "set " + variable}};
}

// Whether anything in the settings speaks of a provider other than builtin.
bool mentions_model(const config::LlmSettings& settings) {
  const auto set = [](const config::ProviderSettings& provider) {
    return !provider.base_url.empty() || !provider.api_key_file.empty();
  };
  return !settings.model.empty() || std::any_of(settings.providers.begin(), settings.providers.end(), set);
}

llm::ProviderConfig call_settings(const config::Settings& settings, const llm::ProviderFacts& facts) {
  llm::ProviderConfig call;
  call.provider = facts.provider;
  call.base_url = settings_of(settings, facts.provider).base_url;
  if (call.base_url.empty()) call.base_url = facts.base_url;
  call.model = settings.llm.model.empty() ? std::string(facts.default_model) : settings.llm.model;
  if (facts.provider == Provider::google) call.model = without_path(call.model);
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

std::vector<const llm::ProviderFacts*> auto_order(const config::Settings& settings, int day) {
  std::vector<const llm::ProviderFacts*> order;
  for (const llm::ProviderFacts& facts : llm::known_providers()) {
    if (facts.key_required) order.push_back(&facts);
  }
  const auto cost = [&](const llm::ProviderFacts* facts) {
    return typical_cost(settings, *facts, day).value_or(NanoUsd{std::numeric_limits<std::int64_t>::max()});
  };
  // Of equal costs, in the order of the table.
  std::sort(order.begin(), order.end(),
            [&](const auto* a, const auto* b) { return std::pair(cost(a), a) < std::pair(cost(b), b); });
  return order;
}

Result<Choice> choose(const config::Loaded& loaded, const sys::Environment& environment, int day) {
  const config::Settings& settings = loaded.settings;
  Choice choice;
  choice.named = loaded.names_provider();
  const llm::ProviderFacts* facts = nullptr;
  if (settings.llm.provider == "auto") {
    TRY_ASSIGN(facts, first_available(settings, environment, day));
    if (facts == nullptr) {
      choice.configured = mentions_model(settings.llm);
      choice.unavailable = no_key(joined_key_variables(settings, day));
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

Result<Choice> choose_for(const Kind& kind, const config::Loaded& loaded, const sys::Environment& environment,
                          int day) {
  if (!asks_models(kind)) return Choice{};
  return choose(loaded, environment, day);
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

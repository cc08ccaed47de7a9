// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/domain/provider.hpp"

namespace rustassistant::llm {

// A secret. It cannot be printed, compared or copied by accident; reveal() is its only way out.
class ApiKey {
 public:
  explicit ApiKey(std::string value) : value_(std::move(value)) {}
  ApiKey(ApiKey&&) = default;
  ApiKey& operator=(ApiKey&&) = default;
  ApiKey(const ApiKey&) = delete;
  ApiKey& operator=(const ApiKey&) = delete;

  [[nodiscard]] const std::string& reveal() const { return value_; }

 private:
  std::string value_;
};

// What is known about a provider before any configuration.
struct ProviderFacts {
  domain::Provider provider{};
  std::string_view base_url;                      // its own
  std::string_view default_model;                 // cheap, and with bounded output; empty where only the user can know
  std::array<std::string_view, 2> key_variables;  // environment variables of its key; the second may be empty
  bool key_required = true;

  // The one that messages name.
  [[nodiscard]] std::string_view key_variable() const { return key_variables.front(); }
};

// The providers that can be called, in the order in which "auto" tries their keys.
[[nodiscard]] std::span<const ProviderFacts> known_providers();
// Null for a provider that cannot be called (builtin among them).
[[nodiscard]] const ProviderFacts* facts_of(domain::Provider provider);

inline constexpr Tokens kDefaultOutputCap = 4096;

// What another attempt may ask for in another way.
struct RequestShape {
  domain::SchemaMode schema = domain::SchemaMode::json_schema;  // simpler modes: see plainer_schema_mode()
  Tokens output_cap = kDefaultOutputCap;
  bool folds_system = false;  // the system prompt comes before the user's, for models without that role
};

// Everything that a call needs to know about whom it asks.
struct ProviderConfig {
  domain::Provider provider{};
  std::string base_url;  // without the trailing path of a call, such as "/chat/completions"
  std::string model;
  std::optional<ApiKey> key;
  RequestShape shape;             // of the first attempt
  std::string output_cap_member;  // of requests to compatible servers; empty: "max_tokens"
  std::chrono::milliseconds timeout = std::chrono::seconds(120);  // for one attempt
  double temperature = 0;                                         // left out of requests to models that take none
};

// `config.shape`, made as plain as the model is known to need.
[[nodiscard]] RequestShape known_shape(const ProviderConfig& config);

// How to describe the shape of an answer to a provider that refused it in this form; nullopt if there is no simpler
// way. Anthropic has one only: a tool that the model is forced to call.
[[nodiscard]] std::optional<domain::SchemaMode> plainer_schema_mode(domain::Provider provider, domain::SchemaMode mode);

// Whether calls can be made like this. An Error (config): a provider that cannot be called, a bad base URL, no model, a
// missing key, or a key that would go over plain http to another machine.
[[nodiscard]] Result<void> check(const ProviderConfig& config);

// The cache key's factor "endpoint": empty for a provider's own base URL, else scheme, host and port. openai-compatible
// has no base URL of its own: its default is a guess. `config` has passed check().
[[nodiscard]] std::string endpoint_of(const ProviderConfig& config);

}  // namespace rustassistant::llm

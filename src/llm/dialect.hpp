// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

#include "rustassistant/llm/client.hpp"

namespace rustassistant::llm {

using Headers = std::vector<std::pair<std::string, std::string>>;

// How one provider is spoken to. All functions are pure.
struct Dialect {
  std::string (*url)(const ProviderConfig& config);
  Headers (*authorization)(const ApiKey& key);
  std::string (*request_body)(const Prompt& prompt, const ProviderConfig& config, const RequestShape& shape);
  // Reads the body of a reply with a status of success.
  AttemptResult (*read_answer)(const nlohmann::json& body, const ProviderConfig& config);
};

struct ProviderEntry {
  ProviderFacts facts;
  Dialect dialect;
};

// One per file, each named like its provider.
extern const ProviderEntry kXai;
extern const ProviderEntry kOpenai;
extern const ProviderEntry kAnthropic;
extern const ProviderEntry kGoogle;
extern const ProviderEntry kOpenaiCompatible;

// Without slashes at its end.
[[nodiscard]] std::string base_url_of(const ProviderConfig& config);

// Null for a provider that cannot be called.
[[nodiscard]] const Dialect* dialect_of(domain::Provider provider);

}  // namespace rustassistant::llm

// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "members.hpp"
#include "reply_parts.hpp"
#include "rustassistant/llm/client.hpp"

namespace rustassistant::llm {

using Headers = std::vector<std::pair<std::string, std::string>>;

// Models, by the beginning of their id, that differ from the others of their provider. The first row that fits counts.
struct ModelTraits {
  std::string_view id_begin;
  bool takes_temperature = true;
  domain::SchemaMode schema = domain::SchemaMode::json_schema;  // the richest way that the model takes
  bool takes_system = true;
  std::string_view reasoning_effort = {};  // sent where not empty
};

[[nodiscard]] inline ModelTraits traits_in(std::span<const ModelTraits> rows, std::string_view model) {
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return model.starts_with(row.id_begin); });
  return found == rows.end() ? ModelTraits{} : *found;
}

// How one provider is spoken to. All functions are pure.
struct Dialect {
  std::string (*url)(const ProviderConfig& config);
  Headers (*authorization)(const ApiKey& key);
  ModelTraits (*traits)(std::string_view model);
  // Whether the schema is in the prompt where it cannot be told as json_schema; else the dialect has a way of its
  // own.
  bool schema_in_prompt;
  // An empty system prompt is left out.
  std::string (*request_body)(const Prompt& prompt, const ProviderConfig& config, const RequestShape& shape);
  // Reads the body (an object) of a reply. What was read before a fault stays in `parts`.
  Read<void> (*read_reply)(const Json& body, ReplyParts& parts);
  // The body that the events of a stream come to.
  Json (*join_stream)(std::span<const Json> events);
  // The member of a body that holds what the model wrote.
  const char* answer_member = "choices";
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

// OpenAI's second protocol, which some of its models speak alone.
extern const Dialect kResponses;
[[nodiscard]] bool speaks_responses_only(std::string_view model);

// Without slashes at its end.
[[nodiscard]] std::string base_url_of(const ProviderConfig& config);

// Null for a provider that cannot be called.
[[nodiscard]] const Dialect* dialect_of(const ProviderConfig& config);

}  // namespace rustassistant::llm

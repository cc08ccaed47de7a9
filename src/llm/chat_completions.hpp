// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>

#include "dialect.hpp"

// The chat completions protocol, and how its speakers differ.
namespace rustassistant::llm {

// Models, by the beginning of their id, that differ from the others of their provider. The first row that fits counts.
struct ModelTraits {
  std::string_view id_begin;
  bool takes_temperature = true;
  std::string_view reasoning_effort;  // sent where not empty
};

struct ChatTraits {
  std::string_view output_cap_member;
  bool sends_stream = false;       // some compatible servers stream unless told not to
  bool reasoning_on_top = false;   // reasoning tokens are not counted in completion_tokens
  std::string_view billed_member;  // member of "usage" with the true bill; empty: there is none
  int billed_decimals = 0;         // places between its unit and a dollar
  std::span<const ModelTraits> models;
};

[[nodiscard]] std::string chat_url(const ProviderConfig& config);
[[nodiscard]] Headers bearer_authorization(const ApiKey& key);
[[nodiscard]] std::string chat_request_body(const Prompt& prompt, const ProviderConfig& config,
                                            const RequestShape& shape, const ChatTraits& traits);
[[nodiscard]] AttemptResult read_chat_answer(const nlohmann::json& body, const ProviderConfig& config,
                                             const ChatTraits& traits);

template <const ChatTraits& traits>
inline constexpr Dialect kChatDialect{
    &chat_url,
    &bearer_authorization,
    [](const Prompt& prompt, const ProviderConfig& config, const RequestShape& shape) {
      return chat_request_body(prompt, config, shape, traits);
    },
    [](const nlohmann::json& body, const ProviderConfig& config) { return read_chat_answer(body, config, traits); },
};

}  // namespace rustassistant::llm

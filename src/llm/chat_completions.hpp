// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "dialect.hpp"

// The chat completions protocol, and how its speakers differ.
namespace rustassistant::llm {

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
[[nodiscard]] Read<void> read_chat_reply(const Json& body, const ChatTraits& traits, ReplyParts& parts);
[[nodiscard]] Json join_chat_stream(std::span<const Json> events);

template <const ChatTraits& traits>
inline constexpr Dialect kChatDialect{
    &chat_url,
    &bearer_authorization,
    [](std::string_view model) { return traits_in(traits.models, model); },
    true,
    [](const Prompt& prompt, const ProviderConfig& config, const RequestShape& shape) {
      return chat_request_body(prompt, config, shape, traits);
    },
    [](const Json& body, ReplyParts& parts) { return read_chat_reply(body, traits, parts); },
    &join_chat_stream,
};

}  // namespace rustassistant::llm

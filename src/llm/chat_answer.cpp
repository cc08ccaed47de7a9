// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "answer_text.hpp"
#include "chat_completions.hpp"
#include "error_text.hpp"
#include "failure.hpp"
#include "finish.hpp"
#include "members.hpp"
#include "money_text.hpp"

// Reads replies of the chat completions protocol.
namespace rustassistant::llm {
namespace {

using domain::Usage;

Read<Tokens> part_of(const Json& usage, std::string_view details, std::string_view name) {
  TRY_ASSIGN(const Json* object, find_object(usage, details));
  if (object == nullptr) return 0;
  return count_of(*object, name, Negative::is_zero);
}

Read<Usage> read_usage(const Json& json, const ChatTraits& traits) {
  Usage usage;
  TRY_ASSIGN(usage.input, count_of(json, "prompt_tokens", Negative::is_malformed));
  TRY_ASSIGN(usage.output, count_of(json, "completion_tokens", Negative::is_malformed));
  TRY_ASSIGN(const Tokens cached, part_of(json, "prompt_tokens_details", "cached_tokens"));
  TRY_ASSIGN(const Tokens cache_write, part_of(json, "prompt_tokens_details", "cache_write_tokens"));
  TRY_ASSIGN(const Tokens reasoning, part_of(json, "completion_tokens_details", "reasoning_tokens"));
  usage.cached = within(cached, usage.input, "cached tokens");
  usage.cache_write = within(cache_write, usage.input - usage.cached, "cache-write tokens");
  if (traits.reasoning_on_top) usage.output += reasoning;
  if (usage.output > domain::kMaxTokens) return malformed("usage", "too many tokens");
  usage.reasoning = within(reasoning, usage.output, "reasoning tokens");
  return usage;
}

// What a reply says about its cost.
struct Cost {
  std::optional<Usage> usage;
  std::optional<NanoUsd> billed;
};

Read<Cost> read_cost(const Json& body, const ChatTraits& traits) {
  TRY_ASSIGN(const Json* usage, find_object(body, "usage"));
  if (usage == nullptr) return Cost{};
  Cost cost;
  TRY_ASSIGN(const Usage counts, read_usage(*usage, traits));
  const bool is_complete = find(*usage, "prompt_tokens") != nullptr && find(*usage, "completion_tokens") != nullptr;
  if (is_complete) cost.usage = counts;
  const Json* billed = traits.billed_member.empty() ? nullptr : find(*usage, traits.billed_member);
  if (billed != nullptr && billed->is_number()) cost.billed = parse_usd(billed->dump(), traits.billed_decimals);
  return cost;
}

constexpr std::array<FinishRow, 7> kBadFinishes{{
    {"length", kCutOff, kRaiseCap, kLargerCap},
    {"max_tokens", kCutOff, kRaiseCap, kLargerCap},
    {"model_length", "the answer was cut off at the model's limit", kSmallerFile},
    {"content_filter", "the provider's content filter withheld the answer", kOtherModel},
    {"error", "the model broke off with an error", "try again later"},
    {"tool_calls", "the model called a tool instead of answering", kOtherModel},
    {"function_call", "the model called a function instead of answering", kOtherModel},
}};

// Text, or the text parts of a list of parts.
Read<std::string> content_of(const Json& message) {
  const Json* content = find(message, "content");
  if (content == nullptr || !content->is_array()) return text_of(message, "content");
  std::string text;
  for (const Json& part : *content) {
    if (!part.is_object()) return malformed("content", "expected objects");
    TRY_ASSIGN(const std::string type, text_of(part, "type"));
    if (type != "text") continue;
    TRY_ASSIGN(const std::string piece, text_of(part, "text"));
    text += piece;
  }
  return text;
}

struct Choice {
  std::string finish_reason;
  std::string refusal;
  std::string content;
};

Read<Choice> read_choice(const Json& body) {
  const Json* choices = find(body, "choices");
  if (choices == nullptr || !choices->is_array()) return malformed("choices", "expected an array");
  if (choices->empty()) return malformed("choices", "empty");
  const Json& first = choices->front();
  if (!first.is_object()) return malformed("choices", "expected objects");
  TRY_ASSIGN(const Json* message, find_object(first, "message"));
  if (message == nullptr) return malformed("message", "missing");
  Choice choice;
  TRY_ASSIGN(choice.finish_reason, text_of(first, "finish_reason"));
  TRY_ASSIGN(choice.refusal, text_of(*message, "refusal"));
  TRY_ASSIGN(choice.content, content_of(*message));
  return choice;
}

}  // namespace

AttemptResult read_chat_answer(const Json& body, const ProviderConfig& config, const ChatTraits& traits) {
  Cost cost;
  const auto unusable = [&](std::string_view what, std::string_view hint) {
    return tl::unexpected(unusable_answer(config, what, std::string(hint), cost.usage, cost.billed));
  };
  if (!body.is_object()) return unusable("malformed reply: expected an object", kCheckBaseUrl);
  auto read_cost_result = read_cost(body, traits);
  if (!read_cost_result) return unusable(read_cost_result.error().what, "");
  cost = *read_cost_result;

  const auto choice = read_choice(body);
  if (!choice) return unusable(choice.error().what, "");
  if (!choice->refusal.empty()) {
    return unusable("the model refused: " + one_line(choice->refusal, 300), std::string(kOtherModel));
  }
  if (const FinishRow* bad = find_finish(kBadFinishes, choice->finish_reason))
    return tl::unexpected(bad_finish(config, *bad, cost.usage, cost.billed));
  const std::string_view text = strip_wrapping(choice->content);
  if (text.empty()) return unusable(kEmptyAnswer, kOtherModel);

  const auto model = text_of(body, "model");
  if (!model) return unusable(model.error().what, "");
  return Answer{std::string(text), model->empty() ? config.model : one_line(*model, kModelNameBytes), cost.usage,
                cost.billed};
}

}  // namespace rustassistant::llm

// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "answer_text.hpp"
#include "chat_completions.hpp"
#include "error_text.hpp"
#include "failure.hpp"
#include "money_text.hpp"

// Reads replies of the chat completions protocol. Members that are not known are ignored; a known one of another type
// makes the reply malformed.
namespace rustassistant::llm {
namespace {

using Json = nlohmann::json;
using domain::Usage;

constexpr std::size_t kModelNameBytes = 200;

// What is wrong with a reply.
struct Malformed {
  std::string what;
};
template <typename T>
using Read = tl::expected<T, Malformed>;

tl::unexpected<Malformed> malformed(std::string_view member, std::string_view why) {
  return tl::unexpected(Malformed{"malformed reply: " + std::string(member) + ": " + std::string(why)});
}

// Null for a missing member and for one that is null.
const Json* find(const Json& object, std::string_view name) {
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

Read<const Json*> find_object(const Json& object, std::string_view name) {
  const Json* member = find(object, name);
  if (member != nullptr && !member->is_object()) return malformed(name, "expected an object");
  return member;
}

Read<std::string> text_of(const Json& object, std::string_view name) {
  const Json* member = find(object, name);
  if (member == nullptr) return std::string();
  if (!member->is_string()) return malformed(name, "expected a string");
  return member->get<std::string>();
}

// 0 for a missing count. A negative one is as good as missing where it only splits up another.
enum class Negative : bool { is_malformed, is_zero };
Read<Tokens> count_of(const Json& object, std::string_view name, Negative negative) {
  const Json* member = find(object, name);
  if (member == nullptr) return 0;
  if (!member->is_number_integer()) return malformed(name, "expected a whole number");
  // An unsigned number too large for int64 turns negative here, and is refused below with the rest.
  const bool huge = member->is_number_unsigned() && member->get<std::uint64_t>() > domain::kMaxTokens;
  const auto count = huge ? domain::kMaxTokens + 1 : member->get<std::int64_t>();
  if (count > domain::kMaxTokens) return malformed(name, "too large");
  if (count < 0 && negative == Negative::is_malformed) return malformed(name, "negative");
  return std::max<Tokens>(count, 0);
}

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
  usage.cached = std::min(cached, usage.input);
  usage.cache_write = std::min(cache_write, usage.input - usage.cached);
  if (traits.reasoning_on_top) usage.output += reasoning;
  if (usage.output > domain::kMaxTokens) return malformed("usage", "too many tokens");
  usage.reasoning = std::min(reasoning, usage.output);
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

struct FinishRow {
  std::string_view reason;
  std::string_view what;
  std::string_view hint;
};

// The reasons that make an answer useless; with any other it stands or falls by its schema.
constexpr std::array<FinishRow, 7> kBadFinishes{{
    {"length", "the answer was cut off at the output cap",
     "raise llm.max_output_tokens, or choose another model (--model)"},
    {"max_tokens", "the answer was cut off at the output cap",
     "raise llm.max_output_tokens, or choose another model (--model)"},
    {"model_length", "the answer was cut off at the model's limit", "a smaller file or another model (--model) may do"},
    {"content_filter", "the provider's content filter withheld the answer", "another model (--model) may answer"},
    {"error", "the model broke off with an error", "try again later"},
    {"tool_calls", "the model called a tool instead of answering", "another model (--model) may answer"},
    {"function_call", "the model called a function instead of answering", "another model (--model) may answer"},
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
  if (!body.is_object()) return unusable("malformed reply: expected an object", "check the base URL");
  auto read_cost_result = read_cost(body, traits);
  if (!read_cost_result) return unusable(read_cost_result.error().what, "");
  cost = *read_cost_result;

  const auto choice = read_choice(body);
  if (!choice) return unusable(choice.error().what, "");
  if (!choice->refusal.empty()) {
    return unusable("the model refused: " + one_line(choice->refusal, 300), "another model (--model) may answer");
  }
  const auto* const bad = std::find_if(kBadFinishes.begin(), kBadFinishes.end(),
                                       [&](const FinishRow& row) { return row.reason == choice->finish_reason; });
  if (bad != kBadFinishes.end()) return unusable(bad->what, bad->hint);
  const std::string_view text = strip_wrapping(choice->content);
  if (text.empty()) return unusable("the answer is empty", "another model (--model) may answer");

  const auto model = text_of(body, "model");
  if (!model) return unusable(model.error().what, "");
  return Answer{std::string(text), model->empty() ? config.model : one_line(*model, kModelNameBytes), cost.usage,
                cost.billed};
}

}  // namespace rustassistant::llm

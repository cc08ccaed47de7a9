// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "chat_completions.hpp"
#include "error_text.hpp"
#include "finish.hpp"
#include "members.hpp"
#include "money_text.hpp"
#include "rustassistant/base/text.hpp"

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

Cost read_cost(const Json& body, const ChatTraits& traits) {
  const Json* usage = find(body, "usage");
  if (usage == nullptr || !usage->is_object()) return {};
  Cost cost;
  const bool is_complete = find(*usage, "prompt_tokens") != nullptr && find(*usage, "completion_tokens") != nullptr;
  if (is_complete) cost.usage = counts_or_none(read_usage(*usage, traits));
  const Json* billed = traits.billed_member.empty() ? nullptr : find(*usage, traits.billed_member);
  if (billed != nullptr && billed->is_number()) cost.billed = parse_usd(billed->dump(), traits.billed_decimals);
  return cost;
}

constexpr std::array<FinishRow, 7> kBadFinishes{{
    {"length", kCutOff, kRaiseCap, kLargerCap},
    {"max_tokens", kCutOff, kRaiseCap, kLargerCap},
    {"model_length", "the answer was cut off at the model's limit", kSmallerFile},
    {"content_filter", "the provider's content filter withheld the answer", kOtherModel},
    {"error", "the model stopped with an error", "try again later"},
    {"tool_calls", "the model called a tool instead of answering", kOtherModel},
    {"function_call", "the model called a function instead of answering", kOtherModel},
}};

// Text, or the text parts of a list of parts.
Read<std::string> content_of(const Json& message) {
  std::string text;
  for (const Json& part : items_of(message, "content")) {
    if (!part.is_object()) {
      if (!part.is_string()) return malformed("content", "expected a string");
      text += part.get_ref<const std::string&>();
      continue;
    }
    const std::string type = word_of(part, "type");
    if (find(part, "text") == nullptr && type.empty()) return json_or_text(part);  // the answer, not as text
    if (!type.empty() && type != "text" && type != "output_text") continue;
    TRY_ASSIGN(const std::string piece, text_of(part, "text"));
    text += piece;
  }
  return text;
}

// What the first tool was called with, though none was offered.
std::string arguments_of(const Json& message) {
  for (const Json& call : items_of(message, "tool_calls")) {
    const Json* function = call.is_object() ? find(call, "function") : nullptr;
    const Json* arguments = function != nullptr && function->is_object() ? find(*function, "arguments") : nullptr;
    if (arguments != nullptr) return json_or_text(*arguments);
  }
  return {};
}

// Where the content is empty: an answer that was parsed already, that a tool was called with, or that a server took for
// the model's thoughts.
std::string answer_beside(const Json& message) {
  if (const Json* parsed = find(message, "parsed"); parsed != nullptr && parsed->is_object())
    return json_or_text(*parsed);
  if (std::string arguments = arguments_of(message); !arguments.empty()) return arguments;
  std::string thoughts = word_of(message, "reasoning_content");
  if (!trim(thoughts).starts_with('{')) thoughts.clear();
  return thoughts;
}

Read<void> read_message(const Json& message, ReplyParts& parts) {
  TRY_ASSIGN(const std::string refusal, text_of(message, "refusal"));
  if (!refusal.empty()) parts.refusal = "the model refused: " + one_line(refusal, 300);
  TRY_ASSIGN(parts.text, content_of(message));
  if (parts.text.empty()) parts.text = answer_beside(message);
  // An answer counts, whatever was called beside it.
  const bool has_called = parts.finish != nullptr && parts.finish->reason.find("_call") != std::string_view::npos;
  if (has_called && !parts.text.empty()) parts.finish = nullptr;
  return {};
}

// What the first choice says.
Read<void> read_choice(const Json& body, ReplyParts& parts) {
  const auto choices = items_of(body, "choices");
  const bool is_native = choices.empty() && find(body, "done") != nullptr;  // Ollama's own protocol
  if (choices.empty() && !is_native) return malformed("choices", "expected an array");
  const Json& first = is_native ? body : choices.front();
  if (!first.is_object()) return malformed("choices", "expected objects");
  parts.from_a_model = true;
  parts.finish = find_finish(kBadFinishes, word_of(first, is_native ? "done_reason" : "finish_reason"));
  const Json* message = find(first, "message");
  if (message == nullptr) message = find(first, "delta");
  if (message != nullptr && message->is_object()) return read_message(*message, parts);
  parts.text = word_of(first, message == nullptr ? "text" : "message");
  if (message != nullptr && !trim(parts.text).starts_with('{')) return malformed("message", "expected an object");
  return parts.text.empty() ? malformed("message", "missing") : Read<void>();
}

// Adds the text that is at a place of an event, if one does.
void add_text(const Json& event, const char* place, std::string& text) {
  const Json::json_pointer pointer(place);
  if (event.contains(pointer) && event[pointer].is_string()) text += event[pointer].get<std::string>();
}

}  // namespace

Read<void> read_chat_reply(const Json& body, const ChatTraits& traits, ReplyParts& parts) {
  const auto choice = read_choice(body, parts);
  const Cost cost = read_cost(body, traits);
  parts.usage = cost.usage;
  parts.billed = cost.billed;
  TRY(choice);
  TRY_ASSIGN(parts.model, text_of(body, "model"));
  return {};
}

Json join_chat_stream(std::span<const Json> events) {
  Json joined = Json::object();
  Json message = Json::object();
  Json finish;
  std::string content;
  std::string refusal;
  bool has_choices = false;
  for (const Json& event : events) {
    if (!event.is_object()) continue;
    for (const char* name : {"error", "model", "usage"}) {
      if (const Json* member = find(event, name)) joined[name] = *member;
    }
    const Json::json_pointer reason("/choices/0/finish_reason");
    has_choices = has_choices || event.contains(Json::json_pointer("/choices/0"));
    if (event.contains(reason) && event[reason].is_string()) finish = event[reason];
    for (const char* part : {"/choices/0/delta", "/choices/0/message"}) {
      add_text(event, (std::string(part) + "/content").c_str(), content);
      add_text(event, (std::string(part) + "/refusal").c_str(), refusal);
    }
  }
  if (!has_choices) return joined;
  message = {{"content", content}, {"refusal", refusal}};
  joined["choices"] = Json::array({{{"message", message}, {"finish_reason", finish}}});
  return joined;
}

}  // namespace rustassistant::llm

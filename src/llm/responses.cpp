// SPDX-License-Identifier: MIT
#include <array>
#include <nlohmann/json.hpp>

#include "chat_completions.hpp"
#include "error_text.hpp"
#include "rustassistant/codec/json.hpp"

// OpenAI's responses. All output, reasoning included, is within max_output_tokens.
namespace rustassistant::llm {
namespace {

using OrderedJson = nlohmann::ordered_json;
using domain::Usage;

std::string url_of(const ProviderConfig& config) {
  return base_url_of(config) + "/responses";
}

// All of them reason, and none takes a temperature.
ModelTraits traits_of(std::string_view /*model*/) {
  return {.id_begin = {}, .takes_temperature = false};
}

OrderedJson format_of(const Prompt& prompt, domain::SchemaMode mode) {
  if (mode == domain::SchemaMode::json_object) return {{"type", "json_object"}};
  // Ordered, for a model writes its answer in the order of the schema's members.
  const auto schema = OrderedJson::parse(prompt.schema, nullptr, false);
  return {{"type", "json_schema"}, {"name", prompt.schema_name}, {"strict", true}, {"schema", schema}};
}

std::string body_of(const Prompt& prompt, const ProviderConfig& config, const RequestShape& shape) {
  OrderedJson body;
  body["model"] = config.model;
  if (!prompt.system.empty()) body["instructions"] = prompt.system;
  body["input"] = prompt.user;
  if (shape.schema != domain::SchemaMode::none) body["text"] = {{"format", format_of(prompt, shape.schema)}};
  body["max_output_tokens"] = shape.output_cap;
  body["store"] = false;
  return codec::dump_json(body, codec::JsonStyle::compact);
}

Read<Tokens> part_of(const Json& usage, std::string_view details, std::string_view name) {
  TRY_ASSIGN(const Json* object, find_object(usage, details));
  if (object == nullptr) return 0;
  return count_of(*object, name, Negative::is_zero);
}

Read<std::optional<Usage>> read_usage(const Json& body) {
  TRY_ASSIGN(const Json* json, find_object(body, "usage"));
  if (json == nullptr || find(*json, "input_tokens") == nullptr || find(*json, "output_tokens") == nullptr)
    return std::nullopt;
  Usage usage;
  TRY_ASSIGN(usage.input, count_of(*json, "input_tokens", Negative::is_malformed));
  TRY_ASSIGN(usage.output, count_of(*json, "output_tokens", Negative::is_malformed));
  TRY_ASSIGN(const Tokens cached, part_of(*json, "input_tokens_details", "cached_tokens"));
  TRY_ASSIGN(const Tokens reasoning, part_of(*json, "output_tokens_details", "reasoning_tokens"));
  usage.cached = within(cached, usage.input, "cached tokens");
  usage.reasoning = within(reasoning, usage.output, "reasoning tokens");
  return usage;
}

constexpr std::array<FinishRow, 3> kBadFinishes{{
    {"max_output_tokens", kCutOff, kRaiseCap, kLargerCap},
    {"content_filter", "the provider's content filter withheld the answer", kOtherModel},
    {"failed", "the model stopped with an error", "try again later"},
}};

// Why the response is not whole; empty if it is.
Read<std::string> reason_of(const Json& body) {
  TRY_ASSIGN(std::string status, text_of(body, "status"));
  if (status != "incomplete") return status;
  TRY_ASSIGN(const Json* details, find_object(body, "incomplete_details"));
  if (details == nullptr) return status;
  return text_of(*details, "reason");
}

Read<void> read_message(const Json& message, ReplyParts& parts) {
  for (const Json& part : items_of(message, "content")) {
    if (part.is_string()) {  // of gateways
      parts.text += part.get_ref<const std::string&>();
      continue;
    }
    if (!part.is_object()) return malformed("content", "expected objects");
    TRY_ASSIGN(const std::string text, text_of(part, "text"));
    const std::string refusal = word_of(part, "refusal");
    parts.text += text;
    if (!refusal.empty()) parts.refusal = "the model refused: " + one_line(refusal, 300);
  }
  return {};
}

// The messages; reasoning is passed over. Without any, what a function was called with.
Read<void> read_output(const Json& body, ReplyParts& parts) {
  const Json* member = find(body, "output");
  const auto output = items_of(body, "output");
  if (output.empty()) {  // some gateways give the text alone
    TRY_ASSIGN(parts.text, text_of(body, "output_text"));
    parts.from_a_model = !parts.text.empty();
    if (member == nullptr && !parts.from_a_model) return malformed("output", "missing");
    return {};
  }
  std::string called;
  for (const Json& item : output) {
    if (item.is_string()) {
      parts.text += item.get_ref<const std::string&>();
      continue;
    }
    if (!item.is_object()) return malformed("output", "expected objects");
    parts.from_a_model = true;
    const std::string type = word_of(item, "type");
    if (type == "message" || type.empty()) TRY(read_message(item, parts));
    if (const Json* arguments = type == "function_call" ? find(item, "arguments") : nullptr)
      called = json_or_text(*arguments);
  }
  if (parts.text.empty()) parts.text = called;
  parts.from_a_model = parts.from_a_model || !parts.text.empty();
  return {};
}

Read<void> read_reply(const Json& body, ReplyParts& parts) {
  const auto output = read_output(body, parts);
  parts.usage = counts_or_none(read_usage(body));
  TRY_ASSIGN(const std::string reason, reason_of(body));
  parts.finish = find_finish(kBadFinishes, reason);
  TRY(output);
  TRY_ASSIGN(parts.model, text_of(body, "model"));
  return {};
}

// The last event that holds the response holds all of it; if it has no output, the pieces before it are the output.
Json join_stream(std::span<const Json> events) {
  Json whole = Json::object();
  std::string text;
  std::string done;  // the same, whole
  for (const Json& event : events) {
    if (!event.is_object()) continue;
    if (const Json* error = find(event, "error")) whole["error"] = *error;
    const Json* response = find(event, "response");
    if (response != nullptr && response->is_object()) whole = *response;
    const Json* type = find(event, "type");
    const Json* delta = find(event, "delta");
    if (type != nullptr && *type == "response.output_text.delta" && delta != nullptr && delta->is_string())
      text += delta->get<std::string>();
    if (type != nullptr && *type == "response.output_text.done") done += word_of(event, "text");
  }
  if (text.empty()) text = done;
  const Json* output = find(whole, "output");
  if (!text.empty() && (output == nullptr || output->empty())) {
    whole.erase("output");
    whole["output_text"] = text;
  }
  return whole;
}

}  // namespace

bool speaks_responses_only(std::string_view model) {
  return model.find("-pro") != std::string_view::npos || model.find("-codex") != std::string_view::npos ||
         model.find("-deep-research") != std::string_view::npos;
}

constinit const Dialect kResponses{
    &url_of, &bearer_authorization, &traits_of, true, &body_of, &read_reply, &join_stream, "output",
};

}  // namespace rustassistant::llm

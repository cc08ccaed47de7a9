// SPDX-License-Identifier: MIT
#include <array>

#include "dialect.hpp"
#include "finish.hpp"
#include "members.hpp"
#include "rustassistant/codec/json.hpp"

// Anthropic's messages. All output, thinking included, is within max_tokens.
namespace rustassistant::llm {
namespace {

using OrderedJson = nlohmann::ordered_json;
using domain::Usage;

// Without structured outputs the answer comes as the input of a tool that the model is forced to call.
constexpr std::array<ModelTraits, 9> kModels{{
    {"claude-3", true, domain::SchemaMode::json_object},
    {"claude-sonnet-4-2025", true, domain::SchemaMode::json_object},
    {"claude-opus-4-2025", true, domain::SchemaMode::json_object},
    {"claude-opus-4-7", false},
    {"claude-opus-4-8", false},
    {"claude-opus-5", false},
    {"claude-sonnet-5", false},
    {"claude-haiku-5", false},
    {"claude-fable", false},
}};

ModelTraits traits_of(std::string_view model) {
  return traits_in(kModels, model);
}

std::string url_of(const ProviderConfig& config) {
  return base_url_of(config) + "/messages";
}

Headers authorization(const ApiKey& key) {
  return {{"x-api-key", key.reveal()}, {"anthropic-version", "2023-06-01"}};
}

std::string body_of(const Prompt& prompt, const ProviderConfig& config, const RequestShape& shape) {
  const ModelTraits model = traits_of(config.model);
  // Ordered, for a model writes its answer in the order of the schema's members.
  const auto schema = OrderedJson::parse(prompt.schema, nullptr, false);
  OrderedJson body;
  body["model"] = config.model;
  body["max_tokens"] = shape.output_cap;
  if (!prompt.system.empty()) body["system"] = prompt.system;
  body["messages"] = OrderedJson::array({{{"role", "user"}, {"content", prompt.user}}});
  if (model.takes_temperature) body["temperature"] = config.temperature;
  if (shape.schema == domain::SchemaMode::json_schema) {
    body["output_config"] = {{"format", {{"type", "json_schema"}, {"schema", schema}}}};
  } else {
    body["tools"] = OrderedJson::array({{{"name", prompt.schema_name}, {"input_schema", schema}}});
    body["tool_choice"] = {{"type", "tool"}, {"name", prompt.schema_name}};
  }
  return codec::dump_json(body, codec::JsonStyle::compact);
}

// What was read from the cache and what was written to it stands beside input_tokens, not within.
Read<std::optional<Usage>> read_usage(const Json& body) {
  TRY_ASSIGN(const Json* json, find_object(body, "usage"));
  if (json == nullptr || find(*json, "input_tokens") == nullptr || find(*json, "output_tokens") == nullptr)
    return std::nullopt;
  Usage usage;
  TRY_ASSIGN(const Tokens fresh, count_of(*json, "input_tokens", Negative::is_malformed));
  TRY_ASSIGN(usage.cached, count_of(*json, "cache_read_input_tokens", Negative::is_zero));
  TRY_ASSIGN(usage.cache_write, count_of(*json, "cache_creation_input_tokens", Negative::is_zero));
  TRY_ASSIGN(usage.output, count_of(*json, "output_tokens", Negative::is_malformed));
  TRY_ASSIGN(const Json* details, find_object(*json, "output_tokens_details"));
  if (details != nullptr) {
    TRY_ASSIGN(const Tokens thinking, count_of(*details, "thinking_tokens", Negative::is_zero));
    usage.reasoning = within(thinking, usage.output, "thinking tokens");
  }
  usage.input = fresh + usage.cached + usage.cache_write;
  if (usage.input > domain::kMaxTokens) return malformed("usage", "too many tokens");
  return usage;
}

// The text, or the input of the tool that the model was forced to call. Thinking is passed over.
Read<std::string> read_text(const Json& body) {
  if (find(body, "content") == nullptr) {
    if (const Json* plain = find(body, "completion")) return json_or_text(*plain);  // of the older protocol
    return malformed("content", "missing");
  }
  std::string text;
  for (const Json& block : items_of(body, "content")) {
    if (block.is_string()) {  // of gateways
      text += block.get_ref<const std::string&>();
      continue;
    }
    if (!block.is_object()) return malformed("content", "expected objects");
    const std::string type = word_of(block, "type");
    if (type == "text" || type.empty()) {
      TRY_ASSIGN(const std::string piece, text_of(block, "text"));
      text += piece;
    } else if (const Json* input = type == "tool_use" ? find(block, "input") : nullptr) {
      if (!input->is_string() && !input->is_object()) return malformed("input", "expected an object");
      return json_or_text(*input);
    }
  }
  return text;
}

constexpr std::array<FinishRow, 4> kBadFinishes{{
    {"max_tokens", kCutOff, kRaiseCap, kLargerCap},
    {"model_context_window_exceeded", "the answer was cut off at the model's limit", kSmallerFile},
    {"refusal", "the model refused", kOtherModel},
    {"pause_turn", "the model paused instead of answering", kOtherModel},
}};

Read<void> read_reply(const Json& body, ReplyParts& parts) {
  const auto content = items_of(body, "content");
  parts.from_a_model = !content.empty() || find(body, "completion") != nullptr;
  parts.usage = counts_or_none(read_usage(body));
  parts.finish = find_finish(kBadFinishes, word_of(body, "stop_reason"));
  TRY_ASSIGN(parts.text, read_text(body));
  TRY_ASSIGN(parts.model, text_of(body, "model"));
  return {};
}

// The block that a delta belongs to. The input of a tool comes as pieces of its JSON.
void add_delta(const Json& delta, std::string& text) {
  for (const char* name : {"text", "partial_json"}) {
    const Json* piece = find(delta, name);
    if (piece != nullptr && piece->is_string()) text += piece->get<std::string>();
  }
}

Json join_stream(std::span<const Json> events) {
  Json message = Json::object();
  std::string text;
  bool is_counted = false;
  for (const Json& event : events) {
    if (!event.is_object()) continue;
    if (const Json* error = find(event, "error")) message["error"] = *error;
    if (const Json* started = find(event, "message"); started != nullptr && started->is_object()) message = *started;
    const Json* delta = find(event, "delta");
    if (delta != nullptr && delta->is_object()) {
      add_delta(*delta, text);
      if (const Json* reason = find(*delta, "stop_reason")) message["stop_reason"] = *reason;
    }
    const Json* usage = find(event, "usage");
    is_counted = is_counted || usage != nullptr || find(event, "error") != nullptr;
    if (usage != nullptr && usage->is_object() && (find(message, "usage") == nullptr || message["usage"].is_object()))
      message["usage"].update(*usage);
  }
  // What the stream begins with counts no output; of one that was cut off nobody knows it.
  if (!is_counted) message.erase("usage");
  if (!text.empty()) message["content"] = Json::array({{{"type", "text"}, {"text", text}}});
  return message;
}

}  // namespace

constinit const ProviderEntry kAnthropic{
    {domain::Provider::anthropic, "https://api.anthropic.com/v1", "claude-haiku-5-5", {"ANTHROPIC_API_KEY", ""}, true},
    {&url_of, &authorization, &traits_of, false, &body_of, &read_reply, &join_stream, "content"},
};

}  // namespace rustassistant::llm

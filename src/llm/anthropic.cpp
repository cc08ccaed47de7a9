// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "answer_text.hpp"
#include "dialect.hpp"
#include "error_text.hpp"
#include "failure.hpp"
#include "finish.hpp"
#include "members.hpp"
#include "rustassistant/codec/json.hpp"

// Anthropic's messages. All output, thinking included, is within max_tokens.
namespace rustassistant::llm {
namespace {

using OrderedJson = nlohmann::ordered_json;
using domain::Usage;

// Models, by the beginning of their id, that differ from the others. The first row that fits counts.
struct Traits {
  std::string_view id_begin;
  bool takes_temperature;
  bool takes_schema;  // else the answer comes as the input of a tool that it is forced to call
};
constexpr std::array<Traits, 9> kModels{{
    {"claude-3", true, false},
    {"claude-sonnet-4-2025", true, false},
    {"claude-opus-4-2025", true, false},
    {"claude-opus-4-7", false, true},
    {"claude-opus-4-8", false, true},
    {"claude-opus-5", false, true},
    {"claude-sonnet-5", false, true},
    {"claude-haiku-5", false, true},
    {"claude-fable", false, true},
}};

Traits traits_of(std::string_view model) {
  const auto* const found =
      std::find_if(kModels.begin(), kModels.end(), [&](const Traits& row) { return model.starts_with(row.id_begin); });
  return found == kModels.end() ? Traits{"", true, true} : *found;
}

std::string url_of(const ProviderConfig& config) {
  return base_url_of(config) + "/messages";
}

Headers authorization(const ApiKey& key) {
  return {{"x-api-key", key.reveal()}, {"anthropic-version", "2023-06-01"}};
}

std::string body_of(const Prompt& prompt, const ProviderConfig& config, const RequestShape& shape) {
  const Traits model = traits_of(config.model);
  // Ordered, for a model writes its answer in the order of the schema's members.
  const auto schema = OrderedJson::parse(prompt.schema, nullptr, false);
  OrderedJson body;
  body["model"] = config.model;
  body["max_tokens"] = shape.output_cap;
  body["system"] = prompt.system;
  body["messages"] = OrderedJson::array({{{"role", "user"}, {"content", prompt.user}}});
  if (model.takes_temperature) body["temperature"] = config.temperature;
  if (model.takes_schema && shape.schema == domain::SchemaMode::json_schema) {
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
  TRY_ASSIGN(const Json* content, find_array(body, "content"));
  if (content == nullptr) return malformed("content", "missing");
  std::string text;
  for (const Json& block : *content) {
    if (!block.is_object()) return malformed("content", "expected objects");
    TRY_ASSIGN(const std::string type, text_of(block, "type"));
    if (type == "text") {
      TRY_ASSIGN(const std::string piece, text_of(block, "text"));
      text += piece;
    } else if (type == "tool_use") {
      TRY_ASSIGN(const Json* input, find_object(block, "input"));
      if (input != nullptr) return codec::dump_json(*input, codec::JsonStyle::compact);
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

AttemptResult read_answer(const Json& body, const ProviderConfig& config) {
  std::optional<Usage> used;
  const auto unusable = [&](std::string_view what, std::string_view hint) {
    return tl::unexpected(unusable_answer(config, what, std::string(hint), used, std::nullopt));
  };
  if (!body.is_object()) return unusable("malformed reply: expected an object", kCheckBaseUrl);
  const auto usage = read_usage(body);
  if (!usage) return unusable(usage.error().what, "");
  used = *usage;
  const auto reason = text_of(body, "stop_reason");
  if (!reason) return unusable(reason.error().what, "");
  if (const FinishRow* bad = find_finish(kBadFinishes, *reason))
    return tl::unexpected(bad_finish(config, *bad, used, std::nullopt));
  const auto text = read_text(body);
  if (!text) return unusable(text.error().what, "");
  const auto model = text_of(body, "model");
  if (!model) return unusable(model.error().what, "");
  const std::string_view stripped = strip_wrapping(*text);
  if (stripped.empty()) return unusable(kEmptyAnswer, kOtherModel);
  return Answer{std::string(stripped), model->empty() ? config.model : one_line(*model, kModelNameBytes), used,
                std::nullopt};
}

}  // namespace

constinit const ProviderEntry kAnthropic{
    {domain::Provider::anthropic, "https://api.anthropic.com/v1", "claude-haiku-5-5", {"ANTHROPIC_API_KEY", ""}, true},
    {&url_of, &authorization, &body_of, &read_answer},
};

}  // namespace rustassistant::llm

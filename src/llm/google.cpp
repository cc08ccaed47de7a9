// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "dialect.hpp"
#include "error_text.hpp"
#include "finish.hpp"
#include "members.hpp"
#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/percent.hpp"
#include "rustassistant/codec/json.hpp"

// Google's generateContent. All output, thoughts included, is within maxOutputTokens.
namespace rustassistant::llm {
namespace {

using OrderedJson = nlohmann::ordered_json;
using domain::Usage;

bool is_plain(char c) {
  return ascii::is_alnum(c) || c == '-' || c == '.' || c == '_';
}

// The list of models names each with the path's beginning: "models/gemini-2.5-flash".
std::string_view without_prefix(std::string_view model) {
  constexpr std::string_view kPrefix = "models/";
  if (model.starts_with(kPrefix)) model.remove_prefix(kPrefix.size());
  return model;
}

// The model is a part of the path.
std::string url_of(const ProviderConfig& config) {
  return base_url_of(config) + "/models/" + percent_encoded(without_prefix(config.model), &is_plain) +
         ":generateContent";
}

Headers authorization(const ApiKey& key) {
  return {{"x-goog-api-key", key.reveal()}};
}

OrderedJson parts(const std::string& text) {
  return OrderedJson::array({{{"text", text}}});
}

constexpr std::array<ModelTraits, 1> kModels{{{"gemini-1.5", true, domain::SchemaMode::json_object}}};

ModelTraits traits_of(std::string_view model) {
  return traits_in(kModels, without_prefix(model));
}

std::string body_of(const Prompt& prompt, const ProviderConfig& config, const RequestShape& shape) {
  OrderedJson generation;
  if (shape.schema != domain::SchemaMode::none) generation["responseMimeType"] = "application/json";
  if (shape.schema == domain::SchemaMode::json_schema)
    generation["responseJsonSchema"] = OrderedJson::parse(prompt.schema, nullptr, false);
  generation["maxOutputTokens"] = shape.output_cap;
  generation["temperature"] = config.temperature;
  // The only ones that can do without thinking, which is billed as output.
  if (without_prefix(config.model).starts_with("gemini-2.5-flash"))
    generation["thinkingConfig"] = {{"thinkingBudget", 0}};
  OrderedJson body;
  if (!prompt.system.empty()) body["systemInstruction"] = {{"parts", parts(prompt.system)}};
  body["contents"] = OrderedJson::array({{{"role", "user"}, {"parts", parts(prompt.user)}}});
  body["generationConfig"] = std::move(generation);
  return codec::dump_json(body, codec::JsonStyle::compact);
}

// What was cached is within promptTokenCount; prompts of tools and thoughts are not within theirs. Any may be absent.
Read<std::optional<Usage>> read_usage(const Json& body) {
  TRY_ASSIGN(const Json* json, find_object(body, "usageMetadata"));
  if (json == nullptr || find(*json, "promptTokenCount") == nullptr) return std::nullopt;
  Usage usage;
  TRY_ASSIGN(const Tokens prompt, count_of(*json, "promptTokenCount", Negative::is_malformed));
  TRY_ASSIGN(const Tokens tools, count_of(*json, "toolUsePromptTokenCount", Negative::is_zero));
  TRY_ASSIGN(const Tokens cached, count_of(*json, "cachedContentTokenCount", Negative::is_zero));
  TRY_ASSIGN(Tokens candidates, count_of(*json, "candidatesTokenCount", Negative::is_malformed));
  TRY_ASSIGN(usage.reasoning, count_of(*json, "thoughtsTokenCount", Negative::is_zero));
  if (find(*json, "candidatesTokenCount") == nullptr) {
    TRY_ASSIGN(const Tokens total, count_of(*json, "totalTokenCount", Negative::is_zero));
    candidates = std::max<Tokens>(total - prompt - tools - usage.reasoning, 0);
  }
  usage.input = prompt + tools;
  usage.output = candidates + usage.reasoning;
  usage.cached = within(cached, usage.input, "cached tokens");
  if (usage.input > domain::kMaxTokens || usage.output > domain::kMaxTokens)
    return malformed("usageMetadata", "too many tokens");
  return usage;
}

constexpr std::string_view kWithheld = "the provider's safety filter withheld the answer";
constexpr std::array<FinishRow, 11> kBadFinishes{{
    {"MAX_TOKENS", kCutOff, kRaiseCap, kLargerCap},
    {"SAFETY", kWithheld, kOtherModel},
    {"RECITATION", kWithheld, kOtherModel},
    {"LANGUAGE", "the model does not support the language", kOtherModel},
    {"BLOCKLIST", kWithheld, kOtherModel},
    {"PROHIBITED_CONTENT", kWithheld, kOtherModel},
    {"SPII", kWithheld, kOtherModel},
    {"MALFORMED_FUNCTION_CALL", "the model called a function instead of answering", kOtherModel},
    {"UNEXPECTED_TOOL_CALL", "the model called a tool instead of answering", kOtherModel},
    {"MALFORMED_RESPONSE", "the model stopped with an error", "try again later"},
    {"OTHER", "the model stopped for another reason", "try again later"},
}};

// The text of the parts; thoughts are passed over. Without text, what a function was called with.
Read<std::string> read_pieces(const Json& content) {
  if (content.is_string()) return content.get<std::string>();  // of gateways
  if (!content.is_object()) return malformed("content", "expected an object");
  std::string all;
  std::string called;
  for (const Json& part : items_of(content, "parts")) {
    if (!part.is_object()) return malformed("parts", "expected objects");
    const Json* thought = find(part, "thought");
    if (thought != nullptr && *thought == true) continue;
    TRY_ASSIGN(const std::string text, text_of(part, "text"));
    all += text;
    const Json* call = find(part, "functionCall");
    const Json* arguments = call != nullptr && call->is_object() ? find(*call, "args") : nullptr;
    if (arguments != nullptr) called = json_or_text(*arguments);
  }
  return all.empty() ? called : all;
}

// What the first candidate says.
Read<void> read_candidate(const Json& json, ReplyParts& parts) {
  if (!json.is_object()) return malformed("candidates", "expected objects");
  parts.finish = find_finish(kBadFinishes, word_of(json, "finishReason"));
  const Json* content = find(json, "content");
  if (content == nullptr) content = find(json, "output");  // of the older protocol
  if (content == nullptr) return {};
  TRY_ASSIGN(parts.text, read_pieces(*content));
  return {};
}

Read<void> read_candidates(const Json& body, ReplyParts& parts) {
  const auto candidates = items_of(body, "candidates");
  if (!candidates.empty()) {
    parts.from_a_model = true;
    return read_candidate(candidates.front(), parts);
  }
  TRY_ASSIGN(const Json* feedback, find_object(body, "promptFeedback"));
  if (feedback == nullptr) return malformed("candidates", "missing");
  TRY_ASSIGN(const std::string reason, text_of(*feedback, "blockReason"));
  if (reason.empty()) return malformed("candidates", "missing");
  parts.refusal = "the provider blocked the prompt: " + one_line(reason, 60);
  return {};
}

Read<void> read_reply(const Json& body, ReplyParts& parts) {
  const auto candidates = read_candidates(body, parts);
  parts.usage = counts_or_none(read_usage(body));
  if (parts.usage && parts.usage->output == 0 && !parts.text.empty()) parts.usage.reset();  // not counted
  TRY(candidates);
  TRY_ASSIGN(parts.model, text_of(body, "modelVersion"));
  return {};
}

// Every event is a reply with the next parts; the last usage counts for all.
Json join_stream(std::span<const Json> events) {
  Json joined = Json::object();
  Json parts = Json::array();
  for (const Json& event : events) {
    if (!event.is_object()) continue;
    const Json::json_pointer pieces("/candidates/0/content/parts");
    if (event.contains(pieces) && event[pieces].is_array())
      parts.insert(parts.end(), event[pieces].begin(), event[pieces].end());
    joined.update(event);
  }
  const Json::json_pointer first("/candidates/0");
  if (joined.contains(first) && joined[first].is_object()) joined[first]["content"] = {{"parts", std::move(parts)}};
  return joined;
}

}  // namespace

constinit const ProviderEntry kGoogle{
    {domain::Provider::google,
     "https://generativelanguage.googleapis.com/v1beta",
     "gemini-2.5-flash-lite",
     {"GEMINI_API_KEY", "GOOGLE_API_KEY"},
     true},
    {&url_of, &authorization, &traits_of, true, &body_of, &read_reply, &join_stream, "candidates"},
};

}  // namespace rustassistant::llm

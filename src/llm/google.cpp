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

// Google's generateContent. All output, thoughts included, is within maxOutputTokens.
namespace rustassistant::llm {
namespace {

using OrderedJson = nlohmann::ordered_json;
using domain::Usage;

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

// The model is a part of the path.
std::string url_of(const ProviderConfig& config) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string url = base_url_of(config) + "/models/";
  for (const char c : config.model) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_plain(c)) {
      url += c;
    } else {
      url += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
  }
  return url + ":generateContent";
}

Headers authorization(const ApiKey& key) {
  return {{"x-goog-api-key", key.reveal()}};
}

OrderedJson parts(const std::string& text) {
  return OrderedJson::array({{{"text", text}}});
}

std::string body_of(const Prompt& prompt, const ProviderConfig& config, const RequestShape& shape) {
  OrderedJson generation;
  generation["responseMimeType"] = "application/json";
  generation["responseJsonSchema"] = OrderedJson::parse(prompt.schema, nullptr, false);
  generation["maxOutputTokens"] = shape.output_cap;
  generation["temperature"] = config.temperature;
  // The only ones that can do without thinking, which is billed as output.
  if (config.model.starts_with("gemini-2.5-flash")) generation["thinkingConfig"] = {{"thinkingBudget", 0}};
  OrderedJson body;
  body["systemInstruction"] = {{"parts", parts(prompt.system)}};
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
  TRY_ASSIGN(const Tokens candidates, count_of(*json, "candidatesTokenCount", Negative::is_malformed));
  TRY_ASSIGN(usage.reasoning, count_of(*json, "thoughtsTokenCount", Negative::is_zero));
  usage.input = prompt + tools;
  usage.output = candidates + usage.reasoning;
  usage.cached = within(cached, usage.input, "cached tokens");
  if (usage.input > domain::kMaxTokens || usage.output > domain::kMaxTokens)
    return malformed("usageMetadata", "too many tokens");
  return usage;
}

struct Candidate {
  std::string finish_reason;
  std::string text;
};

Read<Candidate> read_candidate(const Json& json) {
  if (!json.is_object()) return malformed("candidates", "expected objects");
  Candidate candidate;
  TRY_ASSIGN(candidate.finish_reason, text_of(json, "finishReason"));
  TRY_ASSIGN(const Json* content, find_object(json, "content"));
  if (content == nullptr) return candidate;
  TRY_ASSIGN(const Json* pieces, find_array(*content, "parts"));
  if (pieces == nullptr) return candidate;
  for (const Json& part : *pieces) {
    if (!part.is_object()) return malformed("parts", "expected objects");
    const Json* thought = find(part, "thought");
    if (thought != nullptr && *thought == true) continue;
    TRY_ASSIGN(const std::string text, text_of(part, "text"));
    candidate.text += text;
  }
  return candidate;
}

constexpr std::string_view kWithheld = "the provider's safety filter withheld the answer";
constexpr std::array<FinishRow, 11> kBadFinishes{{
    {"MAX_TOKENS", kCutOff, kRaiseCap, kLargerCap},
    {"SAFETY", kWithheld, kOtherModel},
    {"RECITATION", kWithheld, kOtherModel},
    {"LANGUAGE", "the model does not speak the language", kOtherModel},
    {"BLOCKLIST", kWithheld, kOtherModel},
    {"PROHIBITED_CONTENT", kWithheld, kOtherModel},
    {"SPII", kWithheld, kOtherModel},
    {"MALFORMED_FUNCTION_CALL", "the model called a function instead of answering", kOtherModel},
    {"UNEXPECTED_TOOL_CALL", "the model called a tool instead of answering", kOtherModel},
    {"MALFORMED_RESPONSE", "the model broke off with an error", "try again later"},
    {"OTHER", "the model broke off for a reason of its own", "try again later"},
}};

// Why there is no candidate.
std::string blocked_text(const Json& body) {
  const auto feedback = find_object(body, "promptFeedback");
  const auto reason = feedback && *feedback != nullptr ? text_of(**feedback, "blockReason") : Read<std::string>();
  if (!reason || reason->empty()) return "malformed reply: candidates: missing";
  return "the provider blocked the prompt: " + one_line(*reason, 60);
}

AttemptResult read_answer(const Json& body, const ProviderConfig& config) {
  std::optional<Usage> used;
  const auto unusable = [&](std::string_view what, std::string_view hint) {
    return tl::unexpected(unusable_answer(config, what, std::string(hint), used, std::nullopt));
  };
  if (!body.is_object()) return unusable("malformed reply: expected an object", kCheckBaseUrl);
  const auto usage = read_usage(body);
  if (!usage) return unusable(usage.error().what, "");
  used = *usage;
  const auto candidates = find_array(body, "candidates");
  if (!candidates) return unusable(candidates.error().what, "");
  if (*candidates == nullptr || (*candidates)->empty()) return unusable(blocked_text(body), kOtherModel);
  const auto candidate = read_candidate((*candidates)->front());
  if (!candidate) return unusable(candidate.error().what, "");
  if (const FinishRow* bad = find_finish(kBadFinishes, candidate->finish_reason))
    return tl::unexpected(bad_finish(config, *bad, used, std::nullopt));
  const auto model = text_of(body, "modelVersion");
  if (!model) return unusable(model.error().what, "");
  const std::string_view text = strip_wrapping(candidate->text);
  if (text.empty()) return unusable(kEmptyAnswer, kOtherModel);
  return Answer{std::string(text), model->empty() ? config.model : one_line(*model, kModelNameBytes), used,
                std::nullopt};
}

}  // namespace

constinit const ProviderEntry kGoogle{
    {domain::Provider::google,
     "https://generativelanguage.googleapis.com/v1beta",
     "gemini-2.5-flash-lite",
     {"GEMINI_API_KEY", "GOOGLE_API_KEY"},
     true},
    {&url_of, &authorization, &body_of, &read_answer},
};

}  // namespace rustassistant::llm

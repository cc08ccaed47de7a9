// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "llm_fixtures.hpp"
#include "support/source_folder.hpp"

using namespace rustassistant;
using namespace rustassistant::llm;
using namespace rustassistant::llm::test;
using domain::Provider;
using domain::Usage;
using Billing = AttemptFailure::Billing;

// Replies as providers really gave or documented them, in replies/<provider>__<what>.json; each says where it is from.
namespace {

const std::filesystem::path kReplies =
    std::filesystem::path(rustassistant::test::source_folder()) / "tests/unit/llm/replies";

AttemptResult replay(Provider provider, const std::string& file) {
  std::ifstream stream(kReplies / file);
  REQUIRE(stream);
  const auto response = nlohmann::json::parse(stream)["response"];
  return attempt_with(provider, response["status"], response["body"].dump(),
                      response["headers"].get<std::map<std::string, std::string, std::less<>>>());
}

struct AnswerCase {
  const char* file;
  Provider provider;
  const char* text_begin;
  const char* model;
  Usage usage;
  std::int64_t cost;  // nano-dollars: tokens times US dollars per billion of them, by the price table
};

constexpr std::int64_t kUnknown = -1;

struct FailureCase {
  const char* file;
  Provider provider;
  const char* what_begin;
  Billing billing;
  bool retryable;
  const char* hint_part;
};

const std::vector<AnswerCase> kAnswers{
    {"xai__chat_success_reasoning_outside_completion.json",
     Provider::xai,
     "101 multiplied by 3 is 303.",
     "latest",
     {.input = 32, .cached = 6, .output = 9 + 94, .reasoning = 94},
     26 * 1'250 + 6 * 200 + 103 * 2'500},
    {"openai__chat_success_json_schema.json",
     Provider::openai,
     R"({"city":"Mexico City","country":"Mexico"})",
     "gpt-4o-2024-08-06",
     {.input = 92, .output = 15},
     92 * 2'500 + 15 * 10'000},
    {"openai__chat_success_cached_tokens.json",
     Provider::openai,
     "OK",
     "gpt-5.6-sol",
     {.input = 4020, .cached = 4012, .output = 4},
     8 * 5'000 + 4'012 * 500 + 4 * 30'000},
    {"openai__chat_success_reasoning_tokens.json",
     Provider::openai,
     "Hello there! How can I help you today?",
     "o3-mini-2025-01-31",
     {.input = 7, .output = 87, .reasoning = 64},
     7 * 1'100 + 87 * 4'400},
    {"openai_compatible__llamacpp_success_usage.json",
     Provider::openai_compatible,
     R"({"ok":true})",
     "gpt-3.5-turbo",
     {.input = 44, .output = 48},
     44 * 500 + 48 * 1'500},
    {"openai_compatible__ollama_local_success_json_schema.json",
     Provider::openai_compatible,
     R"({ "city": "Paris", "country": "France" })",
     "qwen3:0.6b",
     {.input = 136, .output = 15},
     kUnknown},
    {"openai_compatible__openrouter_success.json",
     Provider::openai_compatible,
     "Brief summary\n- Venus is",
     "openai/gpt-5-mini",
     {.input = 17, .output = 1515, .reasoning = 704},
     kUnknown},
    {"anthropic__messages_success_json_schema.json",
     Provider::anthropic,
     R"({"city":"Berlin","country":"Germany","population":3850809})",
     "claude-sonnet-4-5-20250929",
     {.input = 197, .output = 18},
     197 * 3'000 + 18 * 15'000},
    {"anthropic__messages_success_cache_read.json",
     Provider::anthropic,
     "OK",
     "claude-opus-4-8",
     {.input = 2 + 1590 + 0, .cached = 1590, .output = 4},
     2 * 5'000 + 1'590 * 500 + 4 * 25'000},
    {"google__generate_success_response_json_schema.json",
     Provider::google,
     R"({"city": "Paris"})",
     "gemini-2.5-flash",
     {.input = 8, .output = 6 + 99, .reasoning = 99},
     8 * 300 + 105 * 2'500},
    {"google__generate_success_cached.json",
     Provider::google,
     "Paris.",
     "gemini-2.5-flash",
     {.input = 3520, .cached = 3512, .output = 2 + 42, .reasoning = 42},
     8 * 300 + 3'512 * 30 + 44 * 2'500},
    {"google__generate_success_thought_parts.json",
     Provider::google,
     "Mountain View",
     "gemini-2.5-flash",
     {.input = 14, .output = 2 + 24, .reasoning = 24},
     14 * 300 + 26 * 2'500},
};

const std::vector<FailureCase> kFailures{
    {"xai__chat_length_grok_beta_recorded.json", Provider::xai, "xai: the answer was cut off at the output cap",
     Billing::known, false, "llm.max_output_tokens"},
    {"xai__error_400_bad_key.json", Provider::xai, "xai: HTTP 400: Incorrect API key provided: ba***na.", Billing::none,
     false, "XAI_API_KEY"},
    {"xai__error_429_rate_limit.json", Provider::xai, "xai: HTTP 429: Too many tokens for team", Billing::none, true,
     "limits the rate"},
    {"openai__error_404_model_not_found.json", Provider::openai,
     "openai: HTTP 404: The model `gpt-5.2-proo` does not exist", Billing::none, false, "--model"},
    {"openai__error_429_insufficient_quota.json", Provider::openai, "openai: HTTP 429: You exceeded your current quota",
     Billing::none, false, "add credits"},
    {"openai__error_429_tpm.json", Provider::openai, "openai: HTTP 429: Request too large for gpt-4o", Billing::none,
     false, "too large"},
    {"openai__error_503_overloaded.json", Provider::openai, "openai: HTTP 503: The engine is currently overloaded",
     Billing::none, true, "try again later"},
    {"openai_compatible__ollama_native_error.json", Provider::openai_compatible,
     "openai-compatible: HTTP 500: the model failed to generate a response", Billing::none, true, "try again later"},
    {"openai_compatible__openrouter_error_402.json", Provider::openai_compatible,
     "openai-compatible: HTTP 402: Insufficient credits.", Billing::none, false, "add credits"},
    {"anthropic__error_400_invalid_request.json", Provider::anthropic,
     "anthropic: HTTP 400: This model does not support effort level 'xhigh'", Billing::none, false, "--model"},
    {"anthropic__error_429_rate_limit.json", Provider::anthropic,
     "anthropic: HTTP 429: This request would exceed your account's rate limit", Billing::none, true,
     "limits the rate"},
    {"anthropic__error_529_overloaded.json", Provider::anthropic, "anthropic: HTTP 529: Overloaded", Billing::none,
     true, "try again later"},
    {"anthropic__messages_max_tokens.json", Provider::anthropic, "anthropic: the answer was cut off at the output cap",
     Billing::known, false, "llm.max_output_tokens"},
    {"anthropic__messages_refusal.json", Provider::anthropic, "anthropic: the model refused", Billing::known, false,
     "--model"},
    {"google__error_400_bad_key.json", Provider::google, "google: HTTP 400: API key not valid.", Billing::none, false,
     "GEMINI_API_KEY"},
    {"google__error_429_quota_with_retryinfo.json", Provider::google,
     "google: HTTP 429: You exceeded your current quota", Billing::none, true, "limits the rate"},
    {"google__generate_max_tokens.json", Provider::google, "google: the answer was cut off at the output cap",
     Billing::known, false, "llm.max_output_tokens"},
    {"google__prompt_blocked_safety.json", Provider::google, "google: the provider blocked the prompt: SAFETY",
     Billing::none, false, "--model"},
};

}  // namespace

TEST_CASE("recorded answers give their text, model, usage and cost") {
  for (const AnswerCase& expected : kAnswers) {
    INFO(expected.file);
    const auto answer = replay(expected.provider, expected.file);
    REQUIRE(answer);
    CHECK(answer->text.find(expected.text_begin) == 0);
    CHECK(answer->model == expected.model);
    REQUIRE(answer->usage);
    CHECK(answer->usage->input == expected.usage.input);
    CHECK(answer->usage->cached == expected.usage.cached);
    CHECK(answer->usage->cache_write == expected.usage.cache_write);
    CHECK(answer->usage->output == expected.usage.output);
    CHECK(answer->usage->reasoning == expected.usage.reasoning);
    CHECK_FALSE(answer->billed);
    const std::string asked = answer->model == "latest" ? "grok-4.3" : answer->model;
    const auto price = domain::find_price(expected.provider, asked, 20261121);
    CHECK((price ? domain::cost_of(*price, *answer->usage).value : kUnknown) == expected.cost);
  }
}

TEST_CASE("recorded failures say what they mean for money, for a retry and for the user") {
  for (const FailureCase& expected : kFailures) {
    INFO(expected.file);
    const auto answer = replay(expected.provider, expected.file);
    REQUIRE_FALSE(answer);
    const AttemptFailure& failure = answer.error();
    INFO(failure.error.what);
    CHECK(failure.error.code == Errc::provider);
    CHECK(failure.error.what.find(expected.what_begin) == 0);
    CHECK(failure.error.hint.find(expected.hint_part) != std::string::npos);
    CHECK(failure.billing == expected.billing);
    CHECK((failure.remedy == AttemptFailure::Remedy::time) == expected.retryable);
  }
}

TEST_CASE("a truncated answer is paid for, by the usage it reports") {
  const auto answer = replay(Provider::xai, "xai__chat_length_grok_beta_recorded.json");
  REQUIRE_FALSE(answer);
  CHECK(answer.error().usage.value().input == 38);
  CHECK(answer.error().usage.value().output == 200);
}

TEST_CASE("the wait that a recorded reply asks for is kept") {
  CHECK(replay(Provider::openai, "openai__error_429_tpm.json").error().retry_after == std::chrono::seconds(1));
  CHECK(replay(Provider::anthropic, "anthropic__error_429_rate_limit.json").error().retry_after ==
        std::chrono::seconds(2));
  CHECK(replay(Provider::google, "google__error_429_quota_with_retryinfo.json").error().retry_after ==
        std::chrono::seconds(2));
}

TEST_CASE("every recorded reply is in one of the tables") {
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(kReplies)) files.insert(entry.path().filename());
  std::set<std::string> expected;
  for (const auto& answer : kAnswers) expected.insert(answer.file);
  for (const auto& failure : kFailures) expected.insert(failure.file);
  CHECK(files == expected);
}

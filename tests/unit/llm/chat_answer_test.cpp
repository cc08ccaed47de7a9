// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "llm_fixtures.hpp"

using namespace rustassistant;
using namespace rustassistant::llm;
using namespace rustassistant::llm::test;
using domain::Provider;
using Billing = AttemptFailure::Billing;
using Json = nlohmann::json;

namespace {

Json good_body() {
  return Json::parse(R"({"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{}"},
      "finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}})");
}

AttemptResult answer_of(const Json& body, Provider provider = Provider::openai) {
  return attempt_with(provider, 200, body.dump());
}

}  // namespace

TEST_CASE("an answer without usage is an answer whose cost is unknown") {
  auto body = good_body();
  body.erase("usage");
  REQUIRE(answer_of(body));
  CHECK_FALSE(answer_of(body)->usage);
  body["usage"] = nullptr;
  CHECK_FALSE(answer_of(body)->usage);
  body["usage"] = {{"total_tokens", 15}};
  CHECK_FALSE(answer_of(body)->usage);
}

TEST_CASE("unknown members are ignored, missing ones that matter little are made up for") {
  auto body = good_body();
  body["extra"] = {{"deep", Json::array({1, 2})}};
  body["usage"]["audio_tokens"] = "many";
  body["choices"][0]["finish_reason"] = nullptr;
  body.erase("model");
  const auto answer = answer_of(body);
  REQUIRE(answer);
  CHECK(answer->model == "gpt-4.1-nano");
  body["choices"][0]["message"]["content"] =
      Json::array({{{"type", "text"}, {"text", "{\"a\""}}, {{"type", "image"}}, {{"type", "text"}, {"text", ":1}"}}});
  CHECK(answer_of(body)->text == "{\"a\":1}");
}

TEST_CASE("known members of a wrong type make a reply malformed, paid where a model wrote it, and never retried") {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"/choices", "{}"},
      {"/choices", "[]"},
      {"/choices", "null"},
      {"/choices/0", "3"},
      {"/choices/0/message", "\"text\""},
      {"/choices/0/message", "null"},
      {"/choices/0/message/content", "17"},
      {"/choices/0/message/content", "[1]"},
      {"/choices/0/message/content", "[{\"type\":\"text\",\"text\":5}]"},
      {"/choices/0/message/content", "null"},
      {"/choices/0/message/content", "\"  \""},
      {"/choices/0/message/refusal", "{}"},
      {"/model", "{}"},
  };
  for (const auto& [place, value] : cases) {
    INFO(place << " = " << value);
    auto body = good_body();
    body[Json::json_pointer(place)] = Json::parse(value);
    const auto answer = answer_of(body);
    REQUIRE_FALSE(answer);
    CHECK(answer.error().error.code == Errc::provider);
    CHECK(answer.error().billing == Billing::known);
    CHECK(answer.error().remedy != AttemptFailure::Remedy::time);
  }
}

TEST_CASE("counts that cannot be read do not cost the answer") {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"/usage", "[]"},
      {"/usage/prompt_tokens", "\"10\""},
      {"/usage/prompt_tokens", "1.5"},
      {"/usage/prompt_tokens", "1e300"},
      {"/usage/prompt_tokens", "-1"},
      {"/usage/prompt_tokens", "1000000001"},
      {"/usage/prompt_tokens", "18446744073709551615"},
      {"/usage/completion_tokens", "-9223372036854775808"},
      {"/usage/prompt_tokens_details", "7"},
      {"/usage/completion_tokens_details", "{\"reasoning_tokens\":1e300}"},
  };
  for (const auto& [place, value] : cases) {
    INFO(place << " = " << value);
    auto body = good_body();
    body[Json::json_pointer(place)] = Json::parse(value);
    const auto answer = answer_of(body);
    REQUIRE(answer);
    CHECK_FALSE(answer->usage);
  }
}

TEST_CASE("counts written with a point and nothing behind it are counts") {
  auto body = good_body();
  body["usage"]["prompt_tokens"] = Json::parse("2000.0");
  body["usage"]["completion_tokens"] = Json::parse("1e2");
  CHECK(answer_of(body)->usage->input == 2000);
  CHECK(answer_of(body)->usage->output == 100);
}

TEST_CASE("counts of zero beside an answer are counts that nobody made") {
  auto body = good_body();
  body["usage"] = {{"prompt_tokens", 0}, {"completion_tokens", 0}};
  REQUIRE(answer_of(body));
  CHECK_FALSE(answer_of(body)->usage);
  CHECK(answer_of(body)->reply_bytes == static_cast<std::int64_t>(body.dump().size()));
}

TEST_CASE("of usage that is stated twice the larger counts") {
  const std::string choices = R"("choices":[{"message":{"content":"{}"},"finish_reason":"stop"}])";
  for (const char* usage :
       {R"("usage":{"prompt_tokens":10,"completion_tokens":5},"usage":{"prompt_tokens":900,"completion_tokens":70})",
        R"("usage":{"prompt_tokens":900,"completion_tokens":70},"usage":{"prompt_tokens":10,"completion_tokens":5})",
        R"("usage":{"prompt_tokens":900,"completion_tokens":70},"usage":null)",
        R"("usage":{"prompt_tokens":900,"prompt_tokens":10,"completion_tokens":5,"completion_tokens":70})"}) {
    CAPTURE(usage);
    const auto answer = attempt_with(Provider::openai, 200, "{" + choices + "," + usage + "}");
    REQUIRE(answer);
    CHECK(answer->usage.value().input == 900);
    CHECK(answer->usage->output == 70);
  }
}

TEST_CASE("parts of a count are kept within their whole") {
  auto body = good_body();
  body["usage"]["prompt_tokens_details"] = {{"cached_tokens", 8}, {"cache_write_tokens", 7}};
  body["usage"]["completion_tokens_details"] = {{"reasoning_tokens", 99}};
  const auto openai = answer_of(body);
  REQUIRE(openai);
  CHECK(openai->usage->cached == 8);
  CHECK(openai->usage->cache_write == 2);
  CHECK(openai->usage->output == 5);
  CHECK(openai->usage->reasoning == 5);
  body["usage"]["prompt_tokens_details"]["cached_tokens"] = -3;
  CHECK(answer_of(body)->usage->cached == 0);
}

TEST_CASE("xAI's reasoning comes on top of its completion tokens, and the sum is bounded too") {
  auto body = good_body();
  body["usage"]["completion_tokens_details"] = {{"reasoning_tokens", 99}};
  const auto answer = answer_of(body, Provider::xai);
  REQUIRE(answer);
  CHECK(answer->usage->output == 104);
  CHECK(answer->usage->reasoning == 99);
  body["usage"]["completion_tokens_details"]["reasoning_tokens"] = 1'000'000'000;
  REQUIRE(answer_of(body, Provider::xai));
  CHECK_FALSE(answer_of(body, Provider::xai)->usage);
}

TEST_CASE("a bill that the provider states is kept exactly") {
  auto body = good_body();
  body["usage"]["cost_in_usd_ticks"] = 37'756'001;
  body["usage"]["cost"] = 0.00014625;
  CHECK(answer_of(body, Provider::xai)->billed == NanoUsd{3'775'601});
  CHECK(answer_of(body, Provider::openai_compatible)->billed == NanoUsd{146'250});
  CHECK_FALSE(answer_of(body, Provider::openai)->billed);
  body["usage"]["cost"] = "free";
  CHECK_FALSE(answer_of(body, Provider::openai_compatible)->billed);
}

TEST_CASE("of a refusal three hundred bytes are told") {
  for (const std::size_t size : {std::size_t{300}, std::size_t{301}}) {
    auto body = good_body();
    body["choices"][0]["message"]["refusal"] = std::string(size, 'x');
    const auto answer = answer_of(body, Provider::xai);
    REQUIRE_FALSE(answer);
    CHECK((answer.error().error.what.find("…") != std::string::npos) == (size > 300));
  }
}

TEST_CASE("a refused, filtered, truncated or broken-off answer is paid for and not retried") {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"/choices/0/message/refusal", "I cannot help with that"},
      {"/choices/0/finish_reason", "content_filter"},
      {"/choices/0/finish_reason", "length"},
      {"/choices/0/finish_reason", "max_tokens"},
      {"/choices/0/finish_reason", "error"}};
  for (const auto& [place, value] : cases) {
    INFO(place << " = " << value);
    auto body = good_body();
    body["usage"]["cost_in_usd_ticks"] = 20;
    body[Json::json_pointer(place)] = value;
    const auto answer = answer_of(body, Provider::xai);
    REQUIRE_FALSE(answer);
    CHECK(answer.error().billing == Billing::known);
    CHECK(answer.error().usage.value().input == 10);
    CHECK(answer.error().usage.value().output == 5);
    CHECK(answer.error().billed == NanoUsd{2});
    CHECK(answer.error().remedy != AttemptFailure::Remedy::time);
    CHECK_FALSE(answer.error().error.hint.empty());
  }
}

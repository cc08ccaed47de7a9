// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "llm_fixtures.hpp"

using namespace rustassistant;
using namespace rustassistant::llm;
using namespace rustassistant::llm::test;
using domain::Provider;
using Json = nlohmann::json;
using Billing = AttemptFailure::Billing;

// Requests of Anthropic's messages and Google's generateContent, member by member as documented, and replies that no
// recording shows.
namespace {

const Prompt kPrompt{
    "be brief", "fn main() {}", "review",
    R"({"type":"object","additionalProperties":false,"required":["a"],"properties":{"a":{"type":"string"}}})"};

Json body_for(Provider provider, const char* model) {
  ProviderConfig config = config_for(provider);
  config.model = model;
  config.shape.output_cap = 1000;
  config.shape = known_shape(config);
  return Json::parse(request_body(kPrompt, config, config.shape));
}

http::Request sent_to(Provider provider, const char* model, const char* base_url = nullptr) {
  ProviderConfig config = config_for(provider);
  config.model = model;
  if (base_url != nullptr) config.base_url = base_url;
  rustassistant::test::FakeTransport transport;
  const rustassistant::test::FakeClock clock;
  static_cast<void>(Client(transport, clock).attempt("{}", config));
  return transport.requests().front();
}

std::string header(const http::Request& request, std::string_view name) {
  for (const auto& [key, value] : request.headers) {
    if (key == name) return value;
  }
  return {};
}

AttemptFailure failure_of(Provider provider, const Json& body) {
  const auto answer = attempt_with(provider, 200, body.dump());
  REQUIRE_FALSE(answer);
  return answer.error();
}

}  // namespace

TEST_CASE("a request to Anthropic has what is documented and nothing else") {
  const Json schema = Json::parse(kPrompt.schema);
  CHECK(body_for(Provider::anthropic, "claude-sonnet-4-5") ==
        Json{{"model", "claude-sonnet-4-5"},
             {"max_tokens", 1000},
             {"system", "be brief"},
             {"messages", Json::array({{{"role", "user"}, {"content", "fn main() {}"}}})},
             {"temperature", 0.0},
             {"output_config", {{"format", {{"type", "json_schema"}, {"schema", schema}}}}}});
  CHECK_FALSE(body_for(Provider::anthropic, "claude-haiku-5-5").contains("temperature"));

  const Json forced = body_for(Provider::anthropic, "claude-3-haiku-20240307");
  CHECK_FALSE(forced.contains("output_config"));
  CHECK(forced["tools"] == Json::array({{{"name", "review"}, {"input_schema", schema}}}));
  CHECK(forced["tool_choice"] == Json{{"type", "tool"}, {"name", "review"}});

  const http::Request request = sent_to(Provider::anthropic, "claude-haiku-5-5");
  CHECK(request.url == "https://api.anthropic.com/v1/messages");
  CHECK(header(request, "x-api-key") == kKey);
  CHECK(header(request, "anthropic-version") == "2023-06-01");
  CHECK(header(request, "Authorization").empty());
}

TEST_CASE("a request to Google has what is documented and nothing else, and its key in no URL") {
  const Json schema = Json::parse(kPrompt.schema);
  Json expected{{"systemInstruction", {{"parts", Json::array({{{"text", "be brief"}}})}}},
                {"contents", Json::array({{{"role", "user"}, {"parts", Json::array({{{"text", "fn main() {}"}}})}}})},
                {"generationConfig",
                 {{"responseMimeType", "application/json"},
                  {"responseJsonSchema", schema},
                  {"maxOutputTokens", 1000},
                  {"temperature", 0.0}}}};
  CHECK(body_for(Provider::google, "gemini-3.5-flash") == expected);
  expected["generationConfig"]["thinkingConfig"] = {{"thinkingBudget", 0}};
  CHECK(body_for(Provider::google, "gemini-2.5-flash-lite") == expected);
  CHECK(body_for(Provider::google, "models/gemini-2.5-flash-lite") == expected);

  const http::Request request = sent_to(Provider::google, "gemini-2.5-flash");
  CHECK(request.url == "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent");
  CHECK(header(request, "x-goog-api-key") == kKey);
  CHECK(request.url.find(kKey) == std::string::npos);
  CHECK(sent_to(Provider::google, "models/gemini-2.5-flash").url == request.url);
  CHECK(sent_to(Provider::google, "../x?y").url.ends_with("/models/..%2Fx%3Fy:generateContent"));
  CHECK(sent_to(Provider::google, "m", "http://127.0.0.1:1/v1beta/").url ==
        "http://127.0.0.1:1/v1beta/models/m:generateContent");
}

TEST_CASE("the input of a forced tool is the answer, and thinking is passed over") {
  const Json body{{"model", "claude-3-haiku-20240307"},
                  {"content", Json::array({{{"type", "thinking"}, {"thinking", "hm"}},
                                           {{"type", "tool_use"}, {"name", "review"}, {"input", {{"a", "b"}}}}})},
                  {"stop_reason", "tool_use"},
                  {"usage", {{"input_tokens", 10}, {"output_tokens", 5}}}};
  const auto answer = attempt_with(Provider::anthropic, 200, body.dump());
  REQUIRE(answer);
  CHECK(answer->text == R"({"a":"b"})");
}

TEST_CASE("Anthropic counts what was cached beside its input, and thinking within its output") {
  const Json body{{"model", "m"},
                  {"content", Json::array({{{"type", "text"}, {"text", "{}"}}})},
                  {"stop_reason", "end_turn"},
                  {"usage",
                   {{"input_tokens", 10},
                    {"cache_creation_input_tokens", 200},
                    {"cache_read_input_tokens", 3000},
                    {"output_tokens", 50},
                    {"output_tokens_details", {{"thinking_tokens", 40}}}}}};
  const auto answer = attempt_with(Provider::anthropic, 200, body.dump());
  REQUIRE(answer);
  CHECK(answer->usage->input == 3210);
  CHECK(answer->usage->cached == 3000);
  CHECK(answer->usage->cache_write == 200);
  CHECK(answer->usage->output == 50);
  CHECK(answer->usage->reasoning == 40);
}

TEST_CASE("Google's prompt of tools is input, its thoughts are output, and either may be absent") {
  Json body{{"candidates",
             Json::array({{{"content", {{"parts", Json::array({{{"text", "{}"}}})}}}, {"finishReason", "STOP"}}})},
            {"usageMetadata",
             {{"promptTokenCount", 100},
              {"toolUsePromptTokenCount", 7},
              {"cachedContentTokenCount", 60},
              {"thoughtsTokenCount", 30}}}};
  auto answer = attempt_with(Provider::google, 200, body.dump());
  REQUIRE(answer);
  CHECK(answer->usage->input == 107);
  CHECK(answer->usage->cached == 60);
  CHECK(answer->usage->output == 30);
  CHECK(answer->usage->reasoning == 30);
  body.erase("usageMetadata");
  answer = attempt_with(Provider::google, 200, body.dump());
  REQUIRE(answer);
  CHECK_FALSE(answer->usage);
}

TEST_CASE("Google's output is what the total leaves, where it is not counted by itself") {
  Json body{{"candidates",
             Json::array({{{"content", {{"parts", Json::array({{{"text", "{}"}}})}}}, {"finishReason", "STOP"}}})},
            {"usageMetadata", {{"promptTokenCount", 100}, {"totalTokenCount", 150}}}};
  CHECK(attempt_with(Provider::google, 200, body.dump())->usage.value().output == 50);
  body["usageMetadata"].erase("totalTokenCount");  // an answer without output
  REQUIRE(attempt_with(Provider::google, 200, body.dump()));
  CHECK_FALSE(attempt_with(Provider::google, 200, body.dump())->usage);
}

TEST_CASE("Google's errors and streams may come in an array") {
  const std::string error = R"([{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"quota"}}])";
  CHECK(attempt_with(Provider::google, 200, error).error().error.what.find("quota") != std::string::npos);
  const std::string stream = R"([{"candidates":[{"content":{"parts":[{"text":"{\"a\""}]}}]},
      {"candidates":[{"content":{"parts":[{"text":":1}"}]},"finishReason":"STOP"}]}])";
  CHECK(attempt_with(Provider::google, 200, stream)->text == R"({"a":1})");
}

TEST_CASE("gateways give Anthropic's answers as plain text, or the tool's input as text") {
  Json body{{"content", R"({"a":1})"}, {"usage", {{"input_tokens", "10"}, {"output_tokens", 5}}}};
  CHECK(attempt_with(Provider::anthropic, 200, body.dump())->text == R"({"a":1})");
  CHECK_FALSE(attempt_with(Provider::anthropic, 200, body.dump())->usage);
  body["content"] = Json::array({{{"type", "tool_use"}, {"input", R"({"a":1})"}}});
  CHECK(attempt_with(Provider::anthropic, 200, body.dump())->text == R"({"a":1})");
  body["content"] = Json::array({{{"type", "tool_use"}, {"input", 7}}});
  CHECK_FALSE(attempt_with(Provider::anthropic, 200, body.dump()));
}

TEST_CASE("every reason to stop that makes an answer useless is paid for and told") {
  for (const char* reason : {"max_tokens", "refusal", "pause_turn", "model_context_window_exceeded"}) {
    CAPTURE(reason);
    const auto failure =
        failure_of(Provider::anthropic, {{"content", Json::array({{{"type", "text"}, {"text", "{}"}}})},
                                         {"stop_reason", reason},
                                         {"usage", {{"input_tokens", 10}, {"output_tokens", 5}}}});
    CHECK(failure.billing == Billing::known);
    CHECK(failure.usage.value().output == 5);
  }
  for (const char* reason :
       {"MAX_TOKENS", "SAFETY", "RECITATION", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII", "OTHER"}) {
    CAPTURE(reason);
    const auto failure =
        failure_of(Provider::google, {{"candidates", Json::array({{{"finishReason", reason}}})},
                                      {"usageMetadata", {{"promptTokenCount", 10}, {"candidatesTokenCount", 5}}}});
    CHECK(failure.billing == Billing::known);
    CHECK(failure.usage.value().output == 5);
  }
}

TEST_CASE("known members of the wrong type make a reply malformed, not the program fall") {
  const std::vector<Json> anthropic{Json::array(),
                                    {{"content", 7}},
                                    {{"content", Json::array({7})}},
                                    {{"content", Json::array({{{"type", 7}}})}},
                                    {{"content", Json::array()}, {"usage", 7}},
                                    {{"usage", {{"input_tokens", "x"}, {"output_tokens", 1}}}},
                                    {{"usage", {{"input_tokens", -1}, {"output_tokens", 1}}}},
                                    {{"usage", {{"input_tokens", 2e9}, {"output_tokens", 1}}}},
                                    {{"stop_reason", 7}},
                                    Json::object()};
  for (const Json& body : anthropic) {
    CAPTURE(body.dump());
    CHECK(failure_of(Provider::anthropic, body).error.code == Errc::provider);
  }
  const std::vector<Json> google{Json::array(),
                                 {{"candidates", 7}},
                                 {{"candidates", Json::array({7})}},
                                 {{"candidates", Json::array({{{"content", 7}}})}},
                                 {{"candidates", Json::array({{{"content", {{"parts", 7}}}}})}},
                                 {{"candidates", Json::array({{{"content", {{"parts", Json::array({7})}}}}})}},
                                 {{"usageMetadata", 7}},
                                 {{"usageMetadata", {{"promptTokenCount", -1}}}},
                                 {{"promptFeedback", 7}},
                                 Json::object()};
  for (const Json& body : google) {
    CAPTURE(body.dump());
    CHECK(failure_of(Provider::google, body).error.code == Errc::provider);
  }
}

TEST_CASE("an exhausted balance is not tried again, whatever it is called") {
  const Json body{{"type", "error"},
                  {"error",
                   {{"type", "invalid_request_error"},
                    {"message", "Your credit balance is too low to access the Anthropic API."}}}};
  const auto answer = attempt_with(Provider::anthropic, 400, body.dump());
  REQUIRE_FALSE(answer);
  CHECK(answer.error().remedy != AttemptFailure::Remedy::time);
  CHECK(answer.error().error.hint.find("add credits") == 0);
}

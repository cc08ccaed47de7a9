// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "llm_fixtures.hpp"
#include "rustassistant/domain/prices.hpp"

// OpenAI's responses, and what else its older and narrower models need.
using namespace rustassistant;
using namespace rustassistant::llm;
using namespace rustassistant::llm::test;
using domain::Provider;
using Json = nlohmann::json;
using Billing = AttemptFailure::Billing;

namespace {

const Prompt kPrompt{"be brief", "fn main() {}", "review", R"({"type":"object"})"};

ProviderConfig config_of(const char* model) {
  ProviderConfig config = config_for(Provider::openai);
  config.model = model;
  config.shape = known_shape(config);
  return config;
}

Json body_of(const char* model) {
  const auto config = config_of(model);
  return Json::parse(request_body(kPrompt, config, config.shape));
}

Json response(const Json& output, const char* status = "completed") {
  return {{"status", status},
          {"error", nullptr},
          {"model", "o3-pro-2025-06-10"},
          {"output", output},
          {"usage",
           {{"input_tokens", 75},
            {"input_tokens_details", {{"cached_tokens", 64}}},
            {"output_tokens", 1186},
            {"output_tokens_details", {{"reasoning_tokens", 1024}}}}}};
}

Json message(const char* text) {
  return Json::array({{{"type", "reasoning"}, {"summary", Json::array()}},
                      {{"type", "message"}, {"content", Json::array({{{"type", "output_text"}, {"text", text}}})}}});
}

AttemptResult answer_to(const Json& body) {
  return attempt_with(rustassistant::test::FakeTransport::reply(200, body.dump()), config_of("o3-pro"));
}

}  // namespace

TEST_CASE("models that speak responses alone are asked there") {
  for (const char* model : {"o3-pro", "gpt-5-pro", "o1-pro-2025-03-19", "gpt-5-codex"}) {
    CAPTURE(model);
    rustassistant::test::FakeTransport transport;
    const rustassistant::test::FakeClock clock;
    static_cast<void>(Client(transport, clock).attempt("{}", config_of(model)));
    CHECK(transport.requests().front().url == "https://api.openai.com/v1/responses");
  }
  CHECK(body_of("o3-pro") ==
        Json{{"model", "o3-pro"},
             {"instructions", "be brief"},
             {"input", "fn main() {}"},
             {"text",
              {{"format",
                {{"type", "json_schema"}, {"name", "review"}, {"strict", true}, {"schema", {{"type", "object"}}}}}}},
             {"max_output_tokens", 4096},
             {"store", false}});
}

TEST_CASE("a response gives its text, model and usage") {
  const auto answer = answer_to(response(message("{\"a\":1}")));
  REQUIRE(answer);
  CHECK(answer->text == "{\"a\":1}");
  CHECK(answer->model == "o3-pro-2025-06-10");
  CHECK(answer->usage.value().input == 75);
  CHECK(answer->usage->cached == 64);
  CHECK(answer->usage->output == 1186);
  CHECK(answer->usage->reasoning == 1024);
}

TEST_CASE("a response that comes as a stream is in the last event that holds one") {
  const auto answer_to_stream = [](const std::vector<Json>& events) {
    std::string stream;
    for (const Json& event : events) stream += "data: " + event.dump() + "\n\n";
    return attempt_with(rustassistant::test::FakeTransport::reply(200, stream), config_of("o3-pro"));
  };
  const Json begun{{"type", "response.created"}, {"response", response(Json::array(), "in_progress")}};
  const Json piece{{"type", "response.output_text.delta"}, {"delta", "{"}};
  const Json whole{{"type", "response.completed"}, {"response", response(message("{\"a\":1}"))}};
  const auto answer = answer_to_stream({begun, 7, piece, whole, Json::array({1})});
  REQUIRE(answer);
  CHECK(answer->text == "{\"a\":1}");
  CHECK(answer->usage.value().output == 1186);
  const Json rest{{"type", "response.output_text.delta"}, {"delta", "\"a\":2}"}};
  CHECK(answer_to_stream({begun, piece, rest})->text == "{\"a\":2}");
  const Json empty{{"type", "response.completed"}, {"response", response(Json::array())}};
  CHECK(answer_to_stream({begun, piece, rest, empty})->text == "{\"a\":2}");
  CHECK_FALSE(answer_to_stream({begun, empty}));
  Json failed = response(Json::array(), "failed");
  failed["error"] = {{"code", "server_error"}, {"message", "oops"}};
  const auto failure = answer_to_stream({begun, {{"type", "response.failed"}, {"response", failed}}});
  CHECK(failure.error().remedy == AttemptFailure::Remedy::time);
  CHECK(failure.error().error.what == "openai: HTTP 200: oops");
  CHECK_FALSE(answer_to_stream({whole, {{"response", 7}}, {{"error", {{"message", "overloaded"}}}}}));
}

TEST_CASE("a gateway may give the text alone") {
  Json body = response(Json::array());
  body["output_text"] = "{}";
  CHECK(answer_to(body)->text == "{}");
  body.erase("output");
  CHECK(answer_to(body)->text == "{}");
  const Json plain = Json::array({{{"type", "message"}, {"content", "{}"}}});
  CHECK(answer_to(response(plain))->text == "{}");
  body["usage"] = 7;
  REQUIRE(answer_to(body));
  CHECK_FALSE(answer_to(body)->usage);
}

TEST_CASE("a response that is not whole is paid for, and told with its reason") {
  Json cut = response(Json::array(), "incomplete");
  cut["incomplete_details"] = {{"reason", "max_output_tokens"}};
  CHECK(answer_to(cut).error().remedy == AttemptFailure::Remedy::larger_cap);
  CHECK(answer_to(cut).error().billing == Billing::known);
  cut["incomplete_details"] = {{"reason", "content_filter"}};
  CHECK(answer_to(cut).error().error.what.find("content filter") != std::string::npos);
  const Json refused = Json::array(
      {{{"type", "message"}, {"content", Json::array({{{"type", "refusal"}, {"refusal", "I will not"}}})}}});
  CHECK(answer_to(response(refused)).error().error.what == "openai: the model refused: I will not");
  Json failed = response(Json::array(), "failed");
  failed["error"] = {{"code", "server_error"}, {"message", "oops"}};
  CHECK(answer_to(failed).error().remedy == AttemptFailure::Remedy::time);
  for (const char* place : {"/output", "/output/0", "/output/1/content", "/output/1/content/0/text"}) {
    CAPTURE(place);
    Json body = response(message("{}"));
    body[Json::json_pointer(place)] = 7;
    CHECK_FALSE(answer_to(body));
  }
}

TEST_CASE(
    "older models are told the schema in a way that they take, and the system prompt where they have a role for it") {
  struct Case {
    const char* model;
    const char* format;
  };
  for (const auto& [model, format] :
       {Case{"gpt-3.5-turbo", "json_object"}, Case{"gpt-4-turbo", "json_object"},
        Case{"gpt-4o-2024-05-13", "json_object"}, Case{"gpt-4", ""}, Case{"gpt-4-32k", ""}, Case{"o1-mini", ""},
        Case{"gpt-4o", "json_schema"}, Case{"gpt-4.1", "json_schema"}, Case{"gpt-4o-mini", "json_schema"},
        Case{"o1", "json_schema"}, Case{"gpt-5", "json_schema"}}) {
    CAPTURE(model);
    const Json body = body_of(model);
    CHECK((body.contains("response_format") ? body["response_format"]["type"] : Json("")) == format);
    const bool in_prompt = body["messages"].dump().find("The schema of the answer") != std::string::npos;
    CHECK(in_prompt == (std::string_view(format) != "json_schema"));
  }
  const Json folded = body_of("o1-mini")["messages"];
  REQUIRE(folded.size() == 1);
  CHECK(folded[0]["role"] == "user");
  CHECK(folded[0]["content"] == "be brief\nThe schema of the answer:\n{\"type\":\"object\"}\n\nfn main() {}");
}

TEST_CASE("every model of the price table has a shape in which it can be asked") {
  for (const domain::ModelPrice& price : domain::known_prices()) {
    CAPTURE(price.id);
    ProviderConfig config = config_for(price.provider);
    config.model = price.id;
    CHECK(check(config));
    CHECK(Json::accept(request_body(kPrompt, config, known_shape(config))));
  }
}

// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "llm_fixtures.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/llm/client.hpp"
#include "support/chat_request.hpp"

using namespace rustassistant;
using namespace rustassistant::llm;
using namespace rustassistant::llm::test;
using domain::Provider;

namespace {

// The request that a configuration leads to, as a server would see it.
rustassistant::test::ReceivedRequest request_of(const ProviderConfig& config,
                                                std::string_view content = "fn main() {}") {
  const std::string body = request_body(
      prompt_for(domain::AnalysisType::refactor, {"rust", content}, domain::Thresholds{}, fresh_marker(content)),
      config, config.shape);
  rustassistant::test::FakeTransport transport;
  const rustassistant::test::FakeClock clock;
  CHECK_FALSE(Client(transport, clock).attempt(body, config));
  const auto sent = transport.requests().at(0);
  rustassistant::test::ReceivedRequest received{sent.method, sent.url.substr(sent.url.find('/', 8)), {}, sent.body};
  for (const auto& [name, value] : sent.headers) received.headers[to_lower(name)] = value;
  received.headers["content-length"] = std::to_string(sent.body.size());
  return received;
}

}  // namespace

TEST_CASE("every request for a chat completion is flawless") {
  for (const Provider provider : {Provider::xai, Provider::openai, Provider::openai_compatible}) {
    const auto config = config_for(provider);
    const auto request = request_of(config);
    INFO(request.body);
    CHECK(rustassistant::test::check_chat_request(request, domain::name_of(provider), config.key ? kKey : "") ==
          std::vector<std::string>{});
  }
}

TEST_CASE("the check of requests sees what is wrong") {
  auto config = config_for(Provider::openai);
  auto request = request_of(config);
  CHECK(rustassistant::test::check_chat_request(request, "openai", "another key").size() == 1);
  CHECK(rustassistant::test::check_chat_request(request, "openai-compatible", kKey).size() == 3);
  auto body = nlohmann::json::parse(request.body);
  body["seed"] = 1;
  body["response_format"]["json_schema"]["schema"]["properties"]["code_smells"]["items"].erase("additionalProperties");
  body["response_format"]["json_schema"]["schema"]["required"].erase(0);
  request.body = body.dump();
  request.headers["content-length"] = std::to_string(request.body.size());
  CHECK(rustassistant::test::check_chat_request(request, "openai", kKey).size() == 3);
}

TEST_CASE("OpenAI's reasoning models get no temperature, others do") {
  struct Case {
    const char* model;
    bool temperature;
  };
  for (const auto& [model, temperature] :
       {Case{"gpt-4.1-nano", true}, Case{"gpt-4o-mini", true}, Case{"o3-mini", false}, Case{"o4-mini", false},
        Case{"gpt-5-nano", false}, Case{"gpt-5.6-luna", false}}) {
    INFO(model);
    auto config = config_for(Provider::openai);
    config.model = model;
    const auto request = request_of(config);
    CHECK(nlohmann::json::parse(request.body).contains("temperature") == temperature);
    CHECK(rustassistant::test::check_chat_request(request, "openai", kKey) == std::vector<std::string>{});
  }
}

TEST_CASE("reasoning, which xAI does not cap, is switched off where the model allows it") {
  auto config = config_for(Provider::xai);
  CHECK(nlohmann::json::parse(request_of(config).body)["reasoning_effort"] == "none");
  config.model = "grok-4";
  CHECK_FALSE(nlohmann::json::parse(request_of(config).body).contains("reasoning_effort"));
}

TEST_CASE("the output cap and the model are those of the configuration") {
  auto config = config_for(Provider::openai_compatible);
  config.shape.output_cap = 777;
  config.model = "llama3.2:3b";
  const auto body = nlohmann::json::parse(request_of(config).body);
  CHECK(body["max_tokens"] == 777);
  CHECK(body["model"] == "llama3.2:3b");
}

TEST_CASE("a base URL may end in a slash") {
  auto config = config_for(Provider::openai_compatible);
  config.base_url = "http://127.0.0.1:8080/v1//";
  CHECK(request_of(config).path == "/v1/chat/completions");
}

TEST_CASE("the schema is sent in its own order, for models answer in that order") {
  const auto request = request_of(config_for(Provider::openai));
  const auto smells = request.body.find("\"code_smells\":{");
  const auto score = request.body.find("\"complexity_score\":{");
  const auto effort = request.body.find("\"estimated_effort\":{");
  CHECK(smells < score);
  CHECK(score < effort);
  CHECK(effort != std::string::npos);
}

TEST_CASE("any bytes in a file make a valid request") {
  std::string content;
  for (int byte = 0; byte < 256; ++byte) content += static_cast<char>(byte);
  const auto request = request_of(config_for(Provider::xai), content);
  CHECK(rustassistant::test::check_chat_request(request, "xai", kKey) == std::vector<std::string>{});
}

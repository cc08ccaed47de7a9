// SPDX-License-Identifier: MIT
#include "rustassistant/llm/client.hpp"

#include <catch2/catch.hpp>

#include "llm_fixtures.hpp"
#include "rustassistant/http/curl_transport.hpp"
#include "support/loopback_server.hpp"

using namespace rustassistant;
using namespace rustassistant::llm;
using namespace rustassistant::llm::test;
using domain::Provider;
using http::TransportFault;
using rustassistant::test::FakeTransport;
using Billing = AttemptFailure::Billing;

TEST_CASE("statuses decide over retry, billing and hint") {
  struct Case {
    int status;
    const char* body;
    bool retryable;
    Billing billing;
    const char* hint_part;
  };
  const std::vector<Case> cases{
      {301, "", false, Billing::none, "redirects are not followed"},
      {307, "", false, Billing::none, "redirects are not followed"},
      {400, R"({"error":{"message":"Unsupported value: 'temperature'"}})", false, Billing::none, "--model"},
      {400, R"({"error":{"message":"API key not valid"}})", false, Billing::none, "OPENAI_API_KEY"},
      {401, "", false, Billing::none, "OPENAI_API_KEY"},
      {402, "", false, Billing::none, "add credits"},
      {403, "", false, Billing::none, "has no access to this model"},
      {403, R"({"error":"Your team has used all available credits"})", false, Billing::none, "add credits"},
      {404, "", false, Billing::none, "base URL"},
      {408, "", true, Billing::none, "later"},
      {409, "", true, Billing::none, "later"},
      {413, "", false, Billing::none, "too large"},
      {422, "", false, Billing::none, "--model"},
      {429, "", true, Billing::none, "rate"},
      {429, R"({"error":{"code":"insufficient_quota"}})", false, Billing::none, "add credits"},
      {429, R"({"error":"Your monthly spending limit is reached"})", false, Billing::none, "add credits"},
      {429, R"({"error":{"message":"Rate limit reached. See https://example.com/account/billing"}})", true,
       Billing::none, "rate"},
      {500, "", true, Billing::none, "later"},
      {502, "<html><body>Bad gateway</body></html>", true, Billing::none, "later"},
      {503, "", true, Billing::none, "later"},
      {504, "", true, Billing::possible, "later"},
      {529, "", true, Billing::none, "later"},
      {100, "", false, Billing::none, "was rejected"},
      {524, "", true, Billing::possible, "later"},
      {500, R"({"error":"no","usage":{"prompt_tokens":7,"completion_tokens":1}})", true, Billing::known, "later"},
      {200, R"({"error":{"code":502,"message":"upstream broke"}})", true, Billing::none, "later"},
      {200, R"({"error":{"code":"429","message":"slow down"}})", true, Billing::none, "rate"},
      {200, R"({"error":{"type":"overloaded_error","message":"busy"}})", true, Billing::none, "later"},
      {200, R"({"error":{"status":"RESOURCE_EXHAUSTED","message":"busy"}})", true, Billing::none, "rate"},
      {200, R"({"error":{"code":504,"message":"upstream is slow"}})", true, Billing::possible, "later"},
      {200, R"({"error":{"code":"invalid_api_key","message":"no"}})", false, Billing::none, "OPENAI_API_KEY"},
      {200, R"({"error":"no"})", false, Billing::none, "was rejected"},
      {200, R"({"error":"the model is loading"})", true, Billing::none, "later"},
      {200, R"({"error":{"type":"billing_error","message":"no"}})", false, Billing::none, "add credits"},
      {400, R"({"error":{"message":"prompt is too long: 300000 tokens > 200000"}})", false, Billing::none, "too large"},
      {200, "data: {\"error\":{\"code\":503,\"message\":\"busy\"}}\n\ndata: [DONE]\n", true, Billing::none, "later"},
  };
  for (const Case& expected : cases) {
    INFO(expected.status << " " << expected.body);
    const auto result = attempt_with(Provider::openai, expected.status, expected.body);
    REQUIRE_FALSE(result);
    CHECK(result.error().error.code == Errc::provider);
    CHECK((result.error().remedy == AttemptFailure::Remedy::time) == expected.retryable);
    CHECK(result.error().billing == expected.billing);
    CHECK(result.error().error.what.find("openai: HTTP " + std::to_string(expected.status)) == 0);
    CHECK(result.error().error.hint.find(expected.hint_part) != std::string::npos);
  }
}

TEST_CASE("a request that exceeds the account's limit by itself is not sent again") {
  const auto result = attempt_with(
      Provider::openai, 429, R"({"error":{"message":"Request too large for gpt-4o on tokens per minute","type":"tokens"}
})",
      {{"retry-after", "1"}});
  REQUIRE_FALSE(result);
  CHECK(result.error().remedy == AttemptFailure::Remedy::none);
  CHECK(result.error().error.hint.find("too large") != std::string::npos);
}

TEST_CASE("a refused schema or system prompt may be told in another way") {
  using Remedy = AttemptFailure::Remedy;
  const auto remedy = [](Provider provider, int status, const char* message) {
    const auto result = attempt_with(provider, status, std::string(R"({"error":{"message":")") + message + "\"}}");
    CHECK_FALSE(result.error().is_outage);
    return result.error().remedy;
  };
  CHECK(remedy(Provider::openai_compatible, 400, "response_format json_schema is not supported") ==
        Remedy::plainer_schema);
  CHECK(remedy(Provider::openai_compatible, 422, "failed to parse grammar") == Remedy::plainer_schema);
  CHECK(remedy(Provider::anthropic, 400, "output_config: extra inputs are not permitted") == Remedy::plainer_schema);
  CHECK(remedy(Provider::openai, 400, "'response_format' of type 'json_schema' is not supported with this model.") ==
        Remedy::plainer_schema);
  CHECK(remedy(Provider::google, 400, "Unknown name 'responseJsonSchema': Cannot find field.") ==
        Remedy::plainer_schema);
  CHECK(remedy(Provider::openai, 400, "'messages[0].role' does not support 'system' with this model.") ==
        Remedy::folded_system);
  CHECK(remedy(Provider::openai_compatible, 422, "System role not supported") == Remedy::folded_system);
  CHECK(remedy(Provider::openai_compatible, 400, "Conversation roles must alternate user/assistant/user/assistant") ==
        Remedy::folded_system);
  CHECK(remedy(Provider::openai_compatible, 400, "temperature is too high") == Remedy::none);
  CHECK(remedy(Provider::openai_compatible, 400, "the system is down") == Remedy::none);
}

TEST_CASE("what is wrong with the account is told from what is wrong with a request, and from a full queue") {
  struct Row {
    int status;
    const char* body;
    bool is_of_account;
    bool is_queue_full;
  };
  const auto rows = std::to_array<Row>({
      {401, R"({"error":{"message":"Incorrect API key provided"}})", true, false},
      {403, R"({"error":{"message":"no access"}})", true, false},
      {404, R"({"error":{"message":"no such model"}})", true, false},
      {400, R"({"code":"Client specified an invalid argument","error":"Incorrect API key provided."})", true, false},
      {400, R"({"error":{"message":"API key not valid. Please pass a valid API key."}})", true, false},
      {400, R"({"error":{"message":"Your credit balance is too low to access the API"}})", true, false},
      {429, R"({"error":{"code":"insufficient_quota","message":"You exceeded your current quota"}})", true, false},
      {429,
       R"({"error":{"type":"rate_limit_error","message":"limits","details":{"error_code":"enforced_spend_limit_reached"}}})",
       true, false},
      {429, R"({"error":{"type":"rate_limit_error","message":"limits"}})", false, false},
      {429, R"({"error":{"code":"token_limit_exceeded","message":"too much"}})", false, true},
      {400, R"({"error":{"message":"Enqueued token limit reached for gpt-4.1"}})", false, true},
      {400, R"({"error":{"message":"temperature is too high"}})", false, false},
      {503, "", false, false},
  });
  for (const Row& row : rows) {
    CAPTURE(row.status, row.body);
    const auto failure = attempt_with(Provider::openai, row.status, row.body).error();
    CHECK(failure.is_of_account == row.is_of_account);
    CHECK(failure.is_queue_full == row.is_queue_full);
    CHECK_FALSE((failure.is_queue_full && failure.is_rate_limit));
  }
}

TEST_CASE("what speaks against the provider is an outage, what speaks against the request is none") {
  const auto is_outage = [](int status, const char* body = "") {
    return attempt_with(Provider::openai, status, body).error().is_outage;
  };
  for (const int status : {301, 401, 402, 403, 404, 408, 500, 502, 503, 504, 524, 529}) {
    CAPTURE(status);
    CHECK(is_outage(status));
  }
  for (const int status : {400, 413, 422, 429}) {
    CAPTURE(status);
    CHECK_FALSE(is_outage(status));
  }
  for (const char* body : {"<html>", "", "{}", "[1]", R"({"error":"no"})", R"({"choices":[]})"}) {
    CAPTURE(body);
    CHECK(is_outage(200, body));
  }
  CHECK_FALSE(is_outage(200, R"({"choices":[{"message":{"content":""}}]})"));
  CHECK_FALSE(is_outage(200, R"({"usage":{"prompt_tokens":1,"completion_tokens":1}})"));
}

TEST_CASE("a wait that is too long to honour is told to the user") {
  const auto result = attempt_with(Provider::openai, 429, "", {{"retry-after", "3600"}});
  REQUIRE_FALSE(result);
  CHECK(result.error().error.hint == "the provider asks to wait 3600 s");
}

TEST_CASE("what is no model's answer is unusable, costs nothing, and is not retried") {
  for (const std::string& body :
       {std::string("<html>hotel wifi</html>"), std::string(), std::string("{\"choices\":"), std::string(200, '['),
        std::string("[]"), std::string("17"), std::string("\xff"), std::string("{}"), std::string(R"({"choices":[]})"),
        std::string(R"({"message":"welcome"})")}) {
    CAPTURE(body);
    const auto result = attempt_with(Provider::xai, 200, body);
    REQUIRE_FALSE(result);
    CHECK(result.error().error.code == Errc::provider);
    CHECK(result.error().billing == Billing::none);
    CHECK(result.error().remedy != AttemptFailure::Remedy::time);
  }
  CHECK(attempt_with(Provider::xai, 200, "<html>hi").error().error.what ==
        "xai: HTTP 200: an HTML page came back, not JSON");
}

TEST_CASE("an answer without usage that cannot be used costs at most what its size comes to") {
  const std::string body = R"({"choices":[{"message":{"content":""},"finish_reason":"content_filter"}]})";
  const auto result = attempt_with(Provider::openai, 200, body);
  REQUIRE_FALSE(result);
  CHECK(result.error().billing == Billing::by_size);
  CHECK(result.error().reply_bytes == static_cast<std::int64_t>(body.size()));
}

TEST_CASE("transport faults decide over retry and billing") {
  struct Case {
    TransportFault fault;
    bool sent;
    Errc code;
    bool retryable;
  };
  for (const auto& [fault, sent, code, retryable] :
       {Case{TransportFault::invalid, false, Errc::config, false},
        Case{TransportFault::untrusted, false, Errc::unreachable, false},
        Case{TransportFault::unreachable, false, Errc::unreachable, true},
        Case{TransportFault::timeout, false, Errc::unreachable, true},
        Case{TransportFault::timeout, true, Errc::unreachable, false},
        Case{TransportFault::lost, true, Errc::unreachable, true},
        Case{TransportFault::cut, true, Errc::unreachable, false},
        Case{TransportFault::too_large, true, Errc::provider, false},
        Case{TransportFault::interrupted, true, Errc::interrupted, false},
        Case{TransportFault::interrupted, false, Errc::interrupted, false}}) {
    INFO(static_cast<int>(fault) << (sent ? " sent" : " not sent"));
    const auto result = attempt_with(FakeTransport::failure(fault, sent), config_for(Provider::xai));
    REQUIRE_FALSE(result);
    CHECK(result.error().error.code == code);
    CHECK((result.error().remedy == AttemptFailure::Remedy::time) == retryable);
    CHECK(result.error().billing == (sent ? Billing::possible : Billing::none));
  }
}

TEST_CASE("a key that a server quotes is blotted out, in errors and in answers") {
  const std::string echo = std::string(R"({"error":{"message":"bad key )") + kKey + R"("}})";
  const auto failed = attempt_with(Provider::openai, 401, echo);
  REQUIRE_FALSE(failed);
  CHECK(failed.error().error.what.find(kKey) == std::string::npos);
  CHECK(failed.error().error.what.find("bad key ****") != std::string::npos);
  const auto answered = attempt_with(
      Provider::openai, 200, std::string(R"({"choices":[{"message":{"content":"{\"k\":\")") + kKey + R"(\"}"}}]})");
  REQUIRE(answered);
  CHECK(answered->text.find(kKey) == std::string::npos);
}

TEST_CASE("a key that holds asterisks is blotted out as often as it is quoted") {
  auto config = config_for(Provider::openai);
  config.key.emplace("********a");
  const auto failed = attempt_with(FakeTransport::reply(401, R"({"error":"********a, ********a********"})"), config);
  REQUIRE_FALSE(failed);
  CHECK(failed.error().error.what == "openai: HTTP 401: *********, *****************");
}

TEST_CASE("a configuration that does not pass its check sends nothing") {
  FakeTransport transport;
  const rustassistant::test::FakeClock clock;
  auto config = config_for(Provider::openai_compatible);
  config.base_url = "http://example.com/v1";
  config.key.emplace(kKey);
  const auto result = Client(transport, clock).attempt("{}", config);
  REQUIRE_FALSE(result);
  CHECK(result.error().error.code == Errc::config);
  CHECK(result.error().billing == Billing::none);
  CHECK(transport.requests().empty());
}

TEST_CASE("an answer travels over a real connection") {
  rustassistant::test::LoopbackServer server({rustassistant::test::ScriptedReply{
      .status = 200, .body = R"({"choices":[{"message":{"content":"{}"},"finish_reason":"stop"}]})", .headers = {}}});
  http::CurlTransport transport;
  const rustassistant::test::FakeClock clock;
  auto config = config_for(Provider::openai_compatible);
  config.base_url = server.url("/v1");
  config.key.emplace(kKey);
  const auto answer = Client(transport, clock).attempt("{\"a\":1}", config);
  REQUIRE(answer);
  CHECK(answer->text == "{}");
  CHECK(server.requests().at(0).headers.at("authorization") == std::string("Bearer ") + kKey);
  CHECK(server.requests().at(0).body == "{\"a\":1}");
}

// SPDX-License-Identifier: MIT
#include <array>
#include <catch2/catch.hpp>
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "error_text.hpp"
#include "llm_fixtures.hpp"

using namespace rustassistant;
using namespace rustassistant::llm;
using namespace rustassistant::llm::test;
using domain::Provider;
using Remedy = AttemptFailure::Remedy;
using Billing = AttemptFailure::Billing;

namespace {

struct RefusalRow {
  int status;
  std::string_view message;
  Remedy remedy;
  std::string_view flags;  // o: outage, a: of the account, r: rate limit, b: possibly billed
  std::string_view hint;
};

std::string flags_of(const AttemptFailure& failure) {
  std::string flags;
  if (failure.is_outage) flags += 'o';
  if (failure.is_of_account) flags += 'a';
  if (failure.is_rate_limit) flags += 'r';
  if (failure.billing == Billing::possible) flags += 'b';
  return flags;
}

AttemptFailure refused_with(int status, std::string_view message,
                            std::map<std::string, std::string, std::less<>> headers = {}) {
  const nlohmann::json body{{"error", {{"message", message}}}};
  const auto result = attempt_with(Provider::openai, status, body.dump(), std::move(headers));
  REQUIRE_FALSE(result);
  return result.error();
}

ErrorText told_by(std::string body) {
  http::Reply reply;
  reply.status = 400;
  reply.body = std::move(body);
  return error_text(reply);
}

constexpr std::string_view kRedirect = "redirects are not followed: check the base URL";
constexpr std::string_view kCheckKey = "check the key in OPENAI_API_KEY";
constexpr std::string_view kCredits = "add credits with the provider, or choose another one with --provider";
constexpr std::string_view kAccess =
    "the key in OPENAI_API_KEY has no access to this model; choose another one with --model";
constexpr std::string_view kModel = "check the model (--model) and the base URL";
constexpr std::string_view kSize = "the file is too large for this model";
constexpr std::string_view kSchema = "the server does not accept a schema; another model (--model) may";
constexpr std::string_view kSystem = "the model accepts no system prompt; another one (--model) may";
constexpr std::string_view kRate = "the provider limits the rate: try again later, or lower --jobs";
constexpr std::string_view kLater = "try again later";
constexpr std::string_view kProblem = "the provider has a problem: try again later";
constexpr std::string_view kRejected = "the request was rejected; another model (--model) may accept it";

}  // namespace

TEST_CASE("a status that an error names counts in an answer alone") {
  for (const int status : {299, 300}) {
    const auto failed = attempt_with(Provider::openai, status, R"({"error":{"code":429,"message":"m"}})", {});
    REQUIRE_FALSE(failed);
    CHECK(flags_of(failed.error()) == (status == 299 ? "r" : "o"));
  }
}

TEST_CASE("each status with its words is exactly a remedy, flags and a hint") {
  constexpr auto kRows = std::to_array<RefusalRow>({
      {300, "m", Remedy::none, "o", kRedirect},
      {399, "m", Remedy::none, "o", kRedirect},
      {400, "m", Remedy::none, "", kRejected},
      {401, "m", Remedy::none, "oa", kCheckKey},
      {402, "m", Remedy::none, "oa", kCredits},
      {403, "m", Remedy::none, "oa", kAccess},
      {404, "m", Remedy::none, "oa", kModel},
      {405, "m", Remedy::none, "", kRejected},
      {408, "m", Remedy::time, "o", kLater},
      {409, "m", Remedy::time, "o", kLater},
      {413, "m", Remedy::none, "", kSize},
      {415, "m", Remedy::none, "", kRejected},
      {422, "m", Remedy::none, "", kRejected},
      {429, "m", Remedy::time, "r", kRate},
      {499, "m", Remedy::none, "", kRejected},
      {500, "m", Remedy::time, "o", kProblem},
      {503, "m", Remedy::time, "o", kProblem},
      {504, "m", Remedy::time, "ob", kProblem},
      {524, "m", Remedy::time, "ob", kProblem},
      {529, "m", Remedy::time, "o", kProblem},
      {400, "Bad API key", Remedy::none, "oa", kCheckKey},
      {403, "bad api_key", Remedy::none, "oa", kCheckKey},
      {403, "bad ApiKey", Remedy::none, "oa", kCheckKey},
      {404, "bad api key", Remedy::none, "oa", kModel},
      {422, "bad api key", Remedy::none, "", kRejected},
      {429, "You exceeded your current quota", Remedy::none, "oa", kCredits},
      {400, "Insufficient credits", Remedy::none, "oa", kCredits},
      {403, "out of credits", Remedy::none, "oa", kCredits},
      {403, "your available credits", Remedy::none, "oa", kCredits},
      {499, "spending limit", Remedy::none, "oa", kCredits},
      {400, "Insufficient Balance", Remedy::none, "oa", kCredits},
      {400, "Your credit balance is too low", Remedy::none, "oa", kCredits},
      {500, "out of credits", Remedy::time, "o", kProblem},
      {429, "Request too large", Remedy::none, "", kSize},
      {400, "request too large", Remedy::none, "", kRejected},
      {400, "prompt is too long", Remedy::none, "", kSize},
      {400, "maximum context length", Remedy::none, "", kSize},
      {400, "context window", Remedy::none, "", kSize},
      {400, "Context length", Remedy::none, "", kSize},
      {400, "input token count", Remedy::none, "", kSize},
      {422, "prompt is too long", Remedy::none, "", kRejected},
      {400, "response_format", Remedy::plainer_schema, "", kSchema},
      {404, "Response Format", Remedy::plainer_schema, "", kSchema},
      {415, "json_schema", Remedy::plainer_schema, "", kSchema},
      {422, "JSON schema", Remedy::plainer_schema, "", kSchema},
      {500, "json_object", Remedy::plainer_schema, "", kSchema},
      {501, "structured output", Remedy::plainer_schema, "", kSchema},
      {502, "json_schema", Remedy::time, "o", kProblem},
      {401, "json_schema", Remedy::none, "oa", kCheckKey},
      {400, "output_config", Remedy::plainer_schema, "", kSchema},
      {400, "output_format", Remedy::plainer_schema, "", kSchema},
      {400, "grammar", Remedy::plainer_schema, "", kSchema},
      {400, "text.format", Remedy::plainer_schema, "", kSchema},
      {400, "responseJsonSchema", Remedy::plainer_schema, "", kSchema},
      {400, "response_json_schema", Remedy::plainer_schema, "", kSchema},
      {400, "responseSchema", Remedy::plainer_schema, "", kSchema},
      {400, "response_schema", Remedy::plainer_schema, "", kSchema},
      {400, "responseMimeType", Remedy::plainer_schema, "", kSchema},
      {400, "response_mime_type", Remedy::plainer_schema, "", kSchema},
      {400, "JSON mode", Remedy::plainer_schema, "", kSchema},
      {400, "roles must alternate", Remedy::folded_system, "", kSystem},
      {400, "Developer instruction is not enabled", Remedy::folded_system, "", kSystem},
      {400, "system role: unsupported", Remedy::folded_system, "", kSystem},
      {400, "system message not allowed", Remedy::folded_system, "", kSystem},
      {400, "system instruction not enabled", Remedy::folded_system, "", kSystem},
      {400, "system role is invalid", Remedy::folded_system, "", kSystem},
      {400, "system role must be first", Remedy::folded_system, "", kSystem},
      {400, "role must be user", Remedy::none, "", kRejected},
      {400, "system must be nice", Remedy::none, "", kRejected},
      {400, "system role", Remedy::none, "", kRejected},
      {405, "roles must alternate", Remedy::none, "", kRejected},
      {400, "Model is loading", Remedy::time, "o", kProblem},
      {404, "it is currently loading", Remedy::time, "o", kProblem},
      {429, "loading model", Remedy::time, "o", kProblem},
  });
  for (const RefusalRow& row : kRows) {
    CAPTURE(row.status, row.message);
    const AttemptFailure failure = refused_with(row.status, row.message);
    CHECK(failure.remedy == row.remedy);
    CHECK(flags_of(failure) == row.flags);
    CHECK(failure.error.hint == row.hint);
    CHECK(failure.error.code == Errc::provider);
    CHECK(failure.error.what == "openai: HTTP " + std::to_string(row.status) + ": " + std::string(row.message));
    CHECK_FALSE(failure.retry_after);
  }
}

TEST_CASE("the hint says how long the provider asks to wait, where that is too long") {
  const auto hint_after = [](int status, const char* wait) {
    return refused_with(status, "m", {{"retry-after-ms", wait}}).error.hint;
  };
  CHECK(hint_after(429, "60000") == kRate);
  CHECK(hint_after(429, "60001") == "the provider asks to wait 61 s");
  CHECK(hint_after(503, "62000") == "the provider asks to wait 62 s");
  CHECK(hint_after(400, "62000") == kRejected);
  CHECK(refused_with(429, "m", {{"retry-after-ms", "7"}}).retry_after == std::chrono::milliseconds(7));
  const AttemptFailure limited = refused_with(429, "exceeded your current quota", {{"retry-after", "7"}});
  CHECK(limited.remedy == Remedy::time);
  CHECK(flags_of(limited) == "r");
}

TEST_CASE("each name of an error is its status") {
  struct Row {
    std::string_view name;
    std::optional<int> status;
  };
  constexpr auto kRows = std::to_array<Row>({
      {"rate_limit_error", 429},
      {"RESOURCE_EXHAUSTED", 429},
      {"too_many_requests", 429},
      {"overloaded_error", 529},
      {"gateway_timeout", 504},
      {"DEADLINE_EXCEEDED", 504},
      {"UNAVAILABLE", 503},
      {"server_error", 500},
      {"api_error", 500},
      {"INTERNAL", 500},
      {"upstream_error", 502},
      {"invalid_api_key", 401},
      {"authentication_error", 401},
      {"PERMISSION_DENIED", 403},
      {"not_found_error", 404},
      {"request_too_large", 413},
      {"invalid_request_error", 400},
      {"399", std::nullopt},
      {"400", 400},
      {"599", 599},
      {"600", std::nullopt},
      {"x", std::nullopt},
      {"", std::nullopt},
  });
  for (const Row& row : kRows) {
    CAPTURE(row.name);
    for (const char* member : {"code", "status"})
      CHECK(told_by(nlohmann::json{{"error", {{member, row.name}, {"message", "m"}}}}.dump()).status == row.status);
  }
  CHECK(told_by(R"({"error":{"type":"not_found_error"}})").status == 404);
  CHECK_FALSE(told_by(R"({"error":{"type":"404"}})").status);
}

TEST_CASE("each shape of an error is exactly its message and its code") {
  struct Row {
    std::string_view body;
    std::string_view message;
    std::string_view code;
  };
  constexpr auto kRows = std::to_array<Row>({
      {R"({"error":{"message":"m","code":"A","type":"B","status":"C"}})", "m", "a b c"},
      {R"({"error":{"message":"m","code":"A","details":{"error_code":"D"}}})", "m", "a   d"},
      {R"({"error":{"message":"m","code":"A","details":[1]}})", "m", "a"},
      {R"({"message":"m","detail":"n","error":"o"})", "m", ""},
      {R"({"detail":"n","error":"o","msg":"p"})", "n", ""},
      {R"({"error":"o","msg":"p"})", "o", ""},
      {R"({"msg":"p","error_description":"q"})", "p", ""},
      {R"({"error_description":"q","error_message":"r"})", "q", ""},
      {R"({"error_message":"r"})", "r", ""},
      {R"({"message":7})", "7", ""},
      {R"({"detail":[{"loc":["a",1],"msg":"m"},{"msg":"n"}]})", "a.1: m", ""},
      {R"({"detail":[{"loc":[],"msg":"m"}]})", "m", ""},
      {R"({"detail":[{"loc":"a","message":"m"}]})", "m", ""},
      {R"({"detail":[],"errors":["m","n"]})", "m", ""},
      {R"({"detail":[1],"errors":["m"]})", "m", ""},
      {R"({"detail":{},"errors":[{"message":"m"}]})", "m", ""},
      {R"({"metadata":{"raw":"m"}})", "m", ""},
      {R"({"message":"a","metadata":{"raw":{"b":1}}})", R"(a: {"b":1})", ""},
      {R"({"message":"a","metadata":{"raw":"[1]"}})", "a: [1]", ""},
      {R"({"message":"a","metadata":{"raw":"{\"error\":1,\"message\":\"b\"}"}})", "a: b", ""},
      {R"({"message":"a","metadata":{"raw":"{\"c\":1}"}})", R"(a: {"c":1})", ""},
      {R"({"message":"a","metadata":[]})", "a", ""},
      {R"({"message":"a","metadata":{}})", "a", ""},
      {"text", "text", ""},
  });
  for (const Row& row : kRows) {
    CAPTURE(row.body);
    const ErrorText text = told_by(std::string(row.body));
    CHECK(text.message == row.message);
    CHECK(text.code == row.code);
  }
}

// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "ledger_rows.hpp"

// Providers that do not speak chat completions: one question each, from the request to the ledger.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

ScriptedReply reply_with(const Json& body) {
  ScriptedReply reply;
  reply.body = body.dump();
  return reply;
}

}  // namespace

TEST_CASE("Anthropic answers, is paid what its counts come to, and is not asked again") {
  LoopbackServer server(std::vector{
      reply_with({{"type", "message"},
                  {"role", "assistant"},
                  {"model", "claude-haiku-5-5"},
                  {"content", Json::array({{{"type", "text"}, {"text", model_result().dump()}}})},
                  {"stop_reason", "end_turn"},
                  {"usage", {{"input_tokens", 600}, {"cache_read_input_tokens", 400}, {"output_tokens", 200}}}})});
  World world;
  world.configure("[llm.anthropic]\nbase_url = \"" + server.url("/v1") + "\"\n");
  world.variables["ANTHROPIC_API_KEY"] = kKey;
  const Json result = world.analyze().json()["results"][0];
  CHECK(result["provider"] == "anthropic");
  CHECK(result["cost_nano_usd"] == (600 * 100 + 400 * 10 + 200 * 500));  // $0.10, $0.01 and $0.50 per million
  CHECK(world.analyze().json()["results"][0]["cache"] == "hit");
  REQUIRE(server.requests().size() == 1);
  CHECK(server.requests()[0].path == "/v1/messages");
  CHECK(server.requests()[0].headers.at("x-api-key") == kKey);
  const auto rows = ledger_rows(world);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].input == 1000);
  CHECK(rows[0].cached == 400);
}

TEST_CASE("Google answers, is paid what its counts come to, and either of its variables holds the key") {
  const char* variable = GENERATE("GEMINI_API_KEY", "GOOGLE_API_KEY");
  LoopbackServer server(std::vector{reply_with(
      {{"candidates",
        Json::array({{{"content", {{"role", "model"}, {"parts", Json::array({{{"text", model_result().dump()}}})}}},
                      {"finishReason", "STOP"}}})},
       {"modelVersion", "gemini-2.5-flash-lite"},
       {"usageMetadata",
        {{"promptTokenCount", 1000},
         {"cachedContentTokenCount", 400},
         {"candidatesTokenCount", 150},
         {"thoughtsTokenCount", 50}}}})});
  World world;
  world.configure("[llm.google]\nbase_url = \"" + server.url("/v1beta") + "\"\n");
  world.variables[variable] = kKey;
  const Outcome outcome = world.analyze();
  CHECK(outcome.exit_code == 0);
  const Json result = outcome.json()["results"][0];
  CHECK(result["provider"] == "google");
  CHECK(result["cost_nano_usd"] == (600 * 100 + 400 * 10 + 200 * 400));  // $0.10, $0.01 and $0.40 per million
  REQUIRE(server.requests().size() == 1);
  CHECK(server.requests()[0].path == "/v1beta/models/gemini-2.5-flash-lite:generateContent");
  CHECK(server.requests()[0].headers.at("x-goog-api-key") == kKey);
  CHECK(ledger_rows(world)[0].reasoning == 50);
}

TEST_CASE("a model of Google may be named as its list of models names it") {
  World world;
  world.variables["GEMINI_API_KEY"] = kKey;
  const Outcome outcome = world.run({"refactor", "analyze", "a.rs", "--dry-run", "--model", "models/gemini-2.5-flash"});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, Contains("google gemini-2.5-flash,"));
}

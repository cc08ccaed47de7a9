// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "ledger_rows.hpp"
#include "support/chat_request.hpp"

// Another attempt that asks in another way: a larger cap, or a plainer schema.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

const std::vector<std::string> kNamed{"--provider", "openai"};

ScriptedReply truncated() {
  return completion(model_result().dump().substr(0, 60), "length");
}

Json body_of(const LoopbackServer& server, std::size_t number) {
  return Json::parse(server.requests().at(number).body);
}

ScriptedReply rejection(const std::string& message) {
  ScriptedReply reply;
  reply.status = 400;
  reply.body = Json{{"error", {{"message", message}}}}.dump();
  return reply;
}

void use_compatible(World& world, const LoopbackServer& server, const std::string& more = {}) {
  world.configure("[llm]\nprovider = \"openai-compatible\"\nmodel = \"local\"\n[llm.openai-compatible]\nbase_url = \"" +
                  server.url("/v1") + "\"\n" + more + "[prices.local]\ninput = 0\noutput = 0\n");
}

}  // namespace

TEST_CASE("an answer that was cut off is asked for once more with a larger cap; both are paid") {
  LoopbackServer server(std::vector{truncated(), good_answer()});
  World world;
  world.use_openai(server);
  const Json result = world.analyze(kNamed).json()["results"][0];
  CHECK(result["status"] == "ok");
  CHECK(result["cost_nano_usd"] == 2 * kCost);
  CHECK(body_of(server, 0)["max_completion_tokens"] == 4096);
  CHECK(body_of(server, 1)["max_completion_tokens"] == 16'384);
  CHECK(world.budget()["monthly"]["spent_nano_usd"] == 2 * kCost);
  CHECK(world.analyze(kNamed).json()["results"][0]["cache"] == "hit");
}

TEST_CASE("there is never a third") {
  LoopbackServer server(std::vector{truncated(), truncated(), good_answer()});
  World world;
  world.use_openai(server);
  const Outcome outcome = world.analyze(kNamed);
  CHECK(outcome.exit_code == 5);
  CHECK_THAT(outcome.err, Contains("cut off"));
  CHECK(server.requests().size() == 2);
  CHECK(world.budget()["monthly"]["spent_nano_usd"] == 2 * kCost);
  CHECK(world.cache()["entries"] == 0);
}

TEST_CASE("no second try where the budget forbids it, or the model cannot write more") {
  LoopbackServer server(std::vector{truncated(), good_answer()});
  World world;
  world.use_openai(server);
  SECTION("budget") {
    // Enough for one reservation with 4,096 tokens out, not for one with 16,384.
    const Outcome outcome = world.analyze({"--provider", "openai", "--max-cost", "0.004"});
    CHECK(outcome.exit_code == 5);
    CHECK_THAT(outcome.err, Contains("cut off"));
  }
  SECTION("model") {
    world.variables["RUSTASSISTANT_MAX_OUTPUT_TOKENS"] = "32768";  // all that gpt-4.1-nano writes
    CHECK(world.analyze(kNamed).exit_code == 5);
  }
  CHECK(server.requests().size() == 1);
  CHECK(world.budget()["monthly"]["spent_nano_usd"] == kCost);
}

TEST_CASE("a server that refuses the schema is asked in plainer ways, and for the other files at once so") {
  LoopbackServer server(std::vector{rejection("'response_format' of type json_schema is not supported"),
                                    rejection("This response_format type is unavailable now"), good_answer(),
                                    good_answer()});
  World world;
  use_compatible(world, server);
  world.write("repo/b.rs", "fn b() {}\n");
  const Outcome outcome = world.run({"refactor", "analyze", "a.rs", "b.rs", "--jobs", "1", "--format", "json"});
  CHECK(outcome.exit_code == 0);
  REQUIRE(server.requests().size() == 4);
  CHECK(body_of(server, 0)["response_format"]["type"] == "json_schema");
  CHECK(body_of(server, 1)["response_format"]["type"] == "json_object");
  for (const std::size_t number : {std::size_t{2}, std::size_t{3}}) {
    const Json body = body_of(server, number);
    CHECK_FALSE(body.contains("response_format"));
    CHECK_THAT(body["messages"][0]["content"].get<std::string>(), Contains("\"code_smells\""));
  }
  const Json document = outcome.json();
  for (const Json& result : document["results"]) CHECK(result["provider"] == "openai-compatible");
  CHECK(world.budget()["monthly"]["reserved_nano_usd"] == 0);
}

TEST_CASE("a compatible server's ways are configured") {
  LoopbackServer server(std::vector{good_answer()});
  World world;
  use_compatible(world, server, "schema = \"json_object\"\noutput_cap_member = \"max_completion_tokens\"\n");
  CHECK(world.analyze().json()["results"][0]["provider"] == "openai-compatible");
  const Json body = body_of(server, 0);
  CHECK(body["response_format"] == Json{{"type", "json_object"}});
  CHECK(body["max_completion_tokens"] == 4096);
  CHECK_FALSE(body.contains("max_tokens"));
}

TEST_CASE("Anthropic's forced tool stands in for a schema that is refused") {
  const Json answer = {
      {"type", "message"},
      {"content",
       Json::array({{{"type", "tool_use"}, {"id", "1"}, {"name", "refactor_result"}, {"input", model_result()}}})},
      {"stop_reason", "tool_use"},
      {"usage", {{"input_tokens", 1000}, {"output_tokens", 200}}}};
  ScriptedReply reply;
  reply.body = answer.dump();
  LoopbackServer server(
      std::vector{rejection("output_config.format: this model does not support structured outputs"), reply});
  World world;
  world.configure("[llm.anthropic]\nbase_url = \"" + server.url("/v1") + "\"\n");
  world.variables["ANTHROPIC_API_KEY"] = kKey;
  CHECK(world.analyze().json()["results"][0]["provider"] == "anthropic");
  CHECK(body_of(server, 1)["tool_choice"]["type"] == "tool");
  CHECK_FALSE(body_of(server, 1).contains("output_config"));
}

// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "ledger_rows.hpp"

// Providers that are not asked, cannot be reached, refuse or answer nonsense: what is told, what is booked, and who
// stands in.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

ScriptedReply error_reply(int status, const std::string& code, const std::string& message) {
  ScriptedReply reply;
  reply.status = status;
  reply.body = Json{{"error", {{"message", message}, {"type", "error"}, {"code", code}}}}.dump();
  reply.headers = {{"content-type", "application/json"}, {"retry-after", "0"}};
  return reply;
}

const std::vector<std::string> kNamed{"--provider", "openai"};

}  // namespace

TEST_CASE("a provider that cannot be reached is tried for one file of a run, not for each") {
  World world;
  {
    const LoopbackServer gone(std::vector<ScriptedReply>{});
    world.use_openai(gone);
  }
  for (int i = 0; i < 20; ++i)
    world.write("repo/src/f" + std::to_string(i) + ".rs", "fn f" + std::to_string(i) + "() {}\n");
  const Outcome outcome = world.run({"refactor", "analyze", "src", "--jobs", "1", "-v", "--format", "json"});
  CHECK(outcome.exit_code == 0);
  int asked = 0;
  for (std::size_t at = 0; (at = outcome.err.find("asking openai", at)) != std::string::npos; ++at) ++asked;
  CHECK(asked == 1);
  const Json document = outcome.json();
  for (const Json& result : document["results"]) CHECK(result["fallback"]["reason"] == "unreachable");
}

TEST_CASE("a rate limit is waited out, with a reservation for each attempt") {
  LoopbackServer server(std::vector{error_reply(429, "rate_limit_exceeded", "slow down"), good_answer()});
  World world;
  world.use_openai(server);
  CHECK(world.analyze(kNamed).exit_code == 0);
  CHECK(server.requests().size() == 2);
  check_books(world, kCost, false);
}

TEST_CASE("a refused key is told at once and costs nothing") {
  LoopbackServer server(std::vector{error_reply(401, "invalid_api_key", "Incorrect API key provided: sk-test-key")});
  World world;
  world.use_openai(server);
  const Outcome refused = world.analyze(kNamed);
  CHECK(refused.exit_code == 5);
  CHECK(server.requests().size() == 1);
  const Json error = first(refused)["error"];
  CHECK(error["code"] == "provider");
  CHECK_THAT(error["message"].get<std::string>(),
             Contains("openai") && Contains("401") && !Contains(std::string(kKey)));
  CHECK_THAT(refused.err, !Contains(std::string(kKey)));
  CHECK(error["hint"] != "");
  check_books(world, 0, false);
  CHECK(world.cache()["entries"] == 0);
}

TEST_CASE("server errors are tried three times, and then somebody else answers unless openai was named") {
  const auto broken = [] { return error_reply(500, "server_error", "oops"); };
  LoopbackServer server([&](const ReceivedRequest&) { return broken(); });
  World world;
  world.use_openai(server);
  CHECK(world.analyze(kNamed).exit_code == 5);
  CHECK(server.requests().size() == 3);
  const Outcome fallen_back = world.analyze();
  CHECK(fallen_back.exit_code == 0);
  CHECK(first(fallen_back)["provider"] == "builtin");
  CHECK(first(fallen_back)["fallback"]["reason"] == "unreachable");  // it is left alone by now
  CHECK(server.requests().size() == 3);
  CHECK(world.analyze({"--fail-on", "critical"}).exit_code == 5);
  check_books(world, 0, false);
}

TEST_CASE("a quota that is used up is not tried again") {
  LoopbackServer server(std::vector{error_reply(429, "insufficient_quota", "You exceeded your current quota")});
  World world;
  world.use_openai(server);
  CHECK(world.analyze(kNamed).exit_code == 5);
  CHECK(server.requests().size() == 1);
}

TEST_CASE("an answer that was cut may have been billed: the reservation stays") {
  auto cut = good_answer();
  cut.manner = ScriptedReply::Manner::cut;
  LoopbackServer server(std::vector{cut});
  World world;
  world.use_openai(server);
  CHECK(world.analyze(kNamed).exit_code == 5);
  check_books(world, 0, true);
  CHECK(world.cache()["entries"] == 0);
}

TEST_CASE("where nobody listens the provider is unreachable and nothing is charged") {
  World world;
  {
    const LoopbackServer gone(std::vector<ScriptedReply>{});
    world.use_openai(gone);
  }
  const Outcome outcome = world.analyze(kNamed);
  CHECK(outcome.exit_code == 5);
  CHECK(first(outcome)["error"]["code"] == "unreachable");
  CHECK(first(world.analyze())["fallback"]["reason"] == "unreachable");
  check_books(world, 0, false);
}

TEST_CASE("what cannot be used is paid for, booked and never stored") {
  auto wrong = model_result();
  wrong["code_smells"][0]["severity"] = "enormous";
  const auto [name, reply] = GENERATE_COPY(table<std::string, ScriptedReply>({
      {"no JSON", completion("I am sorry")},
      {"another schema", completion(wrong.dump())},
      {"filtered", completion("", "content_filter")},
  }));
  CAPTURE(name);
  LoopbackServer server(std::vector{reply});
  World world;
  world.use_openai(server);
  const Outcome outcome = world.analyze(kNamed);
  CHECK(outcome.exit_code == 5);
  CHECK(first(outcome)["cost_nano_usd"] == kCost);
  CHECK(server.requests().size() == 1);
  CHECK(world.cache()["entries"] == 0);
  check_books(world, kCost, false);
}

TEST_CASE("a refusal is told with its reason, booked and never stored") {
  auto refusal = Json::parse(completion("").body);
  refusal["choices"][0]["message"]["content"] = nullptr;
  refusal["choices"][0]["message"]["refusal"] = "I will not review this";
  ScriptedReply reply;
  reply.body = refusal.dump();
  LoopbackServer server(std::vector{reply});
  World world;
  world.use_openai(server);
  const Outcome outcome = world.analyze(kNamed);
  CHECK(outcome.exit_code == 5);
  CHECK_THAT(first(outcome)["error"]["message"].get<std::string>(), Contains("I will not review this"));
  check_books(world, kCost, false);
}

TEST_CASE("a reply that is no JSON at all is no model's answer, and costs nothing") {
  ScriptedReply html;
  html.body = "<html>\x1b[2Jhello</html>";
  LoopbackServer server(std::vector{html});
  World world;
  world.use_openai(server);
  const Outcome outcome = world.analyze(kNamed);
  CHECK(outcome.exit_code == 5);
  CHECK_THAT(outcome.err, !Contains("\x1b[2J"));
  check_books(world, 0, false);
}

TEST_CASE("a named provider without a key is a matter of configuration") {
  World world;
  for (const char* provider : {"xai", "openai"}) {
    const Outcome outcome = world.analyze({"--provider", provider});
    CHECK(outcome.exit_code == 4);
    CHECK_THAT(outcome.err, Contains("_API_KEY"));
  }
  CHECK(world.analyze({"--model", "nobody-sells-this"}).exit_code == 4);
  CHECK(world.analyze({"--model", "gpt-4o-mini"}).exit_code == 4);
  CHECK(world.analyze({"--provider", "xai", "--offline"}).exit_code == 8);
}

TEST_CASE("a variable names whom to ask first, as the setting does, and builtin stands in") {
  World world;
  world.variables["RUSTASSISTANT_PROVIDER"] = "xai";
  world.variables["RUSTASSISTANT_MODEL"] = "grok-4.3";
  const Outcome outcome = world.analyze();
  CHECK(outcome.exit_code == 0);
  CHECK(first(outcome)["fallback"]["reason"] == "no_key");
  CHECK(world.analyze({"--fail-on", "critical"}).exit_code == 5);
}

TEST_CASE("a key is never sent over plain http to another machine") {
  World world;
  world.variables["OPENAI_API_KEY"] = kKey;
  for (const char* url : {"http://localhost.example:1/v1", "http://127.0.0.1.example/v1", "http://u@127.0.0.1:1/v1"}) {
    world.variables["RUSTASSISTANT_OPENAI_BASE_URL"] = url;
    world.configure("[llm]\nprovider = \"openai\"\n");
    CAPTURE(url);
    CHECK(world.analyze().exit_code == 4);
  }
}

TEST_CASE("over the budget the mode decides, and nothing is sent") {
  LoopbackServer server(std::vector<ScriptedReply>{});
  World world;
  world.use_openai(server);
  world.variables["RUSTASSISTANT_BUDGET_MONTHLY_USD"] = "0.001";
  const Json degraded = first(world.analyze());
  CHECK(degraded["provider"] == "builtin");
  CHECK(degraded["fallback"]["reason"] == "budget");
  CHECK(world.analyze({"--fail-on", "critical"}).exit_code == 6);
  CHECK(world.analyze(kNamed).exit_code == 6);
  world.variables["RUSTASSISTANT_BUDGET_WHEN_EXCEEDED"] = "block";
  const Outcome blocked = world.analyze();
  CHECK(blocked.exit_code == 6);
  CHECK_THAT(first(blocked)["error"]["message"].get<std::string>(), Contains("$"));
  CHECK(server.requests().empty());
  check_books(world, 0, false);
}

TEST_CASE("in mode warn the call is made all the same") {
  LoopbackServer server(std::vector{good_answer()});
  World world;
  world.use_openai(server);
  world.variables["RUSTASSISTANT_BUDGET_MONTHLY_USD"] = "0.000001";
  world.variables["RUSTASSISTANT_BUDGET_WHEN_EXCEEDED"] = "warn";
  const Outcome outcome = world.analyze(kNamed);
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.err, Contains("budget"));
  CHECK(world.budget()["state"] == "exceeded");
}

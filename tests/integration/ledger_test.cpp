// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "ledger_rows.hpp"
#include "support/chat_request.hpp"

// What each attempt leaves in the ledger.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

ScriptedReply error_reply(int status, const std::string& retry_after = "0") {
  ScriptedReply reply;
  reply.status = status;
  reply.body = R"({"error": {"message": "try later", "type": "scripted", "param": null, "code": null}})";
  reply.headers = {{"content-type", "application/json"}, {"retry-after", retry_after}};
  return reply;
}

ScriptedReply with_usage(const Json& usage) {
  Json body = Json::parse(good_answer().body);
  body["usage"] = usage;
  ScriptedReply reply;
  reply.body = body.dump();
  return reply;
}

Outcome ask(const World& world) {
  return world.analyze({"--provider", "openai"});
}

}  // namespace

TEST_CASE("a reservation covers the request and the longest answer, and gives way to what the answer cost") {
  LoopbackServer server(std::vector{good_answer()});
  World world;
  world.use_openai(server);
  REQUIRE(ask(world).exit_code == 0);
  const auto rows = ledger_rows(world);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].state == "settled");
  // (bytes + 2,000) at $0.10 and 4,096 tokens at $0.40 per million, in nano-dollars.
  const auto bytes = static_cast<std::int64_t>(server.requests()[0].body.size());
  CHECK(rows[0].reserved == (bytes + 2'000) * 100 + 4'096 * 400);
  CHECK(rows[0].cost == kCost);
  CHECK_FALSE(rows[0].estimated);
  CHECK(rows[0].model == "gpt-4.1-nano");
  CHECK(rows[0].input == 1'000);
  CHECK(rows[0].cached == 400);
  CHECK(rows[0].output == 200);
}

TEST_CASE("each attempt has a reservation of its own, and every request is as documented") {
  const auto [name, replies, states] = GENERATE_COPY(table<std::string, std::vector<ScriptedReply>, std::string>({
      {"rate limit", {error_reply(429), good_answer()}, "released settled"},
      {"conflict", {error_reply(409), error_reply(408), good_answer()}, "released released settled"},
      {"three errors", {error_reply(500), error_reply(503), error_reply(529)}, "released released released"},
      {"a gateway that gave up may be billed", {error_reply(504), good_answer()}, "reserved settled"},
      {"no retry for what cannot succeed", {error_reply(400)}, "released"},
      {"not found", {error_reply(404)}, "released"},
      {"a wait that nobody would wait", {error_reply(429, "86400")}, "released"},
  }));
  CAPTURE(name);
  LoopbackServer server(replies);
  World world;
  world.use_openai(server);
  const bool succeeds = states.ends_with("settled");
  const Outcome outcome = ask(world);
  CHECK(outcome.exit_code == (succeeds ? 0 : 5));
  CHECK(server.requests().size() == replies.size());
  CHECK(ledger_states(world) == states);
  CHECK(world.cache()["entries"] == (succeeds ? 2 : 0));
  // What stays charged counts at its upper bound.
  std::int64_t open = 0;
  for (const auto& row : ledger_rows(world)) open += row.state == "reserved" ? *row.reserved : 0;
  CHECK(outcome.json()["summary"]["cost_nano_usd"] == (succeeds ? kCost : 0) + open);
  for (const ReceivedRequest& request : server.requests()) {
    CHECK(check_chat_request(request, "openai", kKey) == std::vector<std::string>{});
  }
}

TEST_CASE("a connection that breaks may have been billed for") {
  ScriptedReply broken = good_answer();
  std::string states;
  SECTION("before any reply: tried again") {
    broken.manner = ScriptedReply::Manner::no_reply;
    states = "reserved settled";
  }
  SECTION("within the reply: not tried again") {
    broken.manner = ScriptedReply::Manner::cut;
    states = "reserved";
  }
  SECTION("with what is no HTTP: not tried again") {
    broken.manner = ScriptedReply::Manner::garbage;
    states = "reserved";
  }
  LoopbackServer server(std::vector{broken, good_answer()});
  World world;
  world.use_openai(server);
  CHECK(ask(world).exit_code == (states == "reserved" ? 5 : 0));
  CHECK(ledger_states(world) == states);
  CHECK(world.budget()["monthly"]["reserved_nano_usd"] == *ledger_rows(world)[0].reserved);
}

TEST_CASE("without usage in the reply the upper bound of that reply is booked, as an estimate") {
  LoopbackServer server(std::vector{with_usage(nullptr)});
  World world;
  world.use_openai(server);
  const Json result = ask(world).json()["results"][0];
  const auto rows = ledger_rows(world);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].state == "settled");
  CHECK(rows[0].estimated);
  // A token for each byte, at $0.10 and $0.40 per million.
  const auto sent = static_cast<std::int64_t>(server.requests()[0].body.size());
  const auto received = static_cast<std::int64_t>(with_usage(nullptr).body.size());
  CHECK(rows[0].cost == sent * 100 + received * 400);
  CHECK(rows[0].cost < rows[0].reserved);
  CHECK(result["estimated"] == true);
  CHECK(result["cost_nano_usd"] == *rows[0].cost);
}

TEST_CASE("token counts that cannot be true do not cost the answer, and its own bound is booked") {
  const std::string usage = GENERATE(
      R"({"prompt_tokens": 10, "completion_tokens": 2000000000})", R"({"prompt_tokens": -5, "completion_tokens": 1})",
      R"({"prompt_tokens": "many", "completion_tokens": 1})", R"({"prompt_tokens": 1e300, "completion_tokens": 1})");
  LoopbackServer server(std::vector{with_usage(Json::parse(usage))});
  World world;
  world.use_openai(server);
  CAPTURE(usage);
  const Json result = ask(world).json()["results"][0];
  CHECK(result["provider"] == "openai");
  CHECK(result["estimated"] == true);
  CHECK(ledger_states(world) == "settled");
  CHECK(ledger_rows(world)[0].estimated);
  CHECK(ledger_rows(world)[0].cost > 0);
  CHECK(ledger_rows(world)[0].cost < ledger_rows(world)[0].reserved);
  CHECK(ask(world).json()["results"][0]["cache"] == "hit");
  CHECK(server.requests().size() == 1);
}

TEST_CASE("the cap holds from file to file, and a hit needs no budget") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  for (int i = 0; i < 8; ++i)
    world.write("repo/src/" + std::to_string(i) + ".rs", "fn f" + std::to_string(i) + "() {}\n");
  world.variables["RUSTASSISTANT_BUDGET_MONTHLY_USD"] = "0.003";  // one reservation is about $0.0024
  const Outcome outcome = world.run({"refactor", "analyze", "src", "--jobs", "4", "--format", "json"});
  CHECK(outcome.exit_code == 0);
  const Json month = world.budget()["monthly"];
  const auto asked = static_cast<std::int64_t>(server.requests().size());
  CHECK(asked >= 1);
  CHECK(asked < 8);
  CHECK(month["spent_nano_usd"] == asked * kCost);
  CHECK(month["spent_nano_usd"] <= 3'000'000);
  CHECK(outcome.json()["summary"]["cost_nano_usd"] == asked * kCost);

  // Which files got the budget is up to the four jobs; whoever got it is answered for nothing from now on.
  world.variables["RUSTASSISTANT_BUDGET_MONTHLY_USD"] = "0";
  const Json document = outcome.json();
  for (const Json& result : document["results"]) {
    const int expected = result["provider"] == "openai" ? 0 : 6;
    CHECK(world.run({"refactor", "analyze", result["path"], "--provider", "openai"}).exit_code == expected);
  }
}

TEST_CASE("--fail-on decides by what the model found, and by nobody else") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  CHECK(world.analyze({"--fail-on", "critical"}).exit_code == 0);
  CHECK(world.analyze({"--fail-on", "high"}).exit_code == 1);
  CHECK(world.analyze({"--fail-on", "low"}).exit_code == 1);
  world.write("repo/a.rs", "fn clean() {}\n");
  CHECK(world.analyze({"--fail-on", "low", "--offline"}).exit_code == 5);
  CHECK(world.analyze({"--fail-on", "low", "--provider", "builtin"}).exit_code == 0);
  world.variables.erase("OPENAI_API_KEY");
  CHECK(world.analyze({"--fail-on", "low"}).exit_code == 5);
}

TEST_CASE("neither a redirect nor a proxy gets what is meant for this machine") {
  LoopbackServer other([](const ReceivedRequest&) { return good_answer(); });
  ScriptedReply redirect = error_reply(307);
  redirect.headers.emplace_back("location", other.url("/v1/chat/completions"));
  LoopbackServer server(std::vector{redirect, good_answer()});
  World world;
  world.use_openai(server);
  for (const char* name : {"http_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"}) world.variables[name] = other.url();
  CHECK(ask(world).exit_code == 5);
  CHECK(ask(world).exit_code == 0);
  CHECK(server.requests().size() == 2);
  CHECK(other.connections() == 0);
}

TEST_CASE("a key comes from a file only where nobody else may read it") {
  LoopbackServer server(std::vector{good_answer()});
  World world;
  const std::string file = world.write("key", std::string(kKey) + "\n");
  world.configure("[llm.openai]\nbase_url = \"" + server.url("/v1") + "\"\napi_key_file = \"" + file + "\"\n");
  std::filesystem::permissions(file, std::filesystem::perms(0644));
  const Outcome refused = world.analyze();
  CHECK(refused.exit_code == 4);
  CHECK_THAT(refused.err, Contains("chmod 600") && !Contains(std::string(kKey)));
  std::filesystem::permissions(file, std::filesystem::perms(0600));
  CHECK(world.analyze().exit_code == 0);
  REQUIRE(server.requests().size() == 1);
  CHECK(check_chat_request(server.requests()[0], "openai", kKey) == std::vector<std::string>{});
}

// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <csignal>

#include "support/chat_request.hpp"
#include "world.hpp"

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

Json first(const Outcome& outcome) {
  return outcome.json()["results"][0];
}

// Nothing stored, and this much booked.
void check_books(const World& world, std::int64_t spent, bool reserved) {
  const Json month = world.budget()["monthly"];
  CHECK(month["spent_nano_usd"] == spent);
  CHECK((month["reserved_nano_usd"] > 0) == reserved);
}

}  // namespace

TEST_CASE("a model answers once, and from then on the cache does, at no cost") {
  LoopbackServer server(std::vector{good_answer()});
  World world;
  world.use_openai(server);

  const Json miss = first(world.analyze());
  CHECK(miss["cache"] == "miss");
  CHECK(miss["provider"] == "openai");
  CHECK(miss["model"] == "gpt-4.1-nano");
  CHECK(miss["cost_nano_usd"] == kCost);
  CHECK(miss["usage"] == Json{{"input_tokens", 1000}, {"cached_tokens", 400}, {"output_tokens", 200}});
  CHECK(miss["fallback"].is_null());
  const Json location = miss["analysis"]["code_smells"][0]["location"];
  CHECK(location == Json{{"file", "a.rs"},
                         {"line_start", 1},
                         {"line_end", 4},
                         {"item_name", "main"},
                         {"verified", true},
                         {"qualified_name", "main"}});
  CHECK(miss["analysis"]["code_smells"].size() == 1);
  CHECK(miss["analysis"]["code_smells"][0]["found_by"] == Json{"builtin", "openai/gpt-4.1-nano"});
  CHECK(miss["analysis"]["code_smells"][0]["severity"] == "high");

  const Json hit = first(world.analyze());
  CHECK(hit["cache"] == "hit");
  CHECK(hit["cost_nano_usd"] == 0);
  CHECK(hit["saved_nano_usd"] == kCost);
  CHECK(hit["key"] == miss["key"]);
  CHECK(hit["analysis"] == miss["analysis"]);

  REQUIRE(server.requests().size() == 1);
  CHECK(check_chat_request(server.requests()[0], "openai", kKey) == std::vector<std::string>{});
  CHECK_THAT(server.requests()[0].body, !Contains("a.rs") && Contains("x.unwrap()"));
  check_books(world, kCost, false);
  const Json cache = world.cache();
  CHECK(cache["entries"] == 2);  // the model's answer, and builtin's
  CHECK(cache["hits"] == 1);
  CHECK(cache["misses"] == 1);
  CHECK(cache["cost_nano_usd"] == kCost);
  CHECK(cache["saved_nano_usd"] == kCost);
}

TEST_CASE("the same content hits under another path and from another checkout") {
  LoopbackServer server(std::vector{good_answer()});
  World world;
  world.use_openai(server);
  REQUIRE(first(world.analyze())["cache"] == "miss");
  world.write("other/.git/HEAD", "");
  const std::string elsewhere = world.write("other/src/b.rs", kSource);
  const Json hit = first(world.run({"refactor", "analyze", elsewhere, "--format", "json"}));
  CHECK(hit["cache"] == "hit");
  CHECK(hit["analysis"]["code_smells"][0]["location"]["file"] == elsewhere);
}

TEST_CASE("refresh asks again, and no cache neither looks up nor stores") {
  LoopbackServer server(std::vector{good_answer(), good_answer(), good_answer(), good_answer()});
  World world;
  world.use_openai(server);
  CHECK(first(world.analyze({"--no-cache"}))["cache"] == "off");
  CHECK(world.cache()["entries"] == 0);
  CHECK(first(world.analyze())["cache"] == "miss");
  CHECK(first(world.analyze({"--refresh"}))["cache"] == "miss");
  CHECK(first(world.analyze({"--no-cache"}))["cache"] == "off");
  CHECK(world.cache()["entries"] == 2);
  CHECK(server.requests().size() == 4);
  check_books(world, 4 * kCost, false);
}

TEST_CASE("offline, a stored answer is shown, and without one nobody is called") {
  LoopbackServer server(std::vector{good_answer()});
  World world;
  world.use_openai(server);
  const Outcome named = world.analyze({"--offline", "--provider", "openai"});
  CHECK(named.exit_code == 8);
  CHECK(first(named)["error"]["code"] == "offline");
  const Json builtin = first(world.analyze({"--offline"}));
  CHECK(builtin["provider"] == "builtin");
  CHECK(builtin["fallback"]["reason"] == "offline");
  CHECK(server.requests().empty());

  REQUIRE(first(world.analyze())["cache"] == "miss");
  const Outcome hit = world.analyze({"--offline", "--provider", "openai"});
  CHECK(hit.exit_code == 0);
  CHECK(first(hit)["cache"] == "hit");

  // A look-up that finds nothing counts, even where nothing is stored after it.
  const int misses = world.cache()["misses"];
  world.write("repo/a.rs", "fn other() {}\n");
  CHECK(world.analyze({"--offline", "--provider", "openai"}).exit_code == 8);
  CHECK(world.cache()["misses"] == misses + 1);
}

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

TEST_CASE("where the model cannot be called, the newest stored answer of any model is shown") {
  LoopbackServer server(std::vector{good_answer()});
  World world;
  world.use_openai(server);
  REQUIRE(first(world.analyze({"--model", "gpt-4o-mini"}))["model"] == "gpt-4o-mini");
  world.variables.erase("OPENAI_API_KEY");
  const Json stored = first(world.analyze());
  CHECK(stored["cache"] == "hit");
  CHECK(stored["model"] == "gpt-4o-mini");
  CHECK(stored["fallback"]["reason"] == "no_key");
  CHECK(world.analyze({"--fail-on", "critical"}).exit_code == 0);  // a model did answer
}

TEST_CASE("accepted models satisfy any model") {
  LoopbackServer server(std::vector{good_answer()});
  World world;
  world.use_openai(server);
  REQUIRE(first(world.analyze({"--model", "gpt-4o-mini"}))["cache"] == "miss");
  world.configure("[llm]\nprovider = \"openai\"\n[llm.openai]\nbase_url = \"" + server.url("/v1") +
                  "\"\n[cache]\naccept_models = [\"gpt-4o-mini\"]\n");
  CHECK(first(world.analyze())["cache"] == "hit");
  CHECK(server.requests().size() == 1);
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

TEST_CASE("xAI bills reasoning on top, and its own bill wins over the table") {
  auto body = Json::parse(good_answer().body);
  body["usage"]["completion_tokens_details"]["reasoning_tokens"] = 100;
  ScriptedReply counted;
  counted.body = body.dump();
  body["usage"]["cost_in_usd_ticks"] = 12'345'670;  // 1e-10 dollars
  ScriptedReply billed;
  billed.body = body.dump();
  LoopbackServer server(std::vector{counted, billed});
  World world;
  world.configure("[llm]\nprovider = \"xai\"\n[llm.xai]\nbase_url = \"" + server.url("/v1") + "\"\n");
  world.variables["XAI_API_KEY"] = kKey;
  // grok-4.3: $1.25 in, $0.20 cached, $2.50 out; 600 + 400 in, 200 + 100 out.
  CHECK(first(world.analyze())["cost_nano_usd"] == (600 * 1'250'000 + 400 * 200'000 + 300 * 2'500'000) / 1000);
  CHECK(first(world.analyze({"--refresh"}))["cost_nano_usd"] == 1'234'567);
  CHECK(check_chat_request(server.requests()[0], "xai", kKey) == std::vector<std::string>{});
}

TEST_CASE("a compatible server on this machine needs no key, and costs what it is configured to cost") {
  LoopbackServer server(std::vector{good_answer()});
  World world;
  world.configure(
      "[llm]\nprovider = \"openai-compatible\"\nmodel = \"qwen3:8b\"\n[llm.openai-compatible]\nbase_url = \"" +
      server.url("/v1") + "\"\n[prices.\"qwen3:8b\"]\ninput = 0\noutput = 0\n");
  const Json answer = first(world.analyze());
  CHECK(answer["provider"] == "openai-compatible");
  CHECK(answer["cost_nano_usd"] == 0);
  CHECK(first(world.analyze())["cache"] == "hit");
  CHECK(check_chat_request(server.requests().at(0), "openai-compatible", "") == std::vector<std::string>{});
  CHECK(world.budget()["monthly"]["input_tokens"] == 1000);
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

TEST_CASE("processes started at the same moment on the same file make one request") {
  auto slow = good_answer();
  slow.held = true;
  LoopbackServer server([&](const ReceivedRequest&) { return slow; });
  World world;
  world.use_openai(server);
  std::vector<Started> runs;
  for (int i = 0; i < 8; ++i) runs.push_back(world.start({"refactor", "analyze", "a.rs", "--format", "json"}));
  REQUIRE(server.wait_for_requests(1));
  server.release();
  int hits = 0;
  for (const Started& run : runs) {
    const Outcome outcome = run.wait();
    CHECK(outcome.exit_code == 0);
    hits += outcome.json()["summary"]["hits"].get<int>();
  }
  CHECK(hits == 7);
  CHECK(server.requests().size() == 1);
  check_books(world, kCost, false);
}

TEST_CASE("when the one that asks is killed, another one asks and the money stays charged") {
  auto slow = good_answer();
  slow.held = true;
  LoopbackServer server([&](const ReceivedRequest&) { return slow; });
  World world;
  world.use_openai(server);
  const Started leader = world.start({"refactor", "analyze", "a.rs"});
  REQUIRE(server.wait_for_requests(1));
  const Started second = world.start({"refactor", "analyze", "a.rs", "--format", "json"});
  leader.signal(SIGKILL);
  CHECK(leader.wait().exit_code == 128 + SIGKILL);
  REQUIRE(server.wait_for_requests(2));
  server.release();
  CHECK(second.wait().json()["results"][0]["cache"] == "miss");
  check_books(world, kCost, true);
}

TEST_CASE("an interrupted run waits for its answer, stores and books it") {
  const auto [number, code] = GENERATE(table<int, int>({{SIGINT, 130}, {SIGTERM, 143}}));
  auto slow = good_answer();
  slow.held = true;
  LoopbackServer server([&](const ReceivedRequest&) { return slow; });
  World world;
  world.use_openai(server);
  world.write("repo/b.rs", "fn other() {}\n");
  const Started run = world.start({"refactor", "analyze", "a.rs", "b.rs", "--jobs", "1", "--format", "json"});
  REQUIRE(server.wait_for_requests(1));
  run.signal(number);
  server.release();
  const Outcome outcome = run.wait();
  CHECK(outcome.exit_code == code);
  CHECK(outcome.json()["results"][0]["status"] == "ok");
  CHECK(outcome.json()["results"][1]["status"] == "skipped");
  CHECK(world.cache()["entries"] == 2);
  check_books(world, kCost, false);
}

TEST_CASE("a second signal ends the run at once") {
  auto slow = good_answer();
  slow.held = true;
  LoopbackServer server([&](const ReceivedRequest&) { return slow; });
  World world;
  world.use_openai(server);
  const Started run = world.start({"refactor", "analyze", "a.rs"});
  REQUIRE(server.wait_for_requests(1));
  run.signal(SIGINT);
  run.signal(SIGTERM);
  const int code = run.wait().exit_code;
  CHECK((code == 143 || code == 130));
  check_books(world, 0, true);
}

TEST_CASE("many files at once are asked about once each, shown in order and booked exactly") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  for (int i = 10; i < 50; ++i) {
    world.write("repo/src/f" + std::to_string(i) + ".rs", "fn f" + std::to_string(i) + "() {}\n");
  }
  const Json document = world.run({"refactor", "analyze", "src", "--jobs", "8", "--format", "json"}).json();
  REQUIRE(document["results"].size() == 40);
  for (std::size_t i = 0; i < 40; ++i)
    CHECK(document["results"][i]["path"] == "src/f" + std::to_string(10 + i) + ".rs");
  CHECK(document["summary"]["cost_nano_usd"] == 40 * kCost);
  CHECK(server.requests().size() == 40);
  check_books(world, 40 * kCost, false);
}

TEST_CASE("a copy of the database file alone holds everything that the run stored") {
  LoopbackServer server(std::vector{good_answer()});
  World world;
  world.use_openai(server);
  REQUIRE(first(world.analyze())["cache"] == "miss");
  World copy;
  copy.configure(world.read("home/.rustassistant/config.toml"));
  copy.write("home/.rustassistant/cache.db", world.read("home/.rustassistant/cache.db"));
  CHECK(first(copy.analyze({"--offline"}))["cache"] == "hit");
}

TEST_CASE("a suggestion reaches the result with its example") {
  Json result = model_result();
  const Json example = {{"before", "x.unwrap()"}, {"after", "x?"}, {"explanation", "the caller decides"}};
  result["suggestions"] = Json::array({{{"refactoring_type", "ImproveErrorHandling"},
                                        {"title", "Return a Result"},
                                        {"description", "Pass the failure on."},
                                        {"benefits", {"no panic"}},
                                        {"steps", {"use ?"}},
                                        {"example", example},
                                        {"effort", "Small"},
                                        {"priority", "High"}}});
  LoopbackServer server({completion(result.dump())});
  World world;
  world.use_openai(server);
  CHECK(world.analyze().json()["results"][0]["analysis"]["suggestions"][0]["example"] == example);
}

// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "ledger_rows.hpp"
#include "support/chat_request.hpp"

// Answers of a provider: asked for once, priced, shown, and found again.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

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

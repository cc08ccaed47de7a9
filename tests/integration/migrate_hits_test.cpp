// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "older_tool.hpp"

// Answers of the older tool that were brought in: which of them hit, what is shown of them, and what the others lack.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

TEST_CASE("an answer of the older tool hits where nobody can be called, and shows its old findings") {
  const Old world;
  world.add("a.rs.json", legacy_entry());
  const auto before = picture_of(world.home() + "/.rustassistant/cache");
  const Json report = world.migrate({"--verify"});
  CHECK(report["schema"] == "rustassistant.cache-migrate/1");
  CHECK(report["migrated"] == 1);
  CHECK(report["verified"] == true);
  CHECK(report["will_hit"] == 1);
  CHECK(picture_of(world.home() + "/.rustassistant/cache") == before);

  const Json result = world.first();
  CHECK(result["cache"] == "hit");
  CHECK(result["model"] == "grok-beta");
  CHECK(result["older_tool"] == true);
  CHECK(result["estimated"] == true);
  CHECK(result["usage"]["input_tokens"] == 1000);
  const Json smell = result["analysis"]["code_smells"][0];
  CHECK(smell["smell_type"] == "feature_envy");
  CHECK(smell["severity"] == "high");
  CHECK(smell["description"] == "of old");
  CHECK(smell["location"]["verified"] == true);
  CHECK(result["analysis"]["estimated_effort"] == "medium");
  // grok-beta: $5 per million tokens of input.
  CHECK(world.cache()["cost_nano_usd"] == 5'000'000);
  CHECK(world.cache()["estimated_entries"] == 1);

  const Json again = world.migrate({"--verify"});
  CHECK(again["already_present"] == 1);
  CHECK(again["verified"] == true);
}

TEST_CASE("every hit on an answer of the older tool says so, also after an archive, and in `cache why`") {
  const Old world;
  world.write("repo/b.rs", "fn b() {}\n");
  world.add("a.rs.json", legacy_entry());
  CHECK(world.migrate()["migrated"] == 1);
  CHECK_THAT(world.run({"refactor", "analyze", "a.rs"}).out,
             Contains("from the cache, answered by xai grok-beta through the older tool"));
  CHECK_THAT(world.run({"refactor", "analyze", "."}).out, Contains("1 from the cache (1 made by the older tool)"));
  CHECK_THAT(world.run({"cache", "why", "a.rs"}).out, Contains(", made by the older tool"));
  const Json document = world.run({"refactor", "analyze", ".", "--format", "json"}).json();
  CHECK(document["summary"]["hits"] == 2);
  CHECK(document["summary"]["older_tool_hits"] == 1);
  CHECK(document["results"][0]["older_tool"] == true);
  CHECK(document["results"][1]["older_tool"] == false);

  CHECK(world.run({"cache", "export", "all.zst"}).exit_code == 0);
  CHECK(world.run({"cache", "clear", "--all", "--yes"}).exit_code == 0);
  CHECK(world.run({"cache", "import", "all.zst"}).exit_code == 0);
  CHECK(world.first()["older_tool"] == true);
  const Json why = world.run({"cache", "why", "a.rs", "--format", "json"}).json();
  CHECK(why["hit"]["older_tool"] == true);
}

TEST_CASE("with another model configured, the report names the setting that lets old answers hit") {
  Old world;
  world.add("a.rs.json", legacy_entry());
  world.variables["XAI_API_KEY"] = kKey;
  const Outcome outcome = world.run({"cache", "migrate"});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, Contains("will hit") && Contains("0 with the current configuration"));
  CHECK_THAT(outcome.err, Contains("accept_models = [\"grok-beta\"]"));
  world.configure("[cache]\naccept_models = [\"grok-beta\"]\n");
  CHECK(world.first()["model"] == "grok-beta");
  world.configure("");
  const Outcome named = world.analyze({"--model", "grok-beta", "--offline"});
  CHECK(named.json()["results"][0]["cache"] == "hit");
}

TEST_CASE("an answer to another prompt is kept, told by `cache why`, and does not hit") {
  const Old world;
  Json foreign = legacy_entry();
  foreign["prompt_hash"] = "0123456789abcdef";
  world.add("a.json", foreign);
  world.write(world.source + "/0123abcd/meta.json", Json{{"path", world.repo()}}.dump());
  const Json report = world.migrate();
  CHECK(report["migrated"] == 1);
  CHECK(report["will_hit"] == 0);
  CHECK(report["older_prompts"] == 0);
  CHECK(world.first()["provider"] == "builtin");
  const Json why = world.run({"cache", "why", "a.rs", "--format", "json"}).json();
  CHECK(why["cache"] == "hit");  // by now the built-in analyzer's answer
  bool told = false;
  for (const Json& entry : why["related"]) {
    CHECK(entry["same_path"] == true);
    for (const Json& difference : entry["differences"])
      told = told || (difference["factor"] == "prompt_hash" && difference["stored"] == "0123456789abcdef");
  }
  CHECK(told);
}

TEST_CASE("entries with the older tool's own prompt hit, as those that name none do") {
  for (const char* own : {"acd151e433e330bf", "default"}) {
    CAPTURE(own);
    const Old world;
    Json entry = legacy_entry();
    entry["prompt_hash"] = own;
    world.add("a.json", entry);
    const Json report = world.migrate({"--verify"});
    CHECK(report["will_hit"] == 1);
    CHECK(report["older_prompts"] == 1);
    CHECK(world.first()["cache"] == "hit");
  }
}

TEST_CASE("what will not hit is reported with its reason and the setting that helps") {
  Old world;
  world.add("a.json", legacy_entry());
  Json foreign = legacy_entry("b.rs", "b");
  foreign["prompt_hash"] = "0123456789abcdef";
  world.add("b.json", foreign);
  world.variables["XAI_API_KEY"] = kKey;
  const Json report = world.migrate();
  CHECK(report["will_hit"] == 0);
  REQUIRE(report["will_not_hit"].size() == 2);
  std::map<std::string, Json> reasons;
  for (const Json& row : report["will_not_hit"]) reasons[row["reason"]] = row;
  CHECK(reasons["model"]["entries"] == 1);
  CHECK(reasons["model"]["value"] == "grok-beta");
  CHECK(reasons["model"]["remedy"] == "[cache] accept_models = [\"grok-beta\"]");
  CHECK(reasons["prompt"]["value"] == "0123456789abcdef");
  CHECK(reasons["prompt"]["remedy"] == nullptr);
  CHECK_THAT(world.run({"cache", "migrate"}).out, Contains("1: answers of grok-beta, and another model is configured"));
}

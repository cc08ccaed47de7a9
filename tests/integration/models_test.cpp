// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "world.hpp"

using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

TEST_CASE("known models are listed with prices, and the defaults are cheap") {
  World world;
  const Json document = world.run({"models", "--format", "json"}).json();
  CHECK(document["schema"] == "rustassistant.models/1");
  int defaults = 0;
  for (const Json& model : document["models"]) {
    CAPTURE(model.dump());
    CHECK(model["typical_file_nano_usd"] > 0);
    if (model["default"] != true) continue;
    ++defaults;
    if (model["provider"] != "xai") CHECK(model["typical_file_nano_usd"] <= 2'000'000);
  }
  CHECK(defaults == 4);
  CHECK(document["prices_read_on"] == "2026-11-20");
  CHECK_THAT(world.run({"models"}).out, Contains("gpt-4.1-nano *") && Contains("0.10") && Contains("1,047,576"));
}

TEST_CASE("models whose single call may exceed the default cap are marked") {
  World world;
  const Json document = world.run({"models", "--format", "json"}).json();
  for (const Json& model : document["models"]) {
    CAPTURE(model.dump());
    // xAI caps no reasoning: half a million tokens at $6 per million and more.
    if (model["model"] == "grok-4.7" || model["model"] == "grok-4") CHECK(model["exceeds_default_cap"] == true);
    if (model["default"] == true) CHECK(model["exceeds_default_cap"] == false);
  }
  CHECK_THAT(world.run({"models"}).out, Contains("grok-4.7 !") && Contains("default cap of $3.00"));
}

TEST_CASE("a model of unknown price is asked only where that is allowed, and costs an unknown amount") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  const Outcome allowed = world.analyze({"--model", "gpt-unheard-of", "--allow-unpriced"});
  CHECK(allowed.exit_code == 0);
  CHECK(allowed.json()["results"][0]["cost_nano_usd"].is_null());
  CHECK(world.budget()["monthly"]["unknown_costs"] == 1);
}

// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "ledger_rows.hpp"

// What leaves this machine, and what is shown of it.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

// Of its own making: no such key was ever given out.
const std::string kSecret =
    "AKIA"
    "Z7Q2M4X9B1C6D8E3";
const std::string kSourceWithSecret = "fn main() {\n    let key = \"" + kSecret + "\";\n}\n";

}  // namespace

TEST_CASE(
    "a secret is replaced before the file is sent, with a notice, and the answer is stored for the file as it is") {
  LoopbackServer server(std::vector{good_answer()});
  World world;
  world.use_openai(server);
  world.write("repo/a.rs", kSourceWithSecret);
  const Outcome outcome = world.analyze();
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.err, Contains("secrets were replaced") && Contains("AWS access key") && !Contains(kSecret));
  const std::string sent = server.requests().at(0).body;
  CHECK_THAT(sent, !Contains(kSecret) && Contains("REDACTEDREDACTEDREDA"));
  CHECK(world.analyze().json()["results"][0]["cache"] == "hit");
}

TEST_CASE("redaction may be off, or refuse; the mode is a part of the key") {
  LoopbackServer server(std::vector{good_answer(), good_answer()});
  World world;
  world.use_openai(server);
  world.write("repo/a.rs", kSourceWithSecret);
  world.variables["RUSTASSISTANT_PRIVACY_REDACT"] = "refuse";
  const Outcome refused = world.analyze({"--provider", "openai"});
  CHECK(refused.exit_code == 3);
  CHECK_THAT(refused.err, Contains("contains secrets") && !Contains(kSecret));
  const Json builtin = world.analyze().json()["results"][0];
  CHECK(builtin["provider"] == "builtin");
  CHECK(builtin["fallback"]["reason"] == "withheld");
  CHECK(server.requests().empty());
  CHECK(world.analyze({"--fail-on", "critical"}).exit_code == 5);

  world.variables["RUSTASSISTANT_PRIVACY_REDACT"] = "off";
  CHECK(world.analyze().json()["results"][0]["provider"] == "openai");
  CHECK_THAT(server.requests().at(0).body, Contains(kSecret));
  world.variables.erase("RUSTASSISTANT_PRIVACY_REDACT");
  CHECK(world.analyze().json()["results"][0]["cache"] == "miss");
}

TEST_CASE("a file that is named like a key store is not sent unless forced") {
  LoopbackServer server(std::vector{good_answer()});
  World world;
  world.use_openai(server);
  world.write("repo/id_rsa", "nothing that looks like a key\n");
  const auto run = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"refactor", "analyze", "id_rsa", "--format", "json"});
    return world.run(more);
  };
  CHECK(run({"--provider", "openai"}).exit_code == 3);
  CHECK(run({}).json()["results"][0]["fallback"]["reason"] == "withheld");
  CHECK(run({"--dry-run"}).json()["summary"]["calls"] == 0);
  CHECK(server.requests().empty());
  CHECK(run({"--force"}).json()["results"][0]["provider"] == "openai");
}

TEST_CASE("with -vv the request is shown without the key") {
  LoopbackServer server(std::vector{good_answer()});
  World world;
  world.use_openai(server);
  const Outcome outcome = world.analyze({"-vv"});
  CHECK_THAT(outcome.err, Contains("POST " + server.url("/v1/chat/completions")) &&
                              Contains("Authorization: (the key)") && Contains("\"model\":\"gpt-4.1-nano\"") &&
                              Contains("prompt_tokens") && !Contains(std::string(kKey)));
  CHECK_THAT(world.analyze({"-v", "--refresh"}).err, !Contains("POST"));
}

TEST_CASE(
    "a model of this machine without a known price is free, which is said, or of unknown cost where that is asked "
    "for") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.configure(
      "[llm]\nprovider = \"openai-compatible\"\nmodel = \"qwen3:8b\"\n[llm.openai-compatible]\nbase_url = \"" +
      server.url("/v1") + "\"\n");
  const Outcome free = world.analyze();
  CHECK(free.json()["results"][0]["provider"] == "openai-compatible");
  CHECK(free.json()["results"][0]["cost_nano_usd"] == 0);
  CHECK_THAT(free.err, Contains("'qwen3:8b'") && Contains("treated as free"));
  CHECK(world.budget()["monthly"]["unknown_costs"] == 0);
  const Json allowed = world.analyze({"--allow-unpriced", "--refresh"}).json()["results"][0];
  CHECK(allowed["provider"] == "openai-compatible");
  CHECK(allowed["cost_nano_usd"].is_null());
  CHECK(world.budget()["monthly"]["unknown_costs"] == 1);
}

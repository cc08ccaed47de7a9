// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>

#include "ledger_rows.hpp"

// Runs that end early, and runs side by side.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

using Seconds = std::chrono::duration<double>;

ScriptedReply held_answer() {
  ScriptedReply reply = good_answer();
  reply.held = true;
  return reply;
}

}  // namespace

TEST_CASE("who waits for another process's answer can be interrupted") {
  LoopbackServer server([](const ReceivedRequest&) { return held_answer(); });
  World world;
  world.use_openai(server);
  const Started leader = world.start({"refactor", "analyze", "a.rs", "--format", "json"});
  REQUIRE(server.wait_for_requests(1));
  const Started waiting = world.start({"refactor", "analyze", "a.rs", "-vv", "--format", "json"});
  REQUIRE(waiting.wait_for_error("waiting for"));
  waiting.signal(SIGINT);
  const Outcome stopped = waiting.wait();
  CHECK(stopped.exit_code == 130);
  CHECK(stopped.json()["results"][0]["status"] == "skipped");
  server.release();
  CHECK(leader.wait().exit_code == 0);
  CHECK(server.requests().size() == 1);
  CHECK(ledger_states(world) == "settled");
}

TEST_CASE("who waits to try again can be terminated, and nothing stays reserved") {
  ScriptedReply busy;
  busy.status = 429;
  busy.headers = {{"retry-after", "30"}};
  LoopbackServer server([&](const ReceivedRequest&) { return busy; });
  World world;
  world.use_openai(server);
  const auto begun = std::chrono::steady_clock::now();
  const Started run = world.start({"refactor", "analyze", "a.rs", "-v", "--format", "json"});
  REQUIRE(run.wait_for_error("trying again"));
  run.signal(SIGTERM);
  CHECK(run.wait().exit_code == 143);
  CHECK(Seconds(std::chrono::steady_clock::now() - begun).count() < 15);
  CHECK(server.requests().size() == 1);
  CHECK(ledger_states(world) == "released");
}

TEST_CASE("an answer that does not come in time is given up, and its reservation stays") {
  LoopbackServer server([](const ReceivedRequest&) { return held_answer(); });
  World world;
  world.use_openai(server);
  world.variables["RUSTASSISTANT_TIMEOUT_SECONDS"] = "1";
  const Outcome outcome = world.analyze({"--provider", "openai"});
  CHECK(outcome.exit_code == 5);
  CHECK(outcome.json()["results"][0]["error"]["code"] == "unreachable");
  CHECK(server.requests().size() == 1);
  CHECK(ledger_states(world) == "reserved");
}

TEST_CASE("processes on different files never spend more than the cap, whoever is killed") {
  LoopbackServer server([](const ReceivedRequest&) { return held_answer(); });
  World world;
  world.use_openai(server);
  world.variables["RUSTASSISTANT_BUDGET_MONTHLY_USD"] = "0.012";  // room for about five reservations of ten
  std::vector<Started> runs;
  for (int i = 0; i < 10; ++i) {
    const std::string name = "f" + std::to_string(i) + ".rs";
    world.write("repo/" + name, "fn f" + std::to_string(i) + "() {}\n");
    runs.push_back(world.start({"refactor", "analyze", name, "--provider", "openai"}));
  }
  REQUIRE(server.wait_for_requests(3));
  runs[0].signal(SIGKILL);
  runs[1].signal(SIGKILL);
  server.release();
  int answered = 0;
  for (const Started& run : runs) {
    const int code = run.wait().exit_code;
    CAPTURE(code);
    CHECK((code == 0 || code == 6 || code == 128 + SIGKILL));
    answered += code == 0 ? 1 : 0;
  }
  const Json month = world.budget()["monthly"];
  const std::int64_t spent = month["spent_nano_usd"];
  const std::int64_t reserved = month["reserved_nano_usd"];
  CHECK(spent + reserved <= 12'000'000);
  CHECK(spent == answered * kCost);
  // What was sent is either settled, or reserved by one that was killed.
  CHECK(static_cast<int>(server.requests().size()) - answered <= 2);
  CHECK(world.cache()["entries"] == 2 * answered);  // builtin's own answers among them
}

TEST_CASE("many processes with many files each make one request for each content") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  for (int i = 0; i < 12; ++i)
    world.write("repo/src/" + std::to_string(i) + ".rs", "fn f" + std::to_string(i % 6) + "() {}\n");
  std::vector<Started> runs;
  for (int i = 0; i < 4; ++i)
    runs.push_back(world.start({"refactor", "analyze", "src", "--jobs", "4", "--format", "json"}));
  int hits = 0;
  for (const Started& run : runs) {
    const Outcome outcome = run.wait();
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.err.empty());
    hits += outcome.json()["summary"]["hits"].get<int>();
  }
  CHECK(server.requests().size() == 6);
  CHECK(hits == 4 * 12 - 6);
  CHECK(world.budget()["monthly"]["spent_nano_usd"] == 6 * kCost);
  const Json cache = world.cache();
  CHECK(cache["entries"] == 12);  // builtin's own answers among them
  CHECK(cache["hits"] == hits);
}

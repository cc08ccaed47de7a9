// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <csignal>
#include <string>
#include <vector>

#include "ledger_rows.hpp"

// Answers that are under way: asked for by several at once, or interrupted.
using namespace rustassistant::test;
using Json = nlohmann::json;

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

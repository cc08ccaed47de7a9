// SPDX-License-Identifier: MIT
#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "ledger_rows.hpp"

// Providers that fail for everybody: what that costs, and when they are asked again.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

ScriptedReply with_status(int status, std::string body) {
  ScriptedReply reply;
  reply.status = status;
  reply.body = std::move(body);
  reply.headers = {{"retry-after", "0"}};
  return reply;
}

void write_files(const World& world, int count) {
  for (int i = 0; i < count; ++i)
    world.write("repo/src/f" + std::to_string(i) + ".rs", "fn f" + std::to_string(i) + "() {}\n");
}

std::vector<Started> start_many(const World& world, int processes) {
  std::vector<Started> runs;
  for (int i = 0; i < processes; ++i)
    runs.push_back(world.start({"refactor", "analyze", "src", "--format", "json", "--jobs", "4"}));
  return runs;
}

int open_reservations(const World& world) {
  int open = 0;
  for (const auto& row : ledger_rows(world)) open += row.state == "reserved" ? 1 : 0;
  return open;
}

// Lets the rest of every provider be over.
void end_rests(const World& world) {
  for (const auto& entry : std::filesystem::directory_iterator(world.home() + "/.rustassistant")) {
    const std::string name = entry.path().filename();
    if (!name.starts_with("remote-")) continue;
    Json state = Json::parse(world.read("home/.rustassistant/" + name));
    state["rests_until"] = 1;
    world.write("home/.rustassistant/" + name, state.dump());
  }
}

}  // namespace

TEST_CASE("a wrong base URL and a server in outage hold no money, however many files and processes there are") {
  const auto reply = GENERATE(with_status(200, "<html><body>Welcome</body></html>"),
                              with_status(502, "<html><body>Bad Gateway</body></html>"), with_status(500, ""));
  LoopbackServer server([&](const ReceivedRequest&) { return reply; });
  World world;
  world.use_openai(server);
  write_files(world, 14);
  for (const Started& run : start_many(world, 4)) {
    const Outcome outcome = run.wait();
    CHECK(outcome.exit_code == 0);
    const Json document = outcome.json();
    for (const Json& result : document["results"]) CHECK(result["provider"] == "builtin");
  }
  CHECK(server.requests().size() <= 3);
  CHECK(open_reservations(world) == 0);
  CHECK(world.budget()["monthly"]["reserved_nano_usd"] == 0);
}

TEST_CASE(
    "a provider that does not answer in time holds three reservations, however many files and processes there are") {
  const bool hangs = GENERATE(true, false);
  ScriptedReply reply = hangs ? good_answer() : with_status(504, "");
  reply.held = hangs;
  LoopbackServer server([&](const ReceivedRequest&) { return reply; });
  World world;
  world.use_openai(server);
  world.variables["RUSTASSISTANT_TIMEOUT_SECONDS"] = "1";
  write_files(world, 10);
  for (const Started& run : start_many(world, 4)) CHECK(run.wait().exit_code == 0);
  CHECK(server.requests().size() == 3);
  CHECK(open_reservations(world) <= 3);
  CHECK(open_reservations(world) > 0);
}

TEST_CASE(
    "calls under way to a sound provider when it stops answering stay charged, each of them: they may be billed") {
  std::atomic<bool> sound = true;
  LoopbackServer server([&](const ReceivedRequest&) {
    ScriptedReply reply = good_answer();
    reply.held = !sound;
    return reply;
  });
  World world;
  world.use_openai(server);
  world.variables["RUSTASSISTANT_TIMEOUT_SECONDS"] = "1";
  CHECK(world.analyze().json()["results"][0]["provider"] == "openai");
  sound = false;
  write_files(world, 8);
  const Outcome outcome = world.run({"refactor", "analyze", "src", "--format", "json", "--jobs", "8"});
  CHECK(outcome.exit_code == 0);
  std::set<std::string> asked;
  for (const ReceivedRequest& request : server.requests()) asked.insert(request.body);
  const std::size_t lost = asked.size() - 1;
  CHECK(lost > 3);
  CHECK(open_reservations(world) == static_cast<int>(lost));
  const Json summary = outcome.json()["summary"];
  CHECK(summary["open_call_ids"].size() == lost);
  CHECK(summary["open_nano_usd"] == world.budget()["monthly"]["reserved_nano_usd"]);
}

TEST_CASE("a provider that is back is probed for its list of models, and asked again") {
  std::atomic<bool> broken = true;
  LoopbackServer server([&](const ReceivedRequest& request) {
    if (broken) return with_status(503, "");
    return request.method == "GET" ? with_status(200, R"({"object":"list","data":[]})") : good_answer();
  });
  World world;
  world.use_openai(server);
  const Outcome failed = world.analyze();
  CHECK(failed.json()["results"][0]["provider"] == "builtin");
  broken = false;
  const Outcome left_alone = world.analyze({"--refresh"});
  CHECK(left_alone.json()["results"][0]["fallback"]["reason"] == "unreachable");
  CHECK_THAT(left_alone.err, Contains("openai is not asked before"));
  CHECK(world.analyze({"--provider", "openai", "--refresh"}).exit_code == 5);
  CHECK(server.requests().size() == 3);
  end_rests(world);
  CHECK(world.analyze({"--refresh"}).json()["results"][0]["provider"] == "openai");
  const auto requests = server.requests();
  REQUIRE(requests.size() == 5);
  CHECK(requests[3].method == "GET");
  CHECK(requests[3].path == "/v1/models");
  CHECK(requests[3].headers.at("authorization") == "Bearer " + std::string(kKey));
}

TEST_CASE("a run that leaves money charged counts it in its cost, as an estimate") {
  LoopbackServer server([](const ReceivedRequest&) { return with_status(504, ""); });
  World world;
  world.use_openai(server);
  const Json document = world.analyze().json();
  const auto reserved = world.budget()["monthly"]["reserved_nano_usd"].get<std::int64_t>();
  CHECK(reserved > 0);
  CHECK(document["summary"]["cost_nano_usd"] == reserved);
  CHECK(document["results"][0]["cost_nano_usd"] == reserved);
  CHECK(document["results"][0]["estimated"] == true);
  CHECK(document["summary"]["open_call_ids"] == Json::array({1}));
  CHECK(document["summary"]["settle"] == "rustassistant budget settle 1 --none");
}

TEST_CASE("a run that leaves money charged says how much, and the command that it names settles it") {
  const std::string path = GENERATE("src", "src/f0.rs");
  LoopbackServer server([](const ReceivedRequest&) { return with_status(504, ""); });
  World world;
  world.use_openai(server);
  write_files(world, 2);
  const Outcome outcome = world.run({"refactor", "analyze", path});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, Contains("that may have been billed; once the provider's records tell:\n"
                                   "  rustassistant budget settle 1"));
  CHECK(world.run({"budget", "settle", "1", "--none"}).exit_code == 0);
  CHECK_THAT(world.run({"refactor", "analyze", path}).out, !Contains("budget settle"));
}

// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "world.hpp"

using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

Json call(int id, const std::string& tool, Json arguments) {
  return {{"jsonrpc", "2.0"},
          {"id", id},
          {"method", "tools/call"},
          {"params", {{"name", tool}, {"arguments", std::move(arguments)}}}};
}

std::vector<Json> talk(const World& world, const std::vector<Json>& messages) {
  std::string input;
  for (const Json& message : messages) input += message.dump() + "\n";
  const Outcome outcome = world.run({"mcp"}, input);
  CHECK(outcome.exit_code == 0);
  std::vector<Json> replies;
  std::istringstream in(outcome.out);
  for (std::string line; std::getline(in, line);) replies.push_back(Json::parse(line));
  return replies;
}

}  // namespace

TEST_CASE("an agent opens a session, searches, and reads a stored review and the budget") {
  const World world;
  fs::create_directories(world.repo() + "/.git");
  world.write("repo/src/retry.rs", "// Retries are spaced out.\npub fn next_delay() {}\n");
  const auto replies =
      talk(world,
           {{{"jsonrpc", "2.0"}, {"id", 1}, {"method", "initialize"}, {"params", {{"protocolVersion", "2025-06-18"}}}},
            {{"jsonrpc", "2.0"}, {"method", "notifications/initialized"}},
            {{"jsonrpc", "2.0"}, {"id", 2}, {"method", "tools/list"}},
            call(3, "search", {{"query", "how are retries spaced"}}),
            call(4, "analyze", {{"path", "a.rs"}}),
            call(5, "budget", Json::object()),
            call(6, "index_status", Json::object()),
            call(7, "search", {{"query", "zeppelin"}})});
  REQUIRE(replies.size() == 7);
  CHECK(replies[0]["result"]["protocolVersion"] == "2025-06-18");
  CHECK(replies[1]["result"]["tools"].size() == 4);
  const Json& found = replies[2]["result"];
  CHECK(found["isError"] == false);
  CHECK_THAT(found["content"][0]["text"].get<std::string>(), Contains("src/retry.rs"));
  CHECK(found["structuredContent"]["results"][0]["path"] == "src/retry.rs");
  CHECK(replies[3]["result"]["structuredContent"]["results"][0]["provider"] == "builtin");
  CHECK(replies[4]["result"]["structuredContent"]["schema"] == "rustassistant.budget-status/1");
  CHECK(replies[5]["result"]["structuredContent"]["files"] == 2);
  CHECK(replies[6]["result"]["isError"] == false);
  CHECK(replies[6]["result"]["structuredContent"]["results"].empty());
}

TEST_CASE("agents are kept to the folder that the server was started in") {
  const World world;
  fs::create_directories(world.repo() + "/.git");
  world.write("outside/b.rs", "fn b() {}\n");
  fs::create_symlink(world.home() + "/../outside", world.repo() + "/link");
  for (const char* path : {"/etc/hostname", "../outside/b.rs", "link/b.rs", "..", "missing.rs"}) {
    CAPTURE(path);
    const auto replies =
        talk(world, {call(1, "analyze", {{"path", path}}), call(2, "search", {{"query", "b"}, {"path", path}})});
    REQUIRE(replies.size() == 2);
    for (const Json& reply : replies) CHECK(reply["result"]["isError"] == true);
  }
}

TEST_CASE("no provider is asked for an agent, whatever the settings are") {
  World world;
  LoopbackServer server{[](const ReceivedRequest&) { return good_answer(); }};
  world.use_openai(server);
  const auto replies = talk(world, {call(1, "analyze", {{"path", "a.rs"}})});
  REQUIRE(replies.size() == 1);
  CHECK(replies[0]["result"]["isError"] == false);
  CHECK(server.requests().empty());
}

TEST_CASE("a line that is too long is answered with an error, and the next one is heard") {
  const World world;
  const std::string ping = R"({"jsonrpc":"2.0","id":9,"method":"ping"})";
  const Outcome outcome = world.run({"mcp"}, std::string(3'000'000, 'x') + "\n" + ping);
  std::istringstream in(outcome.out);
  std::string first;
  std::string second;
  REQUIRE(std::getline(in, first));
  REQUIRE(std::getline(in, second));
  CHECK(Json::parse(first)["error"]["code"] == -32700);
  CHECK(Json::parse(second)["id"] == 9);
}

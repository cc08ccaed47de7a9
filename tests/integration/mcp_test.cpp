// SPDX-License-Identifier: MIT
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
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

TEST_CASE("a search in a part of a repository names what the other tools take") {
  World world;
  fs::create_directories(world.repo() + "/.git");
  world.write("repo/src/in/retry.rs", "pub fn next_delay() {}\n");
  world.write("repo/out.rs", "pub fn next_delay_outside() {}\n");
  const Json search = call(1, "search", {{"query", "delay"}, {"limit", 5.0}});
  const Json review = call(2, "analyze", {{"path", "in/retry.rs"}});
  world.wrapper = {"/usr/bin/env", "-C", world.repo() + "/src"};
  const Outcome outcome = world.run({"mcp"}, search.dump() + "\n" + review.dump() + "\n");
  const Json found = Json::parse(outcome.out.substr(0, outcome.out.find('\n')))["result"]["structuredContent"];
  REQUIRE(found["results"].size() == 1);
  CHECK(found["results"][0]["path"] == "in/retry.rs");
  CHECK(found["top"] == world.repo() + "/src");
  CHECK_THAT(outcome.out.substr(outcome.out.find('\n')), Contains("\"isError\":false"));
  CHECK_THAT(outcome.out, !Contains("--offline"));
}

TEST_CASE("arguments beyond their bounds are errors") {
  const World world;
  for (const Json& wrong : {Json{{"query", "x"}, {"limit", 0}}, Json{{"query", "x"}, {"limit", 51}},
                            Json{{"query", "x"}, {"snippet", -1}}, Json{{"query", "x"}, {"limit", 1.5}}}) {
    CAPTURE(wrong.dump());
    CHECK(talk(world, {call(1, "search", wrong)}).at(0).dump().find("the argument '") != std::string::npos);
  }
}

TEST_CASE("a server that waits for an agent ends at the first signal") {
  for (const int number : {SIGTERM, SIGINT}) {
    World world;
    // A pipe that is never closed.
    REQUIRE(::mkfifo((world.repo() + "/in").c_str(), 0600) == 0);
    world.wrapper = {"/bin/sh", "-c", "exec \"$@\" 0<>in", "sh"};
    const Started server = world.start({"mcp"});
    std::ofstream(world.repo() + "/in") << Json{{"jsonrpc", "2.0"}, {"id", 1}, {"method", "ping"}}.dump() + "\n";
    REQUIRE(server.wait_for_output("\"id\""));
    server.signal(number);
    CHECK(server.wait().exit_code == 128 + number);
  }
}

TEST_CASE("nothing is told of what lies outside, not even whether it is there") {
  const World world;
  const auto replies =
      talk(world, {call(1, "analyze", {{"path", "/etc/passwd"}}), call(2, "analyze", {{"path", "/etc/no"}}),
                   call(3, "analyze", {{"path", "../no"}}), call(4, "analyze", {{"path", "no"}})});
  REQUIRE(replies.size() == 4);
  for (std::size_t i = 0; i < 3; ++i)
    CHECK_THAT(replies[i]["result"]["content"][0]["text"].get<std::string>(), Contains("is outside of"));
  CHECK_THAT(replies[3]["result"]["content"][0]["text"].get<std::string>(), !Contains("is outside of"));
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

namespace {

const Json kSpend = {{"path", "a.rs"}, {"spend", true}};

}  // namespace

TEST_CASE("an agent may spend only where the user's own settings say so") {
  World world;
  LoopbackServer server{[](const ReceivedRequest&) { return good_answer(); }};
  world.use_openai(server);
  // A repository cannot allow it.
  world.write("repo/.rustassistant/config.toml", "[mcp]\nmay_spend = true\n");
  const auto refused = talk(world, {call(1, "analyze", kSpend)});
  REQUIRE(refused.size() == 1);
  CHECK(refused[0]["result"]["isError"] == true);
  CHECK_THAT(refused[0]["result"]["content"][0]["text"].get<std::string>(), Contains("may_spend"));
  CHECK(server.requests().empty());

  world.variables["RUSTASSISTANT_MCP_MAY_SPEND"] = "true";
  const auto replies = talk(world, {call(1, "analyze", {{"path", "a.rs"}}), call(2, "analyze", kSpend),
                                    call(3, "analyze", kSpend), call(4, "analyze", {{"path", "a.rs"}})});
  REQUIRE(replies.size() == 4);
  const auto provider = [&](std::size_t i) {
    return replies[i]["result"]["structuredContent"]["results"][0]["provider"];
  };
  CHECK(provider(0) == "builtin");
  CHECK(provider(1) == "openai");
  CHECK(provider(2) == "openai");
  CHECK(provider(3) == "openai");  // what is stored costs nothing
  CHECK(replies[1]["result"]["structuredContent"]["results"][0]["cost_nano_usd"] == kCost);
  CHECK(server.requests().size() == 1);
  CHECK(world.budget()["monthly"]["spent_nano_usd"] == kCost);
}

TEST_CASE("what an agent spends is held to the caps, as everything is") {
  World world;
  LoopbackServer server{[](const ReceivedRequest&) { return good_answer(); }};
  world.use_openai(server);
  world.variables["RUSTASSISTANT_MCP_MAY_SPEND"] = "true";
  world.variables["RUSTASSISTANT_BUDGET_MONTHLY_USD"] = "0.000001";
  const auto degraded = talk(world, {call(1, "analyze", kSpend)});
  CHECK(degraded.at(0)["result"]["structuredContent"]["results"][0]["provider"] == "builtin");
  CHECK(degraded.at(0)["result"]["structuredContent"]["results"][0]["fallback"]["reason"] == "budget");
  world.variables["RUSTASSISTANT_BUDGET_WHEN_EXCEEDED"] = "block";
  world.write("repo/a.rs", "fn other() {}\n");
  const auto blocked = talk(world, {call(1, "analyze", kSpend)});
  CHECK(blocked.at(0)["result"]["isError"] == true);
  CHECK_THAT(blocked.at(0)["result"]["content"][0]["text"].get<std::string>(), Contains("budget"));
  CHECK(server.requests().empty());
}

namespace {

constexpr std::size_t kMostBytes = 31'000;

// All pages of what a tool answers, each within its bounds.
std::vector<Json> pages(const World& world, const std::string& tool, Json arguments) {
  std::vector<Json> pages;
  while (true) {
    const auto replies = talk(world, {call(1, tool, arguments)});
    REQUIRE(replies.size() == 1);
    const Json& result = replies[0]["result"];
    CAPTURE(result["content"][0]["text"].get<std::string>());
    REQUIRE(result["isError"] == false);
    REQUIRE(result.contains("structuredContent"));
    CHECK(result["content"][0]["text"].get<std::string>().size() <= kMostBytes);
    CHECK(result["structuredContent"].dump().size() <= kMostBytes);
    pages.push_back(result["structuredContent"]);
    if (!pages.back().contains("next_cursor")) return pages;
    CHECK_THAT(result["content"][0]["text"].get<std::string>(),
               Contains(pages.back()["next_cursor"].get<std::string>()));
    arguments["cursor"] = pages.back()["next_cursor"];
    REQUIRE(pages.size() < 100);
  }
}

}  // namespace

TEST_CASE("places that do not fit an answer come with the next ones, each once") {
  const World world;
  for (int i = 0; i < 60; ++i) {
    std::string text = "fn zeppelin_" + std::to_string(i) + "() {\n";
    for (int line = 0; line < 60; ++line)
      text += "    // It is a zeppelin that flies, number " + std::to_string(i) + ".\n";
    world.write("repo/f" + std::to_string(i) + ".rs", text + "}\n");
  }
  const auto found = pages(world, "search", {{"query", "zeppelin"}, {"limit", 50}, {"snippet", 50}});
  std::set<std::string> paths;
  for (const Json& page : found) {
    for (const Json& result : page["results"]) CHECK(paths.insert(result["path"]).second);
  }
  CHECK(paths.size() == 60);
  CHECK(found.size() > 4);
  CHECK(found.back()["more"] == 0);
  const auto wrong = talk(world, {call(1, "search", {{"query", "zeppelin"}, {"cursor", "x"}}),
                                  call(2, "search", {{"query", "zeppelin"}, {"cursor", "1000"}})});
  CHECK(wrong.at(0)["result"]["isError"] == true);
  CHECK(wrong.at(1)["result"]["structuredContent"]["results"].empty());
}

TEST_CASE("a review that does not fit an answer comes in pages, also of a single file") {
  const World world;
  std::string large;
  for (int i = 0; i < 150; ++i) large += "fn f" + std::to_string(i) + "(x: Option<u8>) -> u8 {\n    x.unwrap()\n}\n";
  world.write("repo/src/b.rs", large);
  world.write("repo/src/c.rs", std::string(kSource));
  const auto whole = world.run({"refactor", "analyze", "src", "--provider", "builtin", "--format", "json"}).json();
  const auto found = pages(world, "analyze", {{"path", "src"}});
  CHECK(found.size() > 2);
  std::vector<std::string> fingerprints;
  for (const Json& page : found) {
    for (const Json& file : page["results"]) {
      for (const Json& smell : file["analysis"]["code_smells"]) fingerprints.push_back(smell["fingerprint"]);
    }
  }
  std::vector<std::string> expected;
  for (const Json& file : whole["results"]) {
    for (const Json& smell : file["analysis"]["code_smells"]) expected.push_back(smell["fingerprint"]);
  }
  CHECK(fingerprints == expected);
  const auto wrong = talk(world, {call(1, "analyze", {{"path", "src"}, {"cursor", "0123456789abcdef:0"}}),
                                  call(2, "analyze", {{"path", "src"}, {"cursor", "-"}})});
  for (const Json& reply : wrong) CHECK(reply["result"]["isError"] == true);
}

TEST_CASE("hostile names and content reach an agent as one line of valid JSON") {
  const World world;
  world.write("repo/ev\x1b[31m\nil \xff.rs", "fn zeppelin() { /* \x1b]0;t\x07 \xff */ }\n");
  world.write("repo/-", "fn zeppelin() {}\n");
  const auto replies =
      talk(world, {call(1, "search", {{"query", "zeppelin"}}), call(2, "analyze", {{"path", "."}}),
                   call(3, "analyze", {{"path", "-"}}), call(4, "analyze", {{"path", std::string("a.rs\0b", 6)}})});
  REQUIRE(replies.size() == 4);
  CHECK(replies[0]["result"]["isError"] == false);
  CHECK(replies[0]["result"]["content"][0]["text"].get<std::string>().find('\x1b') == std::string::npos);
  CHECK(replies[1]["result"]["isError"] == false);
  CHECK(replies[3]["result"]["isError"] == true);
}

TEST_CASE("a file that cannot be reviewed is an error that says why") {
  const World world;
  world.write("repo/b.rs", std::string("fn b() {}\0", 10));
  fs::create_directories(world.repo() + "/empty");
  const auto replies = talk(world, {call(1, "analyze", {{"path", "b.rs"}}), call(2, "analyze", {{"path", "empty"}})});
  REQUIRE(replies.size() == 2);
  CHECK(replies[0]["result"]["isError"] == true);
  CHECK_THAT(replies[0]["result"]["content"][0]["text"].get<std::string>(), Contains("b.rs"));
  CHECK(replies[1]["result"]["isError"] == true);
  CHECK_THAT(replies[1]["result"]["content"][0]["text"].get<std::string>(), Contains("nothing to review"));
}

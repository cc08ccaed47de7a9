// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "ledger_rows.hpp"
#include "rustassistant/db/connection.hpp"

// `cache sync`: what is missing, too old, or touched by a change elsewhere.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

constexpr const char* kTools = "def used(a):\n    return a\n\n\ndef other(b):\n    return b\n";

// m.py uses one function of tools.py, n.py another; far.py uses m.py.
void fill(const World& world) {
  std::filesystem::remove(world.repo() + "/a.rs");
  world.write("repo/tools.py", kTools);
  world.write("repo/m.py", "from tools import used\n\n\ndef m_function():\n    used(1)\n");
  world.write("repo/n.py", "from tools import other\n\n\ndef n_function():\n    other(1)\n");
  world.write("repo/far.py", "from m import m_function\n\n\ndef far_function():\n    m_function()\n");
}

// Runs a sync and returns its report with the names of the functions in what was sent as "asked".
Json sync(const World& world, const LoopbackServer& server, std::vector<std::string> more = {}) {
  const std::size_t before = server.requests().size();
  std::vector<std::string> words{"cache", "sync", ".", "--format", "json"};
  words.insert(words.end(), more.begin(), more.end());
  const Outcome outcome = world.run(words);
  INFO(outcome.err);
  CHECK(outcome.exit_code == 0);
  Json report = outcome.json();
  report["asked"] = Json::array();
  const auto requests = server.requests();
  std::vector<std::string> asked;
  for (std::size_t i = before; i < requests.size(); ++i) {
    for (const char* line :
         {"1|def used(", "1|from tools import used", "1|from tools import other", "1|from m import"}) {
      if (requests[i].body.find(line) != std::string::npos) asked.emplace_back(line + 2);
    }
  }
  std::sort(asked.begin(), asked.end());
  report["asked"] = asked;
  return report;
}

std::string git(const World& world, const std::string& words, const std::string& date = "2026-01-01T00:00:00Z") {
  const std::string command = "cd '" + world.repo() + "' && GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_DATE='" + date +
                              "' GIT_COMMITTER_DATE='" + date + "' git -c user.name=a -c user.email=a@b.invalid " +
                              words + " >/dev/null 2>&1";
  return std::system(command.c_str()) == 0 ? "" : command;
}

// So many days ago, as git reads it.
std::string days_ago(int days) {
  const auto then = std::chrono::system_clock::now() - std::chrono::hours(24 * days);
  return "@" + std::to_string(std::chrono::duration_cast<std::chrono::seconds>(then.time_since_epoch()).count()) +
         " +0000";
}

}  // namespace

TEST_CASE("with interfaces, a changed signature is asked about where it is used, and nowhere else") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  world.variables["RUSTASSISTANT_ANALYSIS_CONTEXT"] = "interfaces";
  fill(world);
  Json report = sync(world, server);
  CHECK(report["sync"]["missing"] == 4);
  CHECK(report["sync"]["dependents_of_changed"].is_null());
  CHECK(report["done"] == 4);
  CHECK(sync(world, server)["asked"].empty());

  // A body, a comment, the form, something private: nothing but the file itself.
  world.write(
      "repo/tools.py",
      "# new\ndef used( a ):\n    return a + 1\n\n\ndef other(b):\n    return b\n\n\ndef _private():\n    pass\n");
  report = sync(world, server);
  CHECK(report["asked"].empty());  // tools.py no longer begins as before
  CHECK(report["done"] == 1);
  CHECK(report["sync"]["touched"] == 0);
  CHECK(report["sync"]["dependents_of_changed"] == 0);

  world.write("repo/tools.py", "def used(a, more):\n    return a\n\n\ndef other(b):\n    return b\n");
  report = sync(world, server);
  CHECK(report["asked"] == Json({"def used(", "from tools import used"}));
  CHECK(report["sync"]["touched"] == 1);
  CHECK(report["sync"]["missing"] == 1);
  CHECK(report["sync"]["dependents_of_changed"] == 2);  // by file; what is sent decides what is asked
  CHECK(report["sync"]["context"] == "interfaces");

  CHECK_THAT(world.run({"doctor"}).out, Contains("(analysis.context)"));
  // A review finds what the sync stored.
  CHECK(world.run({"refactor", "analyze", "m.py", "--offline", "--format", "json"}).json()["summary"]["hits"] == 1);
}

TEST_CASE("what most files depend on is asked about first") {
  LoopbackServer server([](const ReceivedRequest&) {
    ScriptedReply reply;
    reply.status = 401;
    return reply;
  });
  World world;
  world.use_openai(server);
  fill(world);
  CHECK(world.run({"cache", "build", ".", "--jobs", "1"}).exit_code == 5);
  const Json list = world.run({"queue", "list", "--format", "json"}).json();
  std::map<std::string, std::string> priorities;
  for (const Json& job : list["jobs"]) priorities[job["path"]] = job["priority"];
  CHECK(priorities == std::map<std::string, std::string>{
                          {"far.py", "normal"}, {"m.py", "critical"}, {"n.py", "normal"}, {"tools.py", "critical"}});
}

TEST_CASE("files that move take their dependents with them, and files that import each other end") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  world.variables["RUSTASSISTANT_ANALYSIS_CONTEXT"] = "interfaces";
  std::filesystem::remove(world.repo() + "/a.rs");
  world.write("repo/lib/tools.h", "#pragma once\n#include \"more.h\"\nint used(int a);\n");
  world.write("repo/lib/more.h", "#pragma once\n#include \"tools.h\"\nint more(void);\n");
  world.write("repo/main.c", "#include \"tools.h\"\nint main(void) { return used(1); }\n");
  CHECK(sync(world, server)["done"] == 3);
  std::filesystem::rename(world.repo() + "/lib", world.repo() + "/moved");
  Json report = sync(world, server);
  CHECK(report["done"] == 0);
  CHECK(report["sync"]["dependents_of_changed"] == 0);
  world.write("repo/moved/tools.h", "#pragma once\n#include \"more.h\"\nint used(long a);\n");
  report = sync(world, server);
  CHECK(report["done"] == 2);
  CHECK(report["sync"]["touched"] == 1);
}

TEST_CASE("without interfaces a changed one is reported and nothing is asked for it; a repository cannot change that") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  fill(world);
  world.write("repo/.rustassistant/config.toml", "[analysis]\ncontext = \"interfaces\"\n");
  CHECK(sync(world, server)["done"] == 4);
  world.write("repo/tools.py", "def used(a, more):\n    return a\n\n\ndef other(b):\n    return b\n");
  const Outcome plan = world.run({"cache", "sync", ".", "--dry-run", "--format", "json"});
  CHECK_THAT(plan.err, Contains("it sends more source"));
  CHECK(plan.json()["sync"]["dependents_of_changed"] == 2);
  CHECK(plan.json()["summary"]["calls"] == 1);
  Json report = sync(world, server);
  CHECK(report["asked"] == Json({"def used("}));
  CHECK(report["sync"]["context"] == "none");
  CHECK(report["sync"]["touched"] == 0);
  CHECK(report["sync"]["dependents_of_changed"] == 2);
  for (const ReceivedRequest& request : server.requests()) CHECK(request.body.find("def used (") == std::string::npos);
  report = sync(world, server);
  CHECK(report["sync"]["dependents_of_changed"] == 0);
  CHECK_THAT(world.run({"cache", "sync", "."}).out, Contains("0 files depend on a changed interface"));
}

TEST_CASE("an answer that is too old is asked for again, once") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  fill(world);
  CHECK(sync(world, server)["done"] == 4);
  CHECK(sync(world, server, {"--stale-after", "7d"})["sync"]["stale"] == 0);
  CHECK(world.run({"cache", "sync", ".", "--stale-after", "soon"}).exit_code == 2);
  // As if a week had passed since.
  {
    const auto cache = rustassistant::db::Connection::open(world.in_home("cache.db"), {});
    REQUIRE(cache);
    REQUIRE(cache->execute("UPDATE entry SET created = created - 604800001"));
  }
  Json report = sync(world, server, {"--stale-after", "7d"});
  CHECK(report["sync"]["stale"] == 4);
  CHECK(report["sync"]["missing"] == 0);
  CHECK(report["done"] == 4);
  CHECK(report["hits"] == 0);
  report = sync(world, server, {"--stale-after", "7d"});
  CHECK(report["sync"]["stale"] == 0);
  CHECK(report["asked"].empty());
}

TEST_CASE("a warming run asks what changed and was left alone, what changes most first, within its cap") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  fill(world);
  std::filesystem::remove_all(world.repo() + "/.git");
  REQUIRE(git(world, "init -q").empty());
  REQUIRE(git(world, "add tools.py n.py far.py").empty());
  REQUIRE(git(world, "commit -q -m one", days_ago(400)).empty());
  world.write("repo/tools.py", std::string(kTools) + "# more\n");
  REQUIRE(git(world, "commit -q -a -m two", days_ago(3)).empty());
  world.write("repo/n.py", "from tools import other\n\n\ndef n_function():\n    other(2)\n");
  REQUIRE(git(world, "commit -q -a -m three", days_ago(0)).empty());
  world.write("repo/far.py", "from m import m_function\n# edited\n");

  Json report = sync(world, server, {"--warm"});
  CHECK(report["asked"] == Json({"def used("}));
  CHECK(report["sync"]["left_out"] == 3);
  CHECK(report["sync"]["cap_nano_usd"] == 300'000'000);  // a tenth of the month's three dollars
  CHECK(world.cache()["warmed"] == Json({{"used", 0}, {"superseded", 0}, {"unused", 1}}));
  CHECK(world.run({"refactor", "analyze", "tools.py", "--format", "json"}).json()["summary"]["hits"] == 1);
  CHECK(world.cache()["warmed"]["used"] == 1);
  CHECK_THAT(world.run({"cache", "status"}).out, Contains("1 answer: 1 used later, 0 superseded, 0 not used"));
  CHECK(sync(world, server, {"--warm"})["asked"].empty());
}

TEST_CASE("a warming run that reaches its cap has ended well") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  fill(world);
  std::filesystem::remove_all(world.repo() + "/.git");
  REQUIRE(git(world, "init -q").empty());
  REQUIRE(git(world, "add .").empty());
  REQUIRE(git(world, "commit -q -m one", days_ago(3)).empty());
  const Outcome outcome = world.run({"cache", "sync", ".", "--warm", "--max-cost", "0.0022", "--format", "json"});
  INFO(outcome.err);
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.json()["cost_nano_usd"] <= 2'200'000);
  CHECK(outcome.json()["done"] < 4);
  CHECK(outcome.json()["sync"]["cap_nano_usd"] == 2'200'000);
}

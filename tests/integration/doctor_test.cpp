// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <filesystem>

#include "rustassistant/db/connection.hpp"
#include "world.hpp"

// What `doctor` finds, and how it says to fix it.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

// The first check of that name with that verdict; null where there is none.
Json check_of(const Outcome& outcome, const std::string& name, const std::string& verdict) {
  const Json document = outcome.json();
  for (const Json& check : document["checks"]) {
    if (check["name"] == name && check["verdict"] == verdict) return check;
  }
  return nullptr;
}

Outcome doctor(const World& world, bool online = false) {
  std::vector<std::string> words{"doctor", "--format", "json"};
  if (online) words.emplace_back("--online");
  return world.run(words);
}

}  // namespace

TEST_CASE("in an empty home everything is sound, nothing is created, and a missing key is a note") {
  World world;
  const Outcome outcome = doctor(world);
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.json()["schema"] == "rustassistant.doctor/1");
  CHECK(outcome.json()["sound"] == true);
  CHECK_FALSE(check_of(outcome, "keys", "note").is_null());
  CHECK_FALSE(check_of(outcome, "ledger", "ok").is_null());
  CHECK_FALSE(fs::exists(world.in_home("")));
}

TEST_CASE("after a review the databases are checked and found sound") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  REQUIRE(world.analyze().exit_code == 0);
  const Outcome outcome = doctor(world);
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(check_of(outcome, "cache", "ok")["detail"].get<std::string>(), Contains("2 entries,"));
  CHECK_THAT(check_of(outcome, "ledger", "ok")["detail"].get<std::string>(), Contains("sound, 1 call this"));
  CHECK_THAT(outcome.out, !Contains(std::string(kKey)));
}

TEST_CASE("a misspelled cap stops every command that spends or shows it, and doctor and config show say so") {
  World world;
  SECTION("in the file") {
    world.configure("[budget]\nmonthly = 0.5\n");
  }
  SECTION("in a variable") {
    world.variables["RUSTASSISTANT_BUDGET_MONTHLYUSD"] = "0.5";
  }
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"refactor", "analyze", "-q", "a.rs"}, {"budget", "status"}, {"config", "show"}, {"doctor"}}) {
    const Outcome outcome = world.run(words);
    CHECK(outcome.exit_code == 4);
    CHECK_THAT(outcome.out + outcome.err, Contains("did you mean '") && (Contains("budget.monthly_usd") ||
                                                                         Contains("RUSTASSISTANT_BUDGET_MONTHLY_USD")));
  }
}

TEST_CASE("a damaged ledger, a bad settings file and open permissions are told with a way out") {
  World world;
  REQUIRE(world.run({"budget", "set", "--monthly", "1"}).exit_code == 0);
  SECTION("damage") {
    world.write("home/.rustassistant/ledger.db", std::string(8192, 'x'));
    const Outcome outcome = doctor(world);
    CHECK(outcome.exit_code == 7);
    CHECK_THAT(check_of(outcome, "ledger", "problem")["hint"].get<std::string>(), Contains("restore"));
  }
  SECTION("settings") {
    world.configure("[budget\n");
    const Outcome outcome = doctor(world);
    CHECK(outcome.exit_code == 4);
    CHECK_FALSE(check_of(outcome, "settings", "problem").is_null());
  }
  SECTION("permissions") {
    fs::permissions(world.in_home("ledger.db"), fs::perms(0644));
    const Outcome outcome = doctor(world);
    CHECK(outcome.exit_code == 0);
    CHECK_THAT(check_of(outcome, "ledger", "note")["hint"].get<std::string>(), Contains("chmod 600"));
  }
}

TEST_CASE("a home that cannot be created is a problem") {
  World world;
  world.variables["RUSTASSISTANT_HOME"] = "/dev/null/x";
  const Outcome outcome = doctor(world);
  CHECK(outcome.exit_code == 7);
  CHECK_THAT(check_of(outcome, "home", "problem")["detail"].get<std::string>(), Contains("Not a directory"));
}

TEST_CASE("an older tool's cache that was moved away is not missed") {
  World world;
  fs::create_directories(world.in_home(""));
  {
    const auto connection = rustassistant::db::Connection::open(world.in_home("cache.db"), {});
    REQUIRE(connection);
    REQUIRE(connection->execute("CREATE TABLE cache_entries (id INTEGER PRIMARY KEY, result_blob BLOB)"));
  }
  const Outcome outcome = doctor(world);
  CHECK(outcome.exit_code == 0);
  CHECK_FALSE(check_of(outcome, "cache", "ok").is_null());
  CHECK(fs::exists(world.in_home("cache.db.legacy")));
}

TEST_CASE("--online asks each provider that has a key, once and without a question") {
  ScriptedReply models;
  models.body = R"({"object": "list", "data": []})";
  ScriptedReply refused;
  refused.status = 401;
  refused.body =
      R"({"error": {"message": "bad key sk-test-key", "type": "x", "param": null, "code": "invalid_api_key"}})";
  LoopbackServer server(std::vector{models, refused});
  World world;
  world.use_openai(server);
  CHECK_FALSE(check_of(doctor(world, true), "online", "ok").is_null());
  const Outcome outcome = doctor(world, true);
  CHECK(outcome.exit_code != 0);
  CHECK_FALSE(check_of(outcome, "online", "problem").is_null());
  CHECK_THAT(outcome.out, !Contains(std::string(kKey)));
  REQUIRE(server.requests().size() == 2);
  CHECK(server.requests()[0].method == "GET");
  CHECK(server.requests()[0].path == "/v1/models");
  CHECK(server.requests()[0].body.empty());
}

TEST_CASE("a proxy's password is not shown") {
  World world;
  world.variables["HTTPS_PROXY"] = "http://user:secret@proxy.example:3128";
  const Outcome outcome = doctor(world);
  CHECK_THAT(outcome.out, Contains("proxy.example") && !Contains("secret"));
}

TEST_CASE("the older tool's variable for a key is named, with the one that is read") {
  World world;
  world.variables["GROK_API_KEY"] = kKey;
  const Outcome outcome = world.run({"doctor"});
  CHECK_THAT(outcome.out,
             Contains("GROK_API_KEY is set") && Contains("set XAI_API_KEY") && !Contains(std::string(kKey)));
  world.variables["XAI_API_KEY"] = kKey;
  CHECK_THAT(world.run({"doctor"}).out, !Contains("GROK_API_KEY"));
}

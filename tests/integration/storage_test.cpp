// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <catch2/catch.hpp>

#include "ledger_rows.hpp"
#include "rustassistant/db/connection.hpp"

// What is kept, and homes that keep nothing.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;
namespace db = rustassistant::db;

namespace {

void execute(const std::string& database, const std::string& sql) {
  const auto connection = db::Connection::open(database, {db::OpenMode::read_write});
  REQUIRE(connection);
  REQUIRE(connection->execute(sql));
  REQUIRE(connection->checkpoint());
}

}  // namespace

TEST_CASE("a hit writes nothing to the database") {
  World world;
  REQUIRE(world.analyze().exit_code == 0);
  REQUIRE(first(world.analyze())["cache"] == "hit");
  const std::string before = world.read("home/.rustassistant/cache.db");
  for (int i = 0; i < 3; ++i) CHECK(first(world.analyze())["cache"] == "hit");
  CHECK(world.read("home/.rustassistant/cache.db") == before);
  CHECK_FALSE(std::filesystem::exists(world.in_home("cache.db-wal")));
  CHECK(world.cache()["hits"] == 4);
}

TEST_CASE("an entry keeps where it came from, what it cost and how often it was used") {
  LoopbackServer server(std::vector{good_answer()});
  World world;
  world.use_openai(server);
  REQUIRE(world.analyze().exit_code == 0);
  REQUIRE(world.analyze().exit_code == 0);
  REQUIRE(world.cache()["hits"] == 1);
  const std::string path = world.in_home("cache.db");
  CHECK(count_rows(path, "entry WHERE path = 'a.rs' AND extension = 'rs' AND cost = " + std::to_string(kCost) +
                             " AND input_tokens = 1000 AND cached_tokens = 400 AND output_tokens = 200"
                             " AND estimated = 0 AND access_count = 1 AND raw_size > 0 AND stored_size > 0"
                             " AND last_accessed >= created AND repo = last_repo") == 1);
  CHECK(count_rows(path, "repo WHERE path = '" + world.repo() + "'") == 1);
}

TEST_CASE("a cache of a newer version is left as it is, and the answer is shown without it") {
  World world;
  REQUIRE(world.analyze().exit_code == 0);
  execute(world.in_home("cache.db"), "PRAGMA user_version = 99");
  const std::string before = world.read("home/.rustassistant/cache.db");
  const Outcome outcome = world.analyze();
  CHECK(outcome.exit_code == 0);
  CHECK(first(outcome)["cache"] == "off");
  CHECK_THAT(outcome.err, Contains("newer version"));
  CHECK(world.run({"cache", "status", "--format", "json"}).exit_code == 7);
  CHECK(world.read("home/.rustassistant/cache.db") == before);
}

TEST_CASE("a ledger of a newer version stops paid calls and is left as it is") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  REQUIRE(world.analyze().exit_code == 0);
  execute(world.in_home("ledger.db"), "PRAGMA user_version = 99");
  const std::string before = world.read("home/.rustassistant/ledger.db");
  world.write("repo/a.rs", "fn other() {}\n");
  const Outcome outcome = world.analyze();
  CHECK(outcome.exit_code == 7);
  CHECK(first(outcome)["provider"] == "builtin");
  CHECK(world.analyze({"--provider", "openai"}).exit_code == 7);
  CHECK(server.requests().size() == 1);
  CHECK(world.read("home/.rustassistant/ledger.db") == before);
}

TEST_CASE("a stored answer needs no ledger") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  REQUIRE(world.analyze().exit_code == 0);
  world.write("home/.rustassistant/ledger.db", "not a ledger");
  CHECK(world.analyze().exit_code == 0);
}

TEST_CASE("a damaged entry is asked for again, and only that one") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  world.write("repo/b.rs", "fn other() {}\n");
  REQUIRE(world.run({"refactor", "analyze", "a.rs", "b.rs"}).exit_code == 0);
  execute(world.in_home("cache.db"),
          "UPDATE blob SET data = x'0011' WHERE id = (SELECT id FROM entry WHERE path = 'a.rs')");
  const Json document = world.run({"refactor", "analyze", "a.rs", "b.rs", "--format", "json"}).json();
  CHECK(document["results"][0]["cache"] == "miss");
  CHECK(document["results"][1]["cache"] == "hit");
  CHECK(server.requests().size() == 3);
}

TEST_CASE("in a home that cannot be written the answer is still shown, but no model is paid for") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  REQUIRE(world.analyze().exit_code == 0);
  world.write("repo/b.rs", "fn other() { x.unwrap(); }\n");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(world.home())) {
    std::filesystem::permissions(entry, std::filesystem::perms(entry.is_directory() ? 0555 : 0444));
  }
  std::filesystem::permissions(world.home(), std::filesystem::perms(0555));
  std::filesystem::permissions(world.home() + "/..", std::filesystem::perms(0755));
  // The superuser may write anywhere.
  if (::geteuid() == 0) world.wrapper = {"/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"};
  const Outcome hit = world.analyze();
  CHECK(hit.exit_code == 0);
  CHECK(first(hit)["cache"] == "hit");
  const Outcome miss = world.run({"refactor", "analyze", "b.rs", "--format", "json"});
  CAPTURE(miss.err);
  CHECK(miss.exit_code == 7);
  CHECK(first(miss)["provider"] == "builtin");
  CHECK(first(miss)["fallback"]["reason"] == "ledger");
  CHECK(server.requests().size() == 1);
  const Outcome status = world.run({"budget", "status", "--format", "json"});
  CAPTURE(status.err);
  CHECK(status.exit_code == 0);
  CHECK(status.json()["monthly"]["spent_nano_usd"] > 0);
  CHECK(world.run({"budget", "set", "--monthly", "2"}).exit_code == 7);
  const Outcome builtin = world.run({"refactor", "analyze", "b.rs", "--provider", "builtin", "--format", "json"});
  CHECK(builtin.exit_code == 0);
  CHECK_THAT(builtin.err, Contains("warning: "));
}

TEST_CASE("the home may be named, relative or not yet there") {
  World world;
  world.variables["RUSTASSISTANT_HOME"] = "../elsewhere/deep";
  CHECK(first(world.analyze())["cache"] == "miss");
  CHECK(first(world.analyze())["cache"] == "hit");
  CHECK(std::filesystem::exists(world.repo() + "/../elsewhere/deep/cache.db"));
  CHECK_FALSE(std::filesystem::exists(world.in_home("")));
}

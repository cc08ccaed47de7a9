// SPDX-License-Identifier: MIT
#include "rustassistant/tier/team_database.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "support/postgres.hpp"
#include "support/processes.hpp"

using namespace rustassistant;
using namespace rustassistant::tier;
using namespace std::chrono_literals;
using test::Postgres;

namespace {

const Postgres& owned_server() {
  static const Postgres postgres;
  return postgres;
}

pg::Reach owners_reach() {
  pg::Reach reach;
  reach.resolve = [](const std::string&, std::chrono::milliseconds) { return std::vector<std::string>{"127.0.0.1"}; };
  reach.limit = 20s;
  return reach;
}

Result<TeamDatabase> set_up(const std::string& url, const TeamSetup& setup) {
  const auto target = pg::Target::parse(url);
  REQUIRE(target);
  return set_up_team_database(*target, owners_reach(), setup);
}

std::string new_database(const std::string& name) {
  owned_server().psql("CREATE DATABASE " + name + " TEMPLATE template0");
  return owned_server().url("owner:secret", name);
}

}  // namespace

TEST_CASE("setting up makes schema and team; again it changes nothing but what is asked for") {
  const std::string url = new_database("fresh");
  const auto first = set_up(url, {"core", NanoUsd{5'000'000'000}, std::nullopt, "Europe/Berlin"});
  REQUIRE(first);
  CHECK(first->version_before == 0);
  CHECK(first->version == 1);
  CHECK(first->team_is_new);
  const auto second = set_up(url, {"core", std::nullopt, NanoUsd{1'000'000'000}, std::nullopt});
  REQUIRE(second);
  CHECK(second->version_before == 1);
  CHECK_FALSE(second->team_is_new);
  CHECK(owned_server().psql("SELECT name, zone FROM rustassistant.team", "fresh") == "core|Europe/Berlin\n");
  CHECK(owned_server().psql("SELECT kind, amount FROM rustassistant.cap ORDER BY kind", "fresh") ==
        "day|1000000000\nmonth|5000000000\n");
}

TEST_CASE("twelve owners at once set up one database") {
  const std::string url = new_database("crowded");
  const auto statuses = test::start_processes(12, [&](int) {
    const auto target = pg::Target::parse(url);
    return set_up_team_database(*target, owners_reach(), {"core"}) ? 0 : 1;
  });
  CHECK(test::wait_for(statuses) == std::vector<int>(12, 0));
  CHECK(owned_server().psql("SELECT version FROM rustassistant.schema_version", "crowded") == "1\n");
}

TEST_CASE("a newer schema, a strange time zone, or the wrong user change nothing") {
  const std::string url = new_database("kept");
  REQUIRE(set_up(url, {"core"}));
  const auto zone = set_up(url, {"third", std::nullopt, std::nullopt, "Mars/Olympus"});
  REQUIRE_FALSE(zone);
  CHECK(zone.error().code == Errc::usage);
  owned_server().psql("INSERT INTO rustassistant.schema_version (version, min_client) VALUES (1000, 1)", "kept");
  const auto newer = set_up(url, {"second"});
  REQUIRE_FALSE(newer);
  CHECK(newer.error().code == Errc::storage);
  CHECK(newer.error().what.find("newer") != std::string::npos);
  CHECK(newer.error().what.find("secret") == std::string::npos);
  CHECK(owned_server().psql("SELECT name FROM rustassistant.team", "kept") == "core\n");

  new_database("foreign_to_ann");
  owned_server().psql("CREATE ROLE ann LOGIN PASSWORD 'a'");
  const auto denied = set_up(owned_server().url("ann:a", "foreign_to_ann"), {"core"});
  REQUIRE_FALSE(denied);
  CHECK_FALSE(denied.error().hint.empty());
  CHECK(owned_server().psql("SELECT count(*) FROM pg_namespace WHERE nspname = 'rustassistant'", "foreign_to_ann") ==
        "0\n");
}

TEST_CASE("an owner without the right to make roles uses those that are there") {
  new_database("modest");
  owned_server().psql("CREATE ROLE modest LOGIN PASSWORD 'm'; GRANT CREATE ON DATABASE modest TO modest");
  REQUIRE(set_up(owned_server().url("modest:m", "modest"), {"core"}));
}

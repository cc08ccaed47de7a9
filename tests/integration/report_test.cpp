// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cstdint>
#include <cstdlib>
#include <map>

#include "rustassistant/db/connection.hpp"
#include "world.hpp"

// What `report` says, beside what the commands say that show the same.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;
namespace db = rustassistant::db;

namespace {

// Three weeks of calls, and today's by a server, whose answer was found again.
struct Reported {
  LoopbackServer server{[](const ReceivedRequest&) { return good_answer(); }};
  World world;

  Reported() {
    world.use_openai(server);
    world.write("repo/a.rs", "fn f() {}\n");
    REQUIRE(world.analyze().exit_code == 0);
    REQUIRE(world.analyze().exit_code == 0);
    const auto connection = db::Connection::open(world.in_home("ledger.db"), {db::OpenMode::read_write});
    REQUIRE(connection);
    REQUIRE(connection->execute(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 21), "
        "d (i, t) AS (SELECT i, unixepoch() - 86400 * i FROM n) "
        "INSERT INTO call (at, month, day, state, closed_at, reserved, cost, provider, type, model, repo, repo_path, "
        "path, extension, input_tokens, cached_tokens, output_tokens) SELECT t * 1000, strftime('%Y%m', t, "
        "'unixepoch') + 0, strftime('%Y%m%d', t, 'unixepoch') + 0, 1, t * 1000, 20000000, 10000000 + i, 2, 0, "
        "'gpt-4.1', '0badcafe', '/p', 'src/' || i % 3 || '.py', 'py', 5000, 400, 800 FROM d"));
  }
  Json json(std::vector<std::string> words) const {
    words.insert(words.end(), {"--format", "json"});
    return world.run(words).json();
  }
};

}  // namespace

TEST_CASE_METHOD(Reported, "every figure of a report is that of the command that shows it, too") {
  const Json report = json({"report"});
  const Json status = json({"budget", "status"});
  // Less of the month is left with each moment that passes between the two.
  const auto differ = [](const Json& a, const Json& b) {
    return std::abs(a.get<std::int64_t>() - b.get<std::int64_t>());
  };
  CHECK(differ(report["forecast"]["month_end_nano_usd"], status["forecast"]["month_end_nano_usd"]) < 1'000'000);
  REQUIRE(report["forecast"]["interval"].is_object());
  CHECK(report["forecast"]["interval"]["days"] == status["forecast"]["interval"]["days"]);
  CHECK(report["forecast"]["interval"]["days"] == 21);
  CHECK(report["budget"]["monthly"] == status["monthly"]);
  for (const auto& [by, member] : std::map<std::string, std::string>{
           {"model", "by_model"}, {"repo", "by_repository"}, {"type", "by_type"}, {"extension", "by_extension"}}) {
    const Json history = json({"budget", "history", "--by", by});
    CHECK(report[member] == history["rows"]);
    CHECK(report["total"] == history["total"]);
  }
  std::map<std::string, Json> days;
  const Json by_day = json({"budget", "history"});
  for (const Json& row : by_day["rows"]) days[row["key"]] = row;
  REQUIRE(report["days"].size() == 30);
  std::int64_t hits = 0;
  std::int64_t misses = 0;
  std::int64_t saved = 0;
  for (const Json& day : report["days"]) {
    const auto row = days.find(day["day"]);
    CHECK(day["spent_nano_usd"] == (row == days.end() ? Json(0) : row->second["spent_nano_usd"]));
    hits += day["hits"].get<std::int64_t>();
    misses += day["misses"].get<std::int64_t>();
    saved += day["saved_nano_usd"].get<std::int64_t>();
  }
  const Json cache = json({"cache", "status"});
  CHECK(report["cache"]["hits"] == cache["hits"]);
  CHECK(hits == cache["hits"]);
  CHECK(misses == cache["misses"]);
  CHECK(saved == cache["saved_nano_usd"]);
  CHECK(report["effectiveness"]["hits"] == hits);
  CHECK_FALSE(report["advice"].empty());
}

TEST_CASE_METHOD(Reported, "a report goes to a file, whole, and may be about one repository") {
  CHECK(world.run({"report", "--output", "report.txt"}).out.empty());
  CHECK_THAT(world.read("repo/report.txt"), Contains("forecast ") && Contains("of 10 such months"));
  const Json mine = json({"report", "--repo", "."});
  CHECK(mine["total"]["calls"] == 1);
  CHECK(mine["effectiveness"]["hits"] == 1);
  CHECK(json({"report", "--what-if", "max_size=1M"})["effectiveness"]["what_if"]["uses"] == 1);
}

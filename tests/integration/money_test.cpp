// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

#include "ledger_rows.hpp"
#include "rustassistant/db/connection.hpp"

// The ledger where something went wrong: clocks, zones, outages, lost files.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;
namespace db = rustassistant::db;
namespace fs = std::filesystem;

namespace {

struct Paying {
  LoopbackServer server{[](const ReceivedRequest&) { return good_answer(); }};
  World world;

  Paying() { world.use_openai(server); }
  Outcome analyze() const { return world.analyze({"--provider", "openai", "--refresh"}); }
  void execute(const std::string& sql) const {
    const auto connection = db::Connection::open(world.in_home("ledger.db"), {db::OpenMode::read_write});
    REQUIRE(connection);
    REQUIRE(connection->execute(sql));
  }
  void reserve_by_hand(int count, const std::string& at) const {
    for (int i = 0; i < count; ++i)
      execute(
          "INSERT INTO call (at, month, day, state, reserved, provider, type, model, repo, repo_path, path, extension) "
          "SELECT " +
          at +
          ", month, day, 0, 1000000, provider, type, model, repo, repo_path, path, extension FROM "
          "call WHERE id = 1");
  }
  std::int64_t reserved() const { return world.budget()["monthly"]["reserved_nano_usd"].get<std::int64_t>(); }
};

constexpr const char* kNow = "CAST(strftime('%s', 'now') AS INTEGER) * 1000";

}  // namespace

TEST_CASE("calls of a wrong clock are warned about, shown by doctor, and moved by budget repair-clock") {
  Paying paying;
  REQUIRE(paying.analyze().exit_code == 0);
  paying.execute("UPDATE call SET at = 4070908800000, month = 209901, day = 20990101");
  CHECK(paying.world.budget()["monthly"]["spent_nano_usd"] == 0);
  const Outcome doctor = paying.world.run({"doctor"});
  CHECK(doctor.exit_code == 7);
  CHECK_THAT(doctor.out, Contains("2099-01-01") && Contains("budget repair-clock"));
  const Outcome next = paying.analyze();
  CHECK(next.exit_code == 0);
  CHECK_THAT(next.err, Contains("2099-01-01") && Contains("budget repair-clock"));
  const Outcome repaired = paying.world.run({"budget", "repair-clock", "--format", "json"});
  CHECK(repaired.exit_code == 0);
  CHECK(repaired.json()["monthly"]["spent_nano_usd"] == 2 * kCost);
  CHECK_THAT(paying.world.run({"doctor"}).out, !Contains("2099-01-01"));
  CHECK_THAT(paying.world.run({"budget", "repair-clock"}).err, Contains("nothing was moved"));
}

TEST_CASE("history counts every call that status counts, also after the zone was moved west") {
  Paying paying;
  REQUIRE(paying.world.run({"budget", "set", "--timezone", "+14:00"}).exit_code == 0);
  REQUIRE(paying.analyze().exit_code == 0);
  REQUIRE(paying.world.run({"budget", "set", "--timezone", "-12:00"}).exit_code == 0);
  const std::int64_t spent = paying.world.budget()["monthly"]["spent_nano_usd"];
  for (const std::vector<std::string>& period :
       std::vector<std::vector<std::string>>{{}, {"--days", "1"}, {"--months", "1"}, {"--since", "2020-01-01"}}) {
    std::vector<std::string> words{"budget", "history", "--format", "json"};
    words.insert(words.end(), period.begin(), period.end());
    CHECK(paying.world.run(words).json()["total"]["spent_nano_usd"] == spent);
  }
}

TEST_CASE("open calls are settled together, by number, by age, or all") {
  Paying paying;
  REQUIRE(paying.analyze().exit_code == 0);
  paying.reserve_by_hand(2, std::string(kNow) + " - 7200000");
  paying.reserve_by_hand(3, kNow);
  REQUIRE(paying.reserved() == 5'000'000);
  for (const std::vector<std::string>& wrong :
       std::vector<std::vector<std::string>>{{"--none"},
                                             {"--all"},
                                             {"2", "--all", "--none"},
                                             {"2", "x", "--none"},
                                             {"2", "99", "--none"},
                                             {"2", "--older-than", "1h", "--none"},
                                             {"--all", "--older-than", "5m", "--none"}}) {
    std::vector<std::string> words{"budget", "settle"};
    words.insert(words.end(), wrong.begin(), wrong.end());
    CHECK(paying.world.run(words).exit_code == 2);
  }
  CHECK(paying.reserved() == 5'000'000);
  REQUIRE(paying.world.run({"budget", "settle", "--all", "--older-than", "1h", "--cost", "0.0001"}).exit_code == 0);
  CHECK(paying.reserved() == 3'000'000);
  CHECK(paying.world.budget()["monthly"]["spent_nano_usd"] == kCost + 200'000);
  REQUIRE(paying.world.run({"budget", "settle", "4", "5", "--none"}).exit_code == 0);
  CHECK(paying.reserved() == 1'000'000);
  REQUIRE(paying.world.run({"budget", "settle", "--all", "--none"}).exit_code == 0);
  CHECK(paying.reserved() == 0);
  CHECK_THAT(paying.world.run({"budget", "settle", "--all", "--none"}).err, Contains("nothing was settled"));
}

TEST_CASE("a ledger of no byte or one stops paid calls, and doctor says so") {
  Paying paying;
  const std::string damage = GENERATE("", "x");
  paying.world.write("home/.rustassistant/ledger.db", damage);
  CHECK(paying.analyze().exit_code == 7);
  CHECK(paying.server.requests().empty());
  CHECK(paying.world.run({"budget", "status"}).exit_code == 7);
  const Outcome doctor = paying.world.run({"doctor"});
  CHECK(doctor.exit_code == 7);
  CHECK_THAT(doctor.out, Contains("is damaged") && Contains("rustassistant restore"));
  CHECK(paying.world.read("home/.rustassistant/ledger.db") == damage);
}

TEST_CASE("a ledger that vanished is asked about") {
  Paying paying;
  REQUIRE(paying.analyze().exit_code == 0);
  fs::remove(paying.world.in_home("ledger.db"));
  const Outcome stopped = paying.analyze();
  CHECK(stopped.exit_code == 7);
  CHECK_THAT(stopped.err, Contains("is missing, so what was spent is unknown"));
  CHECK(paying.server.requests().size() == 1);
  CHECK(paying.world.run({"budget", "status"}).exit_code == 7);
  CHECK_THAT(paying.world.run({"doctor"}).out, Contains("is missing, so what was spent is unknown"));
  CHECK_FALSE(fs::exists(paying.world.in_home("ledger.db")));
  fs::remove(paying.world.in_home("ledger.db.marker"));
  CHECK(paying.analyze().exit_code == 0);
}

TEST_CASE("room for more files is that of calls whose cost is known") {
  Paying paying;
  REQUIRE(paying.analyze().exit_code == 0);
  const Json before = paying.world.budget()["room"];
  paying.reserve_by_hand(1, kNow);
  paying.execute("UPDATE call SET state = 1, closed_at = at, cost = NULL, reserved = NULL WHERE id = 2");
  CHECK(paying.world.budget()["room"]["files"] == before["files"]);
  CHECK_THAT(paying.world.run({"budget", "status"}).out, Contains("without 1 call of unknown cost"));
}

TEST_CASE("shares are understood in each form, and what was understood is shown") {
  const World world;
  for (const char* share : {"60", "60%", "0.60"}) {
    REQUIRE(world.run({"budget", "unset", "--all"}).exit_code == 0);
    CHECK_THAT(world.run({"budget", "set", "--warn", share}).out, Contains("warning at 60 %"));
    world.configure("[budget]\nalert_at = " + std::string(share == std::string("60%") ? "\"80%\"" : "80") + "\n");
    CHECK(world.budget()["alert_percent"] == 80);
  }
  CHECK(world.run({"budget", "set", "--monthly", "0.00001"}).exit_code == 0);
  CHECK_THAT(world.run({"budget", "status"}).out, Contains("of $0.00001"));
}

TEST_CASE("every column of the export is its own") {
  Paying paying;
  REQUIRE(paying.analyze().exit_code == 0);
  paying.execute(
      "INSERT INTO call (at, month, day, state, closed_at, reserved, cost, estimated, by_hand, provider, type, "
      "model, repo, repo_path, path, extension, request_bytes, input_tokens, cached_tokens, "
      "cache_write_tokens, output_tokens, reasoning_tokens) VALUES (1795262400000, 202611, 20261121, 1, "
      "1795262405000, 900, 600, 1, 0, 4, 1, 'm', '0badcafe', '/r', 'p/a.py', 'py', 4321, 111, 22, 33, 44, 5)");
  const Json call = paying.world.run({"budget", "export", "--format", "json"}).json()["calls"][1];
  CHECK(call == Json{{"id", 2},
                     {"at", "2026-11-21T12:00:00Z"},
                     {"day", "2026-11-21"},
                     {"state", "settled"},
                     {"closed_at", "2026-11-21T12:00:05Z"},
                     {"provider", "google"},
                     {"model", "m"},
                     {"type", "docs"},
                     {"repository", {{"id", "0badcafe"}, {"path", "/r"}}},
                     {"path", "p/a.py"},
                     {"extension", "py"},
                     {"request_bytes", 4321},
                     {"input_tokens", 111},
                     {"cached_tokens", 22},
                     {"cache_write_tokens", 33},
                     {"output_tokens", 44},
                     {"reasoning_tokens", 5},
                     {"reserved_nano_usd", 900},
                     {"reserved_usd", "$0.0001"},
                     {"cost_nano_usd", 600},
                     {"cost_usd", "$0.0001"},
                     {"charged_nano_usd", 600},
                     {"charged_usd", "$0.0001"},
                     {"estimated", true},
                     {"by_hand", false}});
  CHECK_THAT(
      paying.world.run({"budget", "export"}).out,
      Contains("\n2,2026-11-21T12:00:00Z,2026-11-21,settled,2026-11-21T12:00:05Z,google,m,docs,0badcafe,/r,p/a.py,"
               "py,4321,111,22,33,44,5,900,600,600,true,false\n"));
}

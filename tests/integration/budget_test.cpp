// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>

#include "ledger_rows.hpp"
#include "rustassistant/db/connection.hpp"

// What a user may set, what holds then, and what is told about it.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;
namespace db = rustassistant::db;

namespace {

// A server that always answers, and a world with `files` different files that asks it.
struct Paying {
  LoopbackServer server{[](const ReceivedRequest&) { return good_answer(); }};
  World world;

  explicit Paying(int files = 1) {
    world.use_openai(server);
    for (int i = 0; i < files; ++i)
      world.write("repo/src/" + std::to_string(i) + ".rs", "fn f" + std::to_string(i) + "() {}\n");
  }
  Outcome set(std::vector<std::string> words) const {
    words.insert(words.begin(), {"budget", "set"});
    return world.run(words);
  }
  Outcome analyze(const std::string& path, std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"refactor", "analyze", path, "--format", "json", "--jobs", "1"});
    return world.run(more);
  }
  int asked() const { return static_cast<int>(server.requests().size()); }
};

void execute(const World& world, const std::string& sql) {
  const auto connection = db::Connection::open(world.in_home("ledger.db"), {db::OpenMode::read_write});
  REQUIRE(connection);
  REQUIRE(connection->execute(sql));
}

}  // namespace

TEST_CASE("in mode block a call over the cap is not made, and the message says everything") {
  Paying paying;
  REQUIRE(paying.set({"--monthly", "0.001", "--when-exceeded", "block"}).exit_code == 0);
  const Outcome outcome = paying.analyze("src/0.rs");
  CHECK(outcome.exit_code == 6);
  CHECK(paying.asked() == 0);
  for (const char* part : {"might cost $0.00", "monthly cap of $0.0010", "$0.00 is spent", "until the month ends at 20",
                           "rustassistant budget set --monthly"})
    CHECK_THAT(outcome.err, Contains(part));
}

TEST_CASE("in mode degrade the built-in analyzer answers and says so, in mode warn the model does") {
  Paying paying;
  REQUIRE(paying.set({"--daily", "0.001"}).exit_code == 0);
  const Outcome degraded = paying.analyze("src/0.rs");
  CHECK(degraded.exit_code == 0);
  CHECK(degraded.json()["results"][0]["provider"] == "builtin");
  CHECK(degraded.json()["results"][0]["fallback"]["reason"] == "budget");
  CHECK(paying.asked() == 0);
  REQUIRE(paying.set({"--when-exceeded", "warn"}).exit_code == 0);
  const Outcome warned = paying.analyze("src/0.rs");
  CHECK(warned.exit_code == 0);
  CHECK(warned.json()["results"][0]["provider"] == "openai");
  CHECK_THAT(warned.err, Contains("warning: the budget is exceeded"));
}

TEST_CASE("a repository's cap holds there and nowhere else") {
  Paying paying;
  REQUIRE(paying.set({"--repo", ".=0.001"}).exit_code == 0);
  const Outcome here = paying.analyze("src/0.rs", {"--provider", "openai"});
  CHECK(here.exit_code == 6);
  CHECK_THAT(here.err, Contains("repository's monthly cap"));
  paying.world.write("elsewhere/.git/HEAD", "ref: refs/heads/main\n");
  paying.world.write("elsewhere/b.rs", "fn b() {}\n");
  CHECK(paying.analyze("../elsewhere/b.rs", {"--provider", "openai"}).exit_code == 0);
  const Json repositories = paying.world.budget()["repositories"];
  REQUIRE(repositories.size() == 1);
  CHECK(repositories[0]["repository"]["path"] == paying.world.repo());
  CHECK(repositories[0]["spent_nano_usd"] == 0);
}

TEST_CASE("--max-cost bounds one run, in every mode") {
  const char* mode = GENERATE("degrade", "block", "warn");
  CAPTURE(mode);
  Paying paying(6);
  REQUIRE(paying.set({"--when-exceeded", mode}).exit_code == 0);
  const Outcome outcome = paying.analyze("src", {"--max-cost", "0.0027"});  // two reservations of $0.0024 do not fit
  const int expected = std::string(mode) == "block" ? 6 : 0;
  CHECK(outcome.exit_code == expected);
  const int asked = paying.asked();
  CHECK(asked >= 1);
  CHECK(asked < 6);
  CHECK(paying.world.budget()["monthly"]["spent_nano_usd"] == asked * kCost);
  CHECK(asked * kCost <= 2'700'000);
  if (expected == 6) CHECK_THAT(outcome.err, Contains("run's cap"));
  CHECK(paying.analyze("src/5.rs", {"--provider", "openai"}).exit_code == 0);
}

TEST_CASE("a variable stands above what was set, and the command says so") {
  Paying paying;
  paying.world.variables["RUSTASSISTANT_BUDGET_MONTHLY_USD"] = "0";
  const Outcome set = paying.set({"--monthly", "5", "--format", "json"});
  CHECK(set.exit_code == 0);
  CHECK(set.json()["monthly"]["cap_nano_usd"] == 0);
  CHECK_THAT(set.err, Contains("RUSTASSISTANT_BUDGET_MONTHLY_USD takes precedence"));
  CHECK(paying.analyze("src/0.rs", {"--provider", "openai"}).exit_code == 6);
  paying.world.variables.erase("RUSTASSISTANT_BUDGET_MONTHLY_USD");
  const Json settings = paying.world.run({"config", "show", "--format", "json"}).json()["settings"];
  CHECK(settings["budget.monthly_usd"]["value"] == 5.0);
  CHECK(settings["budget.monthly_usd"]["source"] == "ledger");
  CHECK(paying.world.run({"budget", "unset", "--monthly", "--format", "json"}).json()["monthly"]["cap_nano_usd"] ==
        3'000'000'000);
}

TEST_CASE("values that are no amounts, shares or zones are refused and change nothing") {
  Paying paying;
  REQUIRE(paying.set({"--monthly", "2"}).exit_code == 0);
  const std::string before = paying.world.read("home/.rustassistant/ledger.db");
  for (const char* amount : {"NaN", "1e308", "-1", "0.0000000001", "$3", "3,00", "", "inf", "0x10", "1000001"}) {
    CAPTURE(amount);
    CHECK(paying.set({std::string("--monthly=") + amount}).exit_code == 2);
    CHECK(paying.set({std::string("--repo=.=") + amount}).exit_code == 2);
    CHECK(paying.analyze("src/0.rs", {std::string("--max-cost=") + amount}).exit_code == 2);
  }
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{{"--warn", "101"},
                                                                                     {"--warn", "95"},
                                                                                     {"--alert", "10"},
                                                                                     {"--when-exceeded", "never"},
                                                                                     {"--timezone", "Mars/Olympus"},
                                                                                     {"--timezone", "../../etc/passwd"},
                                                                                     {"--repo", "1.00"},
                                                                                     {"--repo", "nowhere=1"},
                                                                                     {}}) {
    CHECK(paying.set(words).exit_code == 2);
  }
  CHECK(paying.world.read("home/.rustassistant/ledger.db") == before);
  CHECK(paying.asked() == 0);
}

TEST_CASE("a zone is looked up by name once, and its rule is kept") {
  Paying paying;
  paying.world.write("zones/Test/Place", "TZif2 and so on\nCET-1CEST,M3.5.0,M10.5.0/3\n");
  paying.world.variables["TZDIR"] = paying.world.home() + "/../zones";
  CHECK(paying.set({"--timezone", "Test/Place"}).exit_code == 0);
  paying.world.variables.erase("TZDIR");
  CHECK(paying.world.budget()["timezone"] == "Test/Place");
  CHECK(paying.set({"--timezone", "-03:30"}).exit_code == 0);
  CHECK_THAT(paying.world.run({"budget", "status"}).out, Contains("T00:00:00-03:30"));
}

TEST_CASE("a killed call stays charged, is listed after an hour, and is settled by hand") {
  LoopbackServer server([](const ReceivedRequest&) {
    ScriptedReply reply = good_answer();
    reply.held = true;
    return reply;
  });
  World world;
  world.use_openai(server);
  const Started run = world.start({"refactor", "analyze", "a.rs"});
  REQUIRE(server.wait_for_requests(1));
  run.signal(SIGKILL);
  static_cast<void>(run.wait());
  server.release();
  const std::int64_t reserved = *ledger_rows(world)[0].reserved;
  CHECK(world.budget()["monthly"]["reserved_nano_usd"] == reserved);
  CHECK(world.budget()["unsettled"]["count"] == 0);

  execute(world, "UPDATE call SET at = at - 3600000");
  const Json unsettled = world.budget()["unsettled"];
  CHECK(unsettled["nano_usd"] == reserved);
  REQUIRE(unsettled["calls"].size() == 1);
  CHECK(unsettled["calls"][0]["model"] == "gpt-4.1-nano");
  CHECK(unsettled["calls"][0]["path"] == "a.rs");
  CHECK_THAT(world.run({"budget", "status"}).out, Contains("unsettled: 1 call, $0.00"));

  const std::string id = std::to_string(unsettled["calls"][0]["id"].get<int>());
  CHECK(world.run({"budget", "settle", id}).exit_code == 2);
  CHECK(world.run({"budget", "settle", id, "--none", "--cost", "1"}).exit_code == 2);
  CHECK(world.run({"budget", "settle", "99", "--none"}).exit_code == 2);
  const Outcome settled = world.run({"budget", "settle", id, "--cost", "0.0001", "--format", "json"});
  CHECK(settled.exit_code == 0);
  CHECK(settled.json()["monthly"]["spent_nano_usd"] == 100'000);
  CHECK(settled.json()["monthly"]["reserved_nano_usd"] == 0);
  CHECK(world.run({"budget", "settle", id, "--none"}).exit_code == 2);
}

TEST_CASE("history adds up to the same whatever the grouping, and to what was spent") {
  Paying paying(3);
  paying.world.write("repo/src/docs.py", "def f():\n    pass\n");
  REQUIRE(paying.analyze("src").exit_code == 0);
  REQUIRE(paying.asked() == 4);
  const auto history = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"budget", "history", "--format", "json"});
    return paying.world.run(words).json();
  };
  for (const char* by : {"day", "week", "month", "model", "provider", "repo", "type", "extension", "file"}) {
    for (const bool top : {false, true}) {
      CAPTURE(by, top);
      const Json document =
          history(top ? std::vector<std::string>{"--by", by, "--top", "1"} : std::vector<std::string>{"--by", by});
      std::int64_t spent = document["others"].is_null() ? 0 : document["others"]["spent_nano_usd"].get<std::int64_t>();
      for (const Json& row : document["rows"]) spent += row["spent_nano_usd"].get<std::int64_t>();
      CHECK(spent == 4 * kCost);
      CHECK(document["total"]["spent_nano_usd"] == 4 * kCost);
      CHECK(document["total"]["calls"] == 4);
    }
  }
  CHECK(history({"--by", "model"})["rows"][0]["key"] == "openai gpt-4.1-nano");
  CHECK(history({"--by", "extension"})["rows"][0]["key"] == "rs");
  CHECK(history({"--by", "file"})["rows"].size() == 4);
  CHECK(history({"--until", "2020-01-01"})["rows"].empty());
  CHECK(paying.world.run({"budget", "history", "--days", "3", "--months", "1"}).exit_code == 2);
  CHECK(paying.world.run({"budget", "history", "--since", "2026-02-30"}).exit_code == 2);
  CHECK(paying.world.run({"budget", "history", "--by", "mood"}).exit_code == 2);
  const std::string csv = paying.world.run({"budget", "history", "--by", "extension", "--format", "csv"}).out;
  CHECK_THAT(csv, Contains("extension,calls,") && Contains("\nrs,3,0,0,3000,1200,600,0.000450000,0.000000000,,,\n"));
}

TEST_CASE("every call is exported, as CSV and as JSON") {
  Paying paying(2);
  paying.world.write("repo/src/a,\"b\".rs", "fn quoted() {}\n");
  REQUIRE(paying.analyze("src").exit_code == 0);
  const Json document = paying.world.run({"budget", "export", "--format", "json"}).json();
  CHECK(document["schema"] == "rustassistant.budget-export/1");
  REQUIRE(document["calls"].size() == 3);
  CHECK(document["calls"][0]["state"] == "settled");
  CHECK(document["calls"][0]["cost_nano_usd"] == kCost);
  CHECK(document["calls"][0]["cost_usd"].get<std::string>().starts_with("$0.000"));
  CHECK(document["calls"][0]["repository"]["path"] == paying.world.repo());
  CHECK(document["calls"][0]["input_tokens"] == 1000);
  CHECK(document["calls"][0]["request_bytes"] > 1000);
  const std::string csv = paying.world.run({"budget", "export"}).out;
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 4);
  CHECK_THAT(csv, Contains("\"src/a,\"\"b\"\".rs\""));
}

TEST_CASE("a dry run tells hits, expected cost and upper bound, and does nothing") {
  Paying paying(2);
  const Outcome first = paying.analyze("src", {"--dry-run"});
  CHECK(first.exit_code == 0);
  CHECK(paying.asked() == 0);
  CHECK_FALSE(std::filesystem::exists(paying.world.in_home("ledger.db")));
  CHECK_FALSE(std::filesystem::exists(paying.world.in_home("cache.db")));
  const Json planned = first.json();
  CHECK(planned["schema"] == "rustassistant.dry-run/1");
  CHECK(planned["summary"]["calls"] == 2);
  CHECK(planned["summary"]["averaged_calls"] == 0);
  CHECK(planned["results"][0]["expected_output_tokens"] == 800);

  REQUIRE(paying.analyze("src/0.rs").exit_code == 0);
  CHECK(planned["results"][0]["upper_bound_nano_usd"] == *ledger_rows(paying.world)[0].reserved);
  const Json later = paying.analyze("src", {"--dry-run"}).json();
  CHECK(later["results"][0]["answer"] == "cache");
  CHECK(later["results"][1]["answer"] == "call");
  CHECK(later["results"][1]["expected_output_tokens"] == 200);
  CHECK(later["results"][1]["expected_input_tokens"] == 1000);
  CHECK(later["summary"]["averaged_calls"] == 1);
  CHECK(paying.asked() == 1);
  CHECK(paying.world.cache()["hits"] == 0);
  CHECK_THAT(paying.world.run({"refactor", "analyze", "src", "--dry-run"}).out,
             Contains("nothing was sent: 2 files, 1 from the cache, 1 call"));

  CHECK(paying.analyze("nowhere.rs", {"--dry-run"}).exit_code == 3);
  CHECK(paying.analyze("src/1.rs", {"--dry-run", "--offline", "--provider", "openai"}).exit_code == 8);
  CHECK(paying.analyze("src/1.rs", {"--dry-run", "--offline"}).json()["results"][0]["answer"] == "builtin");
}

TEST_CASE("free calls pass whatever the budget") {
  Paying paying;
  paying.world.configure(paying.world.read("home/.rustassistant/config.toml") +
                         "[prices.\"gpt-4.1-nano\"]\ninput = 0\noutput = 0\n");
  REQUIRE(paying.set({"--monthly", "0", "--when-exceeded", "block"}).exit_code == 0);
  const Outcome outcome = paying.analyze("src/0.rs", {"--provider", "openai"});
  CAPTURE(outcome.err);
  CHECK(outcome.exit_code == 0);
  CHECK(paying.analyze("src/0.rs", {"--provider", "builtin"}).exit_code == 0);
  CHECK(paying.world.budget()["monthly"]["spent_nano_usd"] == 0);
}

TEST_CASE("a damaged ledger stops every command that needs it, and stays as it is") {
  Paying paying;
  const std::string damage(8192, 'x');
  paying.world.write("home/.rustassistant/ledger.db", damage);
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"budget", "status"},
                                             {"budget", "set", "--monthly", "1"},
                                             {"budget", "unset", "--all"},
                                             {"budget", "history"},
                                             {"budget", "export"},
                                             {"budget", "settle", "1", "--none"}}) {
    const Outcome outcome = paying.world.run(words);
    CHECK(outcome.exit_code == 7);
    CHECK_THAT(outcome.err, Contains("restore"));
  }
  CHECK(paying.analyze("src/0.rs", {"--provider", "builtin"}).exit_code == 0);
  CHECK(paying.world.run({"config", "show"}).exit_code == 0);
  CHECK(paying.world.run({"cache", "status"}).exit_code == 0);
  CHECK(paying.world.read("home/.rustassistant/ledger.db") == damage);
}

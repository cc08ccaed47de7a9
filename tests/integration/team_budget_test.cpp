// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <csignal>
#include <string>

#include "batch_world.hpp"
#include "ledger_rows.hpp"
#include "support/postgres.hpp"
#include "world.hpp"

// A budget that machines share, with a real PostgreSQL.
using namespace rustassistant::test;
using Catch::Matchers::Contains;

namespace {

const Postgres& team_server() {
  static const Postgres postgres;
  return postgres;
}

// A machine of a team's member, in front of a model that always answers.
struct Member {
  LoopbackServer model{[](const ReceivedRequest&) { return good_answer(); }};
  World world;

  explicit Member(const std::string& team, const std::string& mode = "") {
    world.use_openai(model);
    world.variables["TEAM_PASSWORD"] = "hush-hush";
    world.variables["SSL_CERT_FILE"] = team_server().certificates().authority();
    world.variables["RUSTASSISTANT_BUDGET_TEAM_URL"] =
        "postgresql://member:${TEAM_PASSWORD}@localhost:" + std::to_string(team_server().port()) + "/postgres";
    world.variables["RUSTASSISTANT_BUDGET_TEAM_TEAM"] = team;
    if (!mode.empty()) world.variables["RUSTASSISTANT_BUDGET_TEAM_WHEN_UNREACHABLE"] = mode;
    world.write("repo/a.rs", kSource);
  }
  Outcome init(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"cache", "remote", "init"});
    World owner = {};
    owner.variables = world.variables;
    owner.variables["RUSTASSISTANT_BUDGET_TEAM_URL"] = team_server().url();
    owner.variables["RUSTASSISTANT_BUDGET_TEAM_TEAM"] = team_name;
    return owner.run(more);
  }
  [[nodiscard]] nlohmann::json team() const {
    return world.run({"budget", "status", "--team", "--format", "json"}).json()["team"];
  }
  // Another machine of the member's, whose provider is its own.
  void lend_budget_to(World& other) const {
    for (const auto& [name, value] : world.variables) {
      if (name.starts_with("RUSTASSISTANT_BUDGET_TEAM_") || name == "TEAM_PASSWORD" || name == "SSL_CERT_FILE")
        other.variables[name] = value;
    }
  }
  int asked() const { return static_cast<int>(model.requests().size()); }
  std::string team_name = "core";
};

void admit_member() {
  static const bool done = [] {
    team_server().psql("CREATE ROLE member LOGIN PASSWORD 'hush-hush' IN ROLE ra_writer");
    return true;
  }();
  static_cast<void>(done);
}

void set_up(const std::string& team, const std::string& monthly) {
  Member owner(team);
  owner.team_name = team;
  const Outcome done = owner.init({"--monthly", monthly, "--format", "json"});
  REQUIRE(done.exit_code == 0);
  CHECK(done.json()["team"] == team);
  CHECK(done.json()["version"] == 1);
  admit_member();
}

}  // namespace

TEST_CASE("an owner sets up a team's database, and again changes nothing") {
  set_up("first", "5");
  Member owner("first");
  owner.team_name = "first";
  const Outcome again = owner.init();
  CHECK(again.exit_code == 0);
  CHECK_THAT(again.out, Contains("version 1, as it was"));
  CHECK_THAT(again.out, Contains("first, as it was"));
  CHECK_THAT(again.out, !Contains("secret"));
  CHECK(owner.init({"--timezone", "Mars/Olympus"}).exit_code == 2);
}

TEST_CASE("what two machines pay counts against one cap, and is never more") {
  set_up("pair", "0.001");  // less than one call may cost
  Member member("pair");
  const Outcome refused = member.world.analyze();
  CHECK(refused.exit_code == 0);
  CHECK(refused.json()["results"][0]["fallback"]["reason"] == "budget");
  CHECK_THAT(refused.err + refused.out, Contains("the team's monthly cap"));
  CHECK(member.asked() == 0);
  CHECK(ledger_states(member.world) == "released");

  set_up("pair", "1");
  const Outcome paid = member.world.analyze();
  CHECK(paid.exit_code == 0);
  CHECK(member.asked() == 1);
  Member other("pair");
  CHECK(other.world.analyze().exit_code == 0);
  const auto team = other.team();
  CHECK(team["month"]["spent_nano_usd"] == 2 * kCost);
  CHECK(team["month"]["reserved_nano_usd"] == 0);
  CHECK(team["month"]["cap_nano_usd"] == 1'000'000'000);
  CHECK(team["owed"] == 0);
  CHECK(team["open"].empty());
  const Outcome doctor = other.world.run({"doctor", "--online"});
  CHECK(doctor.exit_code == 0);
  CHECK_THAT(doctor.out, Contains(", team 'pair': $0.0003 spent this month, of $1.00"));
  CHECK_THAT(other.world.run({"doctor"}).out, Contains(", team 'pair'\n"));
  const Outcome text = other.world.run({"budget", "status", "--team"});
  CHECK_THAT(text.out, Contains("team pair, postgresql://localhost:"));
  CHECK_THAT(text.out, !Contains("hush"));
}

TEST_CASE("a killed process stays charged at the team, and is listed; settled by hand, the team hears of it") {
  set_up("killed", "1");
  Member member("killed");
  LoopbackServer silent([](const ReceivedRequest&) {
    ScriptedReply reply = good_answer();
    reply.held = true;
    return reply;
  });
  member.world.use_openai(silent);
  const Started started = member.world.start({"refactor", "analyze", "a.rs"});
  REQUIRE(silent.wait_for_requests(1));
  started.signal(SIGKILL);
  CHECK(started.wait().exit_code == 137);
  const auto before = member.team();
  REQUIRE(before["open"].size() == 1);
  CHECK(before["open"][0]["who"] == "member");
  CHECK(before["open"][0]["model"] == "gpt-4.1-nano");
  CHECK(before["month"]["reserved_nano_usd"] == before["open"][0]["reserved_nano_usd"]);
  REQUIRE(member.world.run({"budget", "settle", "--all", "--cost", "0.01"}).exit_code == 0);
  const auto after = member.team();
  CHECK(after["open"].empty());
  CHECK(after["month"]["spent_nano_usd"] == 10'000'000);
}

TEST_CASE("without the server no paid call is made, unless the user said that it may") {
  Member member("nowhere");
  const std::string gone = "postgresql://member@localhost:" + std::to_string(free_port()) + "/x";
  member.world.variables["RUSTASSISTANT_BUDGET_TEAM_URL"] = gone;
  const Outcome blocked = member.world.analyze();
  CHECK(blocked.json()["results"][0]["fallback"]["reason"] == "ledger");
  CHECK(member.asked() == 0);
  const Outcome next = member.world.analyze({"--provider", "openai"});
  CHECK(next.exit_code == 7);
  CHECK_THAT(next.err, Contains("it is left alone until"));
  CHECK(member.world.run({"budget", "status", "--team"}).exit_code == 7);
  CHECK(member.world.run({"doctor"}).exit_code == 0);
  const Outcome doctor = member.world.run({"doctor", "--online"});
  CHECK(doctor.exit_code == 7);
  CHECK_THAT(doctor.out, Contains("the team's budget postgresql://localhost"));

  member.world.variables["RUSTASSISTANT_BUDGET_TEAM_WHEN_UNREACHABLE"] = "local";
  const int before = member.asked();  // by the doctor
  const Outcome local = member.world.analyze();
  CHECK(local.exit_code == 0);
  CHECK(member.asked() == before + 1);
  CHECK_THAT(local.err, Contains("calls count on this machine"));
}

TEST_CASE("a server that is not trusted is none, also where calls may go on without one") {
  set_up("distrusted", "1");
  Member member("distrusted", "local");
  member.world.variables["SSL_CERT_FILE"] = team_server().certificates().other_authority();
  const Outcome outcome = member.world.analyze();
  CHECK(outcome.json()["results"][0]["fallback"]["reason"] == "ledger");
  CHECK(member.asked() == 0);
  CHECK_THAT(outcome.err + outcome.out, Contains("certificate"));
}

TEST_CASE("a server that goes away between reserving and settling is told by the next process that reaches it") {
  set_up("owed", "1");
  Bouncer bouncer(team_server(), "\"member\" \"hush-hush\"\n");
  Member member("owed");
  LoopbackServer model([&](const ReceivedRequest&) {
    bouncer.stop();
    return good_answer();
  });
  member.world.use_openai(model);
  member.world.variables["RUSTASSISTANT_BUDGET_TEAM_URL"] = bouncer.url("member:${TEAM_PASSWORD}");
  const Outcome paid = member.world.analyze();
  CHECK(paid.exit_code == 0);
  CHECK(paid.json()["results"][0]["provider"] == "openai");
  CHECK_THAT(paid.err, Contains("another time"));
  CHECK(ledger_states(member.world) == "settled");
  bouncer.start();
  const auto team = member.team();
  CHECK(team["owed"] == 0);
  CHECK(team["open"].empty());
  CHECK(team["month"]["spent_nano_usd"] == kCost);
}

TEST_CASE("a setting that cannot be is told without its secrets") {
  Member member("x");
  member.world.variables.erase("TEAM_PASSWORD");
  const Outcome unset = member.world.run({"budget", "status", "--team"});
  CHECK(unset.exit_code == 4);
  CHECK_THAT(unset.err, Contains("TEAM_PASSWORD"));
  member.world.variables["RUSTASSISTANT_BUDGET_TEAM_URL"] = "mysql://a:hush@h/x";
  const Outcome strange = member.world.run({"budget", "status", "--team"});
  CHECK(strange.exit_code == 4);
  CHECK_THAT(strange.err, !Contains("hush"));
  const Outcome shown = member.world.run({"config", "show"});
  CHECK_THAT(shown.out, Contains("mysql://h/x"));
  CHECK_THAT(shown.out, !Contains("hush"));
  World bare;
  CHECK(bare.run({"budget", "status", "--team"}).exit_code == 4);
  CHECK(bare.run({"cache", "remote", "init"}).exit_code == 4);
  CHECK(bare.run({"cache", "remote", "check-nothing"}).exit_code == 2);
}

TEST_CASE("a batch counts against the team's budget from its reservation to its end") {
  set_up("batch", "1");
  BatchWorld batch;
  Member member("batch");
  member.lend_budget_to(batch.world);
  REQUIRE(batch.send()["sent"].size() == 1);
  const std::int64_t reserved = batch.reserved();
  CHECK(reserved > 0);
  const auto before = member.team();
  REQUIRE(before["open"].size() == 1);
  CHECK(before["month"]["reserved_nano_usd"] == reserved);
  CHECK(batch.collect()["answers"] == 3);
  const auto after = member.team();
  CHECK(after["open"].empty());
  CHECK(after["month"]["reserved_nano_usd"] == 0);
  CHECK(after["month"]["spent_nano_usd"] == batch.spent());
  CHECK(batch.spent() > 0);
}

TEST_CASE("of a batch that the team's budget cannot pay, a part is sent that it can") {
  BatchWorld rich;
  rich.send();
  const std::int64_t two_thirds = rich.reserved() * 2 / 3 + 1;  // of three questions alike
  set_up("small", std::to_string(static_cast<double>(two_thirds + 1'000) / 1e9));
  BatchWorld batch;
  Member member("small");
  member.lend_budget_to(batch.world);
  const Outcome sent = batch.world.run({"cache", "build", "src", "--batch", "--format", "json"});
  CHECK(sent.exit_code == 6);
  CHECK_THAT(sent.err, Contains("the team's monthly cap of $0.0"));
  REQUIRE(sent.json()["sent"].size() == 1);
  CHECK(sent.json()["sent"][0]["questions"] == 2);
  CHECK(member.team()["month"]["reserved_nano_usd"] == batch.reserved());

  set_up("smaller", "0.0001");
  BatchWorld other;
  Member poor("smaller");
  poor.lend_budget_to(other.world);
  CHECK(other.world.run({"cache", "build", "src", "--batch"}).exit_code == 6);
  CHECK(other.creations() == 0);
  CHECK(other.reserved() == 0);
  CHECK(poor.team()["open"].empty());
}

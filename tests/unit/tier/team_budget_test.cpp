// SPDX-License-Identifier: MIT
#include "rustassistant/tier/team_budget.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <set>
#include <string>
#include <vector>

#include "rustassistant/tier/team_database.hpp"
#include "support/postgres.hpp"
#include "support/processes.hpp"

using namespace rustassistant;
using namespace rustassistant::tier;
using namespace std::chrono_literals;
using test::Bouncer;
using test::Postgres;

namespace {

const Postgres& bank() {
  static const Postgres postgres;
  static const bool ready = [] {
    postgres.psql(
        "CREATE ROLE ra_reader; CREATE ROLE ra_writer; CREATE ROLE spender LOGIN PASSWORD 's' IN ROLE ra_writer; "
        "CREATE ROLE onlooker LOGIN PASSWORD 'o' IN ROLE ra_reader");
    return true;
  }();
  static_cast<void>(ready);
  return postgres;
}

pg::Reach budget_reach() {
  pg::Reach reach;
  reach.resolve = [](const std::string&, std::chrono::milliseconds) { return std::vector<std::string>{"127.0.0.1"}; };
  reach.limit = 30s;
  return reach;
}

std::unique_ptr<TeamBudget> budget_at(const std::string& url, const std::string& team) {
  return make_postgres_budget(*pg::Target::parse(url), budget_reach(), team);
}
std::unique_ptr<TeamBudget> budget_of(const std::string& team, const std::string& user = "spender:s") {
  return budget_at(bank().url(user), team);
}

// A team with caps, in nano-dollars.
void found_team(const std::string& team, std::optional<std::int64_t> monthly, std::optional<std::int64_t> daily = {}) {
  const auto amount = [](std::optional<std::int64_t> value) {
    return value ? std::optional(NanoUsd{*value}) : std::nullopt;
  };
  REQUIRE(
      set_up_team_database(*pg::Target::parse(bank().url()), budget_reach(), {team, amount(monthly), amount(daily)}));
}

bool grants(TeamBudget& budget, const std::string& request, std::int64_t amount) {
  const auto answer = budget.reserve(request, NanoUsd{amount}, "m", 30s);
  REQUIRE(answer);
  return !answer->refusal;
}

}  // namespace

TEST_CASE("a request id is a UUID, and another one each time") {
  std::set<std::string> ids;
  for (int i = 0; i < 100; ++i) ids.insert(new_request_id());
  CHECK(ids.size() == 100);
  CHECK(ids.begin()->size() == 36);
  CHECK((*ids.begin())[14] == '4');
}

TEST_CASE("the cap that leaves the least decides, and is named") {
  found_team("two caps", 1'000, 500);
  const auto budget = budget_of("two caps");
  CHECK(grants(*budget, new_request_id(), 400));
  const auto refused = budget->reserve(new_request_id(), NanoUsd{101}, "m", 30s);
  REQUIRE(refused);
  REQUIRE(refused->refusal);
  REQUIRE(refused->refusal->tightest);
  CHECK_FALSE(refused->refusal->tightest->is_month);
  CHECK(refused->refusal->tightest->cap == NanoUsd{500});
  CHECK(refused->refusal->tightest->reserved == NanoUsd{400});
  CHECK(refused->refusal->tightest->left() == NanoUsd{100});
  CHECK(grants(*budget, new_request_id(), 100));
}

TEST_CASE("a team without a cap has no money") {
  found_team("capless", std::nullopt);
  const auto answer = budget_of("capless")->reserve(new_request_id(), NanoUsd{1}, "m", 30s);
  REQUIRE(answer);
  REQUIRE(answer->refusal);
  CHECK_FALSE(answer->refusal->tightest);
  CHECK_FALSE(answer->refusal->is_closed);
}

TEST_CASE("what is sent twice counts once") {
  found_team("twice", 1'000);
  const auto budget = budget_of("twice");
  const std::string request = new_request_id();
  CHECK(grants(*budget, request, 600));
  CHECK(grants(*budget, request, 600));
  REQUIRE(budget->settle(request, NanoUsd{250}, "m", 30s));
  REQUIRE(budget->settle(request, NanoUsd{250}, "m", 30s));
  const auto standing = budget->standing(30s);
  REQUIRE(standing);
  CHECK(standing->month.spent == NanoUsd{250});
  CHECK(standing->month.reserved == NanoUsd{0});
  CHECK(standing->open.empty());
  const auto late = budget->reserve(request, NanoUsd{600}, "m", 30s);
  REQUIRE(late);
  REQUIRE(late->refusal);
  CHECK(late->refusal->is_closed);
}

TEST_CASE("a reservation that comes after its release is refused, a cost without one is booked") {
  found_team("late", 1'000);
  const auto budget = budget_of("late");
  const std::string request = new_request_id();
  REQUIRE(budget->settle(request, std::nullopt, "m", 30s));
  const auto late = budget->reserve(request, NanoUsd{600}, "m", 30s);
  REQUIRE(late);
  CHECK(late->refusal);
  REQUIRE(budget->settle(new_request_id(), NanoUsd{300}, "m", 30s));
  CHECK(budget->standing(30s)->month.spent == NanoUsd{300});
}

TEST_CASE("a killed client stays charged, and is listed with who it was; a lowered cap holds at once") {
  found_team("killed", 1'000);
  const auto killed = test::start_processes(1, [](int) {
    const auto budget = budget_of("killed");
    if (!budget->reserve(new_request_id(), NanoUsd{600}, "gpt", 30s)) return 1;
    ::raise(SIGKILL);
    return 0;
  });
  CHECK(test::wait_for(killed) == std::vector{-SIGKILL});
  const auto budget = budget_of("killed");
  const auto standing = budget->standing(30s);
  REQUIRE(standing);
  REQUIRE(standing->open.size() == 1);
  CHECK(standing->open[0].who == "spender");
  CHECK(standing->open[0].model == "gpt");
  CHECK(standing->open[0].reserved == NanoUsd{600});
  CHECK(grants(*budget, new_request_id(), 100));
  found_team("killed", 700);
  CHECK_FALSE(grants(*budget, new_request_id(), 1));
}

TEST_CASE("fifty processes, half of them killed, spend a cap to the unit and no further") {
  found_team("crowd", 4'000);
  const Bouncer bouncer(bank(), "\"spender\" \"s\"\n");
  const auto statuses = test::wait_for(test::start_processes(50, [&](int number) {
    // Every other one through a pool in transaction mode.
    const auto budget = number % 4 < 2 ? budget_of("crowd") : budget_at(bouncer.url("spender:s"), "crowd");
    int granted = 0;
    for (int call = 0; call < 3; ++call) {
      const std::string request = new_request_id();
      const auto answer = budget->reserve(request, NanoUsd{100}, "m", 60s);
      if (!answer) return 100;
      if (answer->refusal) continue;
      ++granted;
      if (number % 2 == 0 && call == 1) ::raise(SIGKILL);
      if (!budget->settle(request, NanoUsd{100}, "m", 60s)) return 101;
    }
    return granted;
  }));
  for (const int status : statuses) CHECK((status == -SIGKILL || (status >= 0 && status <= 3)));
  const auto standing = budget_of("crowd")->standing(30s);
  REQUIRE(standing);
  CHECK(standing->month.spent + standing->month.reserved == NanoUsd{4'000});
  CHECK(bank().psql("SELECT sum(CASE state WHEN 0 THEN reserved ELSE cost END) FROM rustassistant.call WHERE team = "
                    "'crowd'") == "4000\n");
}

TEST_CASE("months and days are the server's, in the team's zone; one that ended keeps its sums") {
  REQUIRE(set_up_team_database(*pg::Target::parse(bank().url()), budget_reach(),
                               {"calendar", NanoUsd{1'000}, std::nullopt, "Pacific/Kiritimati"}));
  const auto budget = budget_of("calendar");
  const std::string request = new_request_id();
  CHECK(grants(*budget, request, 900));
  const auto standing = budget->standing(30s);
  REQUIRE(standing);
  CHECK(standing->timezone == "Pacific/Kiritimati");
  CHECK(std::to_string(standing->day.period) + "\n" ==
        bank().psql("SELECT to_char(now() AT TIME ZONE 'Pacific/Kiritimati', 'YYYYMMDD')"));
  // As if it had been reserved in another month.
  bank().psql(
      "UPDATE rustassistant.budget SET period = CASE kind WHEN 'month' THEN 202001 ELSE 20200131 END WHERE team = "
      "'calendar'; UPDATE rustassistant.call SET month = 202001, day = 20200131 WHERE team = 'calendar'");
  CHECK(grants(*budget, new_request_id(), 900));
  REQUIRE(budget->settle(request, NanoUsd{800}, "m", 30s));
  CHECK(budget->standing(30s)->month.spent == NanoUsd{0});
  CHECK(bank().psql("SELECT spent, reserved FROM rustassistant.budget WHERE team = 'calendar' AND period = 202001") ==
        "800|0\n");
}

TEST_CASE("who only reads sees the budget, and neither spends nor settles; who is of no team sees nothing") {
  found_team("rights", 1'000);
  const auto reader = budget_of("rights", "onlooker:o");
  CHECK(reader->standing(30s));
  const auto denied = reader->reserve(new_request_id(), NanoUsd{1}, "m", 30s);
  REQUIRE_FALSE(denied);
  CHECK(denied.error().trouble.fault == Fault::read_only);
  CHECK_FALSE(reader->settle(new_request_id(), NanoUsd{1}, "m", 30s));
  bank().psql(
      "CREATE ROLE rights_only; UPDATE rustassistant.team SET reader = 'rights_only', writer = 'rights_only' "
      "WHERE name = 'rights'");
  const auto other = budget_of("rights")->reserve(new_request_id(), NanoUsd{1}, "m", 30s);
  REQUIRE_FALSE(other);
  CHECK(other.error().trouble.fault == Fault::refused);
}

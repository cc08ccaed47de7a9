// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "rustassistant/ledger/ledger.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

using namespace rustassistant;
using namespace rustassistant::ledger;

namespace {

struct Shared {
  test::TemporaryFolder folder;
  test::FakeClock clock;
  std::unique_ptr<Ledger> ledger = *Ledger::open((folder.path() / "ledger.db").string(), clock);

  Reservation reserve(const std::string& request, const std::string& place = "here") {
    CallFacts facts{domain::Provider::openai, "m", {}, "00000000", "/r", "a.rs", "rs"};
    facts.team = TeamShare{request, place};
    return *ledger->reserve(facts, NanoUsd{1'000}, {});
  }
  std::string owed(const std::string& place = "here") {
    std::string text;
    const auto all = ledger->owed_to_team(place, 100);
    REQUIRE(all);
    for (const OwedNews& news : *all)
      text += news.request + "=" + (news.cost ? std::to_string(news.cost->value) : "released") + " ";
    return text;
  }
};

}  // namespace

TEST_CASE("whichever way a call of a team is closed, its server is owed the news until it knows") {
  Shared shared;
  const Reservation settled = shared.reserve("a");
  const Reservation unknown = shared.reserve("b");
  const Reservation released = shared.reserve("c");
  const Reservation by_hand = shared.reserve("d");
  CHECK(shared.owed().empty());
  REQUIRE(shared.ledger->settle(settled, std::nullopt, NanoUsd{400}));
  REQUIRE(shared.ledger->settle(unknown, std::nullopt, std::nullopt));
  REQUIRE(shared.ledger->release(released));
  REQUIRE(shared.ledger->settle_by_hand(std::vector{by_hand.id}, NanoUsd{700}));
  CHECK(shared.owed() == "a=400 b=1000 c=released d=700 ");
  const std::vector<std::string> known{"a", "c"};
  REQUIRE(shared.ledger->team_knows(known));
  CHECK(shared.owed() == "b=1000 d=700 ");
}

TEST_CASE("news are for one place, and outlive the process") {
  Shared shared;
  REQUIRE(shared.ledger->release(shared.reserve("a", "elsewhere")));
  REQUIRE(shared.ledger->release(shared.reserve("b")));
  shared.ledger = *Ledger::open((shared.folder.path() / "ledger.db").string(), shared.clock);
  CHECK(shared.owed() == "b=released ");
  CHECK(shared.owed("elsewhere") == "a=released ");
}

TEST_CASE("a call that a reservation takes the place of is news, too") {
  Shared shared;
  const Reservation first = shared.reserve("a");
  const CallFacts facts{domain::Provider::openai, "m", {}, "00000000", "/r", "a.rs", "rs"};
  REQUIRE(shared.ledger->reserve(facts, NanoUsd{1'000}, {}, &first));
  CHECK(shared.owed() == "a=released ");
}

// SPDX-License-Identifier: MIT
#include "purse.hpp"

#include <catch2/catch.hpp>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"
#include "team_account.hpp"

using namespace rustassistant;
using namespace rustassistant::app;
using namespace std::chrono_literals;
using config::WhenUnreachable;

namespace {

// What a server answers to reserve().
enum class Says { yes, no, no_cap, nothing, nothing_but_may_have_done_it, wrong_password };

// A server of a team's budget that says what it is told to say.
class ScriptedBudget : public tier::TeamBudget {
 public:
  tl::expected<tier::TeamAnswer, tier::TeamTrouble> reserve(const std::string& request, NanoUsd amount,
                                                            std::string_view, std::chrono::milliseconds) override {
    ++asked;
    if (says == Says::yes || says == Says::nothing_but_may_have_done_it) reserved[request] = amount;
    switch (says) {
      case Says::yes:
        return tier::TeamAnswer{};
      case Says::no: {
        tier::TeamPeriod cap;
        cap.cap = NanoUsd{2'000'000'000};
        cap.spent = *cap.cap - left;
        return tier::TeamAnswer{tier::TeamRefusal{false, cap}};
      }
      case Says::no_cap:
        return tier::TeamAnswer{tier::TeamRefusal{}};
      case Says::wrong_password:
        return tl::unexpected(tier::TeamTrouble{{tier::Fault::refused, "wrong password", {}}, false});
      default:
        return tl::unexpected(tier::TeamTrouble{{tier::Fault::unreachable, "no answer in 3 s", {}},
                                                says == Says::nothing_but_may_have_done_it});
    }
  }
  tl::expected<void, tier::TeamTrouble> settle(const std::string& request, std::optional<NanoUsd> cost,
                                               std::string_view, std::chrono::milliseconds) override {
    if (!hears) return tl::unexpected(tier::TeamTrouble{{tier::Fault::unreachable, "no answer in 3 s", {}}, true});
    reserved.erase(request);
    if (cost) spent += *cost;
    ++told;
    return {};
  }
  tl::expected<tier::TeamStanding, tier::TeamTrouble> standing(std::chrono::milliseconds) override {
    return tier::TeamStanding{};
  }

  Says says = Says::yes;
  NanoUsd left{10'000'000};  // where it says no
  bool hears = true;
  int asked = 0;
  int told = 0;
  std::map<std::string, NanoUsd> reserved;
  NanoUsd spent;
};

struct Desk {
  explicit Desk(WhenUnreachable when = WhenUnreachable::block) {
    terms.when_unreachable = when;
    account = next_account(&server);
    purse = std::make_unique<Purse>(*ledger, account.get());
  }
  // Another process's.
  std::unique_ptr<TeamAccount> next_account(ScriptedBudget** its_server) {
    auto scripted = std::make_unique<ScriptedBudget>();
    *its_server = scripted.get();
    return std::make_unique<TeamAccount>(std::move(scripted), terms, clock,
                                         [this](const std::string& text) { warnings.push_back(text); });
  }
  Result<ledger::Reservation> reserve(std::optional<NanoUsd> amount = NanoUsd{20'000'000}) {
    return purse->reserve({domain::Provider::openai, "m", {}, "00000000", "/r", "a.rs", "rs"}, amount, rules);
  }
  // Of so many questions that may cost $0.02 each.
  tl::expected<ledger::BatchReservation, Purse::BatchRefusal> reserve_batch(int count, std::int64_t each = 20'000'000) {
    std::vector<ledger::BatchQuestion> questions;
    for (int i = 0; i < count; ++i) {
      ledger::BatchQuestion& question = questions.emplace_back();
      question.facts = {domain::Provider::openai, "m", {}, "00000000", "/r", std::to_string(i) + ".rs", "rs"};
      question.factors = {"refactor", "openai", "", "m", "p", "1", "rust", "c", "", std::to_string(i)};
      question.worst_case = NanoUsd{each};
    }
    const ledger::BatchFacts facts{"a", domain::Provider::openai, "", "m", {clock.now().value + 86'400'000}};
    return purse->reserve(*books, facts, questions, rules, {});
  }
  ledger::MonthSummary month() { return ledger->standing()->month; }
  std::size_t owed() { return ledger->owed_to_team("here", 100)->size(); }

  test::TemporaryFolder folder;
  test::FakeClock clock;
  domain::BudgetRules rules;
  const std::string path = (folder.path() / "ledger.db").string();
  std::unique_ptr<ledger::Ledger> ledger = *ledger::Ledger::open(path, clock);
  std::unique_ptr<ledger::BatchBooks> books = *ledger::BatchBooks::open(path, clock);
  TeamAccount::Terms terms{"here", WhenUnreachable::block, folder.path().string(), "a URL"};
  ScriptedBudget* server = nullptr;
  std::vector<std::string> warnings;
  std::unique_ptr<TeamAccount> account;
  std::unique_ptr<Purse> purse;
};

}  // namespace

TEST_CASE("a call is reserved in the ledger and at the team, and settled in both") {
  Desk desk;
  const auto held = desk.reserve();
  REQUIRE(held);
  CHECK(desk.server->reserved.size() == 1);
  CHECK(desk.month().reserved == NanoUsd{20'000'000});
  REQUIRE(desk.purse->settle(*held, std::nullopt, NanoUsd{5'000'000}));
  CHECK(desk.server->reserved.empty());
  CHECK(desk.server->spent == NanoUsd{5'000'000});
  CHECK(desk.owed() == 0);
}

TEST_CASE("who may be asked, and what is left behind, by what the server says") {
  struct Row {
    Says says;
    WhenUnreachable when;
    std::optional<Errc> error;  // nothing: the call is made
    std::size_t owed;           // news for the server afterwards
  };
  using enum Says;
  const std::vector<Row> rows{
      {yes, WhenUnreachable::block, std::nullopt, 0},
      {yes, WhenUnreachable::local, std::nullopt, 0},
      {no, WhenUnreachable::block, Errc::budget, 0},
      {no, WhenUnreachable::local, Errc::budget, 0},
      {no_cap, WhenUnreachable::block, Errc::budget, 0},
      {nothing, WhenUnreachable::block, Errc::storage, 0},
      {nothing, WhenUnreachable::local, std::nullopt, 0},
      {nothing_but_may_have_done_it, WhenUnreachable::block, Errc::storage, 1},
      {nothing_but_may_have_done_it, WhenUnreachable::local, std::nullopt, 0},
      {wrong_password, WhenUnreachable::block, Errc::storage, 0},
      {wrong_password, WhenUnreachable::local, Errc::storage, 0},
  };
  for (const Row& row : rows) {
    INFO(static_cast<int>(row.says) << " " << static_cast<int>(row.when));
    Desk desk(row.when);
    desk.server->says = row.says;
    const auto held = desk.reserve();
    CHECK((held ? std::nullopt : std::optional(held.error().code)) == row.error);
    CHECK(desk.month().reserved == NanoUsd{held ? 20'000'000 : 0});
    CHECK(desk.owed() == row.owed);
    CHECK(desk.warnings.size() == (held && row.says != yes ? 1U : 0U));
  }
}

TEST_CASE("the refusal names the team's cap and what is left of it") {
  Desk desk;
  desk.server->says = Says::no;
  const auto held = desk.reserve();
  REQUIRE_FALSE(held);
  for (const char* const part : {"$0.02", "the team's monthly cap of $2.00", "$1.99 is spent"})
    CHECK(held.error().what.find(part) != std::string::npos);
}

TEST_CASE("a user's own cap is asked first, and where it does not allow the call, the team is not") {
  Desk desk;
  desk.rules.base.monthly_cap = NanoUsd{1'000'000};
  const auto held = desk.reserve();
  REQUIRE_FALSE(held);
  CHECK(held.error().code == Errc::budget);
  CHECK(desk.server->asked == 0);
}

TEST_CASE("a batch is one request of the team's, until it is closed") {
  Desk desk;
  REQUIRE(desk.reserve_batch(3));
  REQUIRE(desk.server->reserved.size() == 1);
  CHECK(desk.server->reserved.begin()->second == NanoUsd{60'000'000});
  CHECK(desk.month().reserved == NanoUsd{60'000'000});
  std::vector<ledger::RowClosing> rows;
  const auto keys = *desk.books->open_keys("a");
  for (const domain::CacheKey& key : keys)
    rows.push_back({(*desk.books->find_row("a", key))->call, ledger::CallState::settled, {}, NanoUsd{5'000'000}});
  REQUIRE(desk.books->close_rows(rows));
  REQUIRE(desk.books->close_batch("a"));
  desk.account->tell(*desk.ledger);
  CHECK(desk.server->spent == NanoUsd{15'000'000});
  CHECK(desk.server->reserved.empty());
}

TEST_CASE("what becomes of a batch, by what the team's server says") {
  struct Row {
    Says says;
    WhenUnreachable when;
    std::int64_t left;          // of the team's cap
    std::optional<Errc> error;  // nothing: the batch is sent
    std::optional<NanoUsd> fits;
    std::size_t owed;
  };
  using enum Says;
  const std::vector<Row> rows{
      {no, WhenUnreachable::block, 50'000'000, Errc::budget, NanoUsd{50'000'000}, 0},
      {no, WhenUnreachable::local, 0, Errc::budget, std::nullopt, 0},
      {no_cap, WhenUnreachable::block, 0, Errc::budget, std::nullopt, 0},
      {nothing, WhenUnreachable::block, 0, Errc::storage, std::nullopt, 0},
      {nothing, WhenUnreachable::local, 0, std::nullopt, std::nullopt, 0},
      {nothing_but_may_have_done_it, WhenUnreachable::block, 0, Errc::storage, std::nullopt, 1},
      {wrong_password, WhenUnreachable::local, 0, Errc::storage, std::nullopt, 0},
  };
  for (const Row& row : rows) {
    INFO(static_cast<int>(row.says) << " " << static_cast<int>(row.when) << " " << row.left);
    Desk desk(row.when);
    desk.server->says = row.says;
    desk.server->left = NanoUsd{row.left};
    const auto held = desk.reserve_batch(3);
    CHECK((held ? std::nullopt : std::optional(held.error().error.code)) == row.error);
    CHECK((held ? std::nullopt : held.error().fits) == row.fits);
    CHECK(desk.month().reserved == NanoUsd{held ? 60'000'000 : 0});
    CHECK(desk.books->open_batches()->size() == (held ? 1U : 0U));
    CHECK(desk.owed() == row.owed);
  }
}

TEST_CASE("what is free, and what has no known price, is none of the team's") {
  Desk desk;
  CHECK(desk.reserve(NanoUsd{0}));
  CHECK(desk.reserve(std::nullopt));
  CHECK(desk.reserve_batch(2, 0));
  CHECK(desk.server->asked == 0);
  CHECK(desk.owed() == 0);
}

TEST_CASE("a server that does not answer is left alone for a while, and then asked again") {
  Desk desk;
  desk.server->says = Says::nothing;
  for (int i = 0; i < 5; ++i) CHECK_FALSE(desk.reserve());
  CHECK(desk.server->asked == 1);
  desk.server->says = Says::yes;
  desk.clock.advance(37s);
  CHECK(desk.reserve());
}

TEST_CASE(
    "a server that does not answer is left alone by the next process, too, unless it is asked how the budget stands") {
  Desk desk;
  desk.server->says = Says::nothing;
  CHECK_FALSE(desk.reserve());
  ScriptedBudget* server = nullptr;
  const auto next = desk.next_account(&server);
  const auto held = next->reserve("00000000-0000-0000-0000-000000000001", NanoUsd{1}, "m");
  REQUIRE_FALSE(held);
  CHECK(server->asked == 0);
  CHECK_FALSE(held.error().server_knows_of);
  CHECK(held.error().error.what.find("no answer in 3 s") != std::string::npos);
  CHECK(held.error().error.hint.find("budget status --team") != std::string::npos);
  REQUIRE(next->standing());
  CHECK(next->reserve("00000000-0000-0000-0000-000000000001", NanoUsd{1}, "m"));
  const auto third = desk.next_account(&server);
  CHECK(third->reserve("00000000-0000-0000-0000-000000000002", NanoUsd{1}, "m"));
}

TEST_CASE("a password that is refused is tried again by the next call") {
  Desk desk;
  desk.server->says = Says::wrong_password;
  CHECK_FALSE(desk.reserve());
  desk.server->says = Says::yes;
  CHECK(desk.reserve());
}

TEST_CASE("what the server could not be told is told later, with what calls made without it have cost") {
  Desk desk(WhenUnreachable::local);
  desk.server->says = Says::nothing;
  desk.server->hears = false;
  const auto held = desk.reserve();
  REQUIRE(held);
  REQUIRE(desk.purse->settle(*held, std::nullopt, NanoUsd{7'000'000}));
  CHECK(desk.server->spent == NanoUsd{});
  CHECK(desk.owed() == 1);
  desk.server->hears = true;
  desk.clock.advance(73s);  // a second fault in a row doubles the pause
  desk.account->tell(*desk.ledger);
  CHECK(desk.server->spent == NanoUsd{7'000'000});
  CHECK(desk.owed() == 0);
}

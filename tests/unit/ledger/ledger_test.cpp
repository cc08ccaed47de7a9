// SPDX-License-Identifier: MIT
#include "rustassistant/ledger/ledger.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <limits>

#include "rustassistant/base/time_text.hpp"
#include "rustassistant/base/time_zone.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

namespace rustassistant::ledger {

namespace {

namespace fs = std::filesystem;
using domain::BudgetRules;
using domain::WhenExceeded;

constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kDayMs = 24 * kHourMs;
constexpr std::int64_t kMaxMoney = std::numeric_limits<std::int64_t>::max();

struct Fixture {
  test::TemporaryFolder folder;
  test::FakeClock clock;
  const CallFacts facts{domain::Provider::xai,
                        "grok-code-fast-1",
                        domain::AnalysisType::refactor,
                        "0badcafe",
                        "/home/someone/project",
                        "src/main.rs",
                        "rs"};

  [[nodiscard]] std::string path() const { return (folder.path() / "ledger.db").string(); }
  [[nodiscard]] std::unique_ptr<Ledger> open() const {
    auto ledger = Ledger::open(path(), clock);
    INFO((ledger ? "" : ledger.error().what));
    REQUIRE(ledger);
    return *std::move(ledger);
  }
  [[nodiscard]] Reservation reserve(Ledger& ledger, std::optional<NanoUsd> amount,
                                    const BudgetRules& rules = {}) const {
    const auto reservation = ledger.reserve(facts, amount, rules);
    INFO((reservation ? "" : reservation.error().what));
    REQUIRE(reservation);
    return *reservation;
  }
  void check_refused(Ledger& ledger, NanoUsd amount, const BudgetRules& rules) const {
    const auto refused = ledger.reserve(facts, amount, rules);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::budget);
  }
};

BudgetRules cap(std::int64_t nano_usd, WhenExceeded mode = WhenExceeded::block) {
  BudgetRules rules;
  rules.base.monthly_cap = {nano_usd};
  rules.base.when_exceeded = mode;
  return rules;
}

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE_METHOD(Fixture, "a call is reserved at its worst case and settled at its cost") {
  const auto ledger = open();
  const auto held = reserve(*ledger, NanoUsd{1000});
  CHECK(held.at == clock.now());
  CHECK_FALSE(held.over_cap);
  auto month = ledger->standing()->month;
  CHECK(month.month == 202611);
  CHECK(to_rfc3339(month.reset_at) == "2026-12-01T00:00:00Z");
  CHECK(month.spent == NanoUsd{0});
  CHECK(month.reserved == NanoUsd{1000});
  CHECK(month.calls == 0);

  REQUIRE(ledger->settle(held, domain::Usage{10, 4, 0, 5, 0}, NanoUsd{300}));
  month = ledger->standing()->month;
  CHECK(month.spent == NanoUsd{300});
  CHECK(month.reserved == NanoUsd{0});
  CHECK(month.committed() == NanoUsd{300});
  CHECK(month.calls == 1);
  CHECK(month.input_tokens == 10);
  CHECK(month.cached_tokens == 4);
  CHECK(month.output_tokens == 5);
  CHECK(month.estimated_calls == 0);
}

TEST_CASE_METHOD(Fixture, "everything is there after the ledger was closed and opened again") {
  REQUIRE(open()->settle(reserve(*open(), NanoUsd{1000}), {}, NanoUsd{300}, Booking::estimated));
  static_cast<void>(reserve(*open(), NanoUsd{70}));
  const auto month = open()->standing()->month;
  CHECK(month.spent == NanoUsd{300});
  CHECK(month.reserved == NanoUsd{70});
  CHECK(month.estimated_calls == 1);
}

TEST_CASE_METHOD(Fixture, "settled and reserved money together never exceed the cap") {
  const auto ledger = open();
  REQUIRE(ledger->settle(reserve(*ledger, NanoUsd{500}, cap(1000)), {}, NanoUsd{400}));
  static_cast<void>(reserve(*ledger, NanoUsd{500}, cap(1000)));
  check_refused(*ledger, NanoUsd{101}, cap(1000));
  static_cast<void>(reserve(*ledger, NanoUsd{100}, cap(1000)));
  check_refused(*ledger, NanoUsd{1}, cap(1000));
  check_refused(*ledger, NanoUsd{1}, cap(1000, WhenExceeded::degrade));
  CHECK(ledger->standing()->month.committed() == NanoUsd{1000});
}

TEST_CASE_METHOD(Fixture, "asking whether a call fits answers as a reservation would, and changes nothing") {
  const auto none = Ledger::open(path(), clock, IfMissing::empty);
  CHECK((*none)->check(facts, {10}, cap(10)));
  CHECK((*none)->check(facts, {11}, cap(10)).error().code == Errc::budget);
  CHECK_FALSE(fs::exists(path()));
  const auto ledger = open();
  static_cast<void>(reserve(*ledger, NanoUsd{6}, cap(10)));
  CHECK(ledger->check(facts, {4}, cap(10)));
  CHECK(ledger->check(facts, {5}, cap(10)).error().code == Errc::budget);
  CHECK(ledger->check(facts, {5}, cap(10, WhenExceeded::warn)));
  CHECK(ledger->standing()->month.reserved == NanoUsd{6});
}

TEST_CASE_METHOD(Fixture, "a refusal names the figures and the way out") {
  const auto ledger = open();
  REQUIRE(ledger->settle(reserve(*ledger, NanoUsd{1'000'000'000}), {}, NanoUsd{2'000'000'000}));
  static_cast<void>(reserve(*ledger, NanoUsd{500'000'000}));
  const auto refused = ledger->reserve(facts, NanoUsd{510'000'000}, {});
  REQUIRE_FALSE(refused);
  for (const char* part : {"$0.5100", "$3.00", "$2.00", "$0.5000", "2026-12-01T00:00:00Z"}) {
    INFO(refused.error().what << " lacks " << part);
    CHECK(refused.error().what.find(part) != std::string::npos);
  }
  CHECK(refused.error().hint.find("budget set --monthly") != std::string::npos);
}

TEST_CASE_METHOD(Fixture, "where only a warning is wanted, a call over the cap is reserved and marked") {
  const auto ledger = open();
  CHECK_FALSE(reserve(*ledger, NanoUsd{10}, cap(10, WhenExceeded::warn)).over_cap);
  CHECK(reserve(*ledger, NanoUsd{10}, cap(10, WhenExceeded::warn)).over_cap);
  CHECK(ledger->standing()->month.reserved == NanoUsd{20});
}

TEST_CASE_METHOD(Fixture, "free calls and calls of unknown price pass whatever the budget") {
  const auto ledger = open();
  REQUIRE(ledger->settle(reserve(*ledger, NanoUsd{10}, cap(10)), {}, NanoUsd{25}));
  const auto free = reserve(*ledger, NanoUsd{0}, cap(10));
  const auto unknown = reserve(*ledger, std::nullopt, cap(0));
  CHECK_FALSE(free.over_cap);
  CHECK_FALSE(unknown.over_cap);
  REQUIRE(ledger->settle(free, domain::Usage{1, 0, 0, 1, 0}, NanoUsd{0}));
  REQUIRE(ledger->settle(unknown, domain::Usage{1, 0, 0, 1, 0}, std::nullopt));
  const auto month = ledger->standing()->month;
  CHECK(month.committed() == NanoUsd{25});
  CHECK(month.calls == 3);
  CHECK(month.unknown_costs == 1);
}

TEST_CASE_METHOD(Fixture, "a call whose cost stays unknown stays charged at its reservation") {
  const auto ledger = open();
  REQUIRE(ledger->settle(reserve(*ledger, NanoUsd{80}), {}, std::nullopt));
  const auto month = ledger->standing()->month;
  CHECK(month.spent == NanoUsd{80});
  CHECK(month.reserved == NanoUsd{0});
  CHECK(month.unknown_costs == 1);
}

TEST_CASE_METHOD(Fixture, "a cost above its reservation is booked as it is") {
  const auto ledger = open();
  REQUIRE(ledger->settle(reserve(*ledger, NanoUsd{10}, cap(10)), {}, NanoUsd{5000}));
  CHECK(ledger->standing()->month.spent == NanoUsd{5000});
}

TEST_CASE_METHOD(Fixture, "a released reservation frees its money and is no call") {
  const auto ledger = open();
  const auto held = reserve(*ledger, NanoUsd{10}, cap(10));
  REQUIRE(ledger->release(held));
  CHECK(ledger->standing()->month.committed() == NanoUsd{0});
  CHECK(ledger->standing()->month.calls == 0);
  static_cast<void>(reserve(*ledger, NanoUsd{10}, cap(10)));
}

TEST_CASE_METHOD(Fixture, "a call is settled or released once") {
  const auto ledger = open();
  const auto settled = reserve(*ledger, NanoUsd{10});
  REQUIRE(ledger->settle(settled, {}, NanoUsd{3}));
  const auto released = reserve(*ledger, NanoUsd{10});
  REQUIRE(ledger->release(released));
  for (const auto& closed : {settled, released}) {
    CHECK_FALSE(ledger->settle(closed, {}, NanoUsd{3}));
    CHECK_FALSE(ledger->release(closed));
  }
  CHECK_FALSE(ledger->settle({99, NanoUsd{1}, {}, false}, {}, NanoUsd{3}));
  CHECK(ledger->standing()->month.committed() == NanoUsd{3});
}

TEST_CASE_METHOD(Fixture, "amounts below zero are refused and change nothing") {
  const auto ledger = open();
  CHECK_FALSE(ledger->reserve(facts, NanoUsd{-1}, {}));
  const auto held = reserve(*ledger, NanoUsd{10});
  CHECK_FALSE(ledger->settle(held, {}, NanoUsd{-3}));
  CHECK_FALSE(ledger->settle(held, domain::Usage{-1, 0, 0, 0, 0}, NanoUsd{3}));
  CHECK(ledger->standing()->month.reserved == NanoUsd{10});
  CHECK(ledger->settle(held, {}, NanoUsd{3}));
}

TEST_CASE_METHOD(Fixture, "sums are exact up to the largest amount, and one that does not fit is refused") {
  const auto ledger = open();
  static_cast<void>(reserve(*ledger, NanoUsd{kMaxMoney - 1}, cap(kMaxMoney)));
  check_refused(*ledger, NanoUsd{2}, cap(kMaxMoney));
  check_refused(*ledger, NanoUsd{kMaxMoney}, cap(kMaxMoney));
  const auto last = reserve(*ledger, NanoUsd{1}, cap(kMaxMoney));
  CHECK(ledger->standing()->month.reserved == NanoUsd{kMaxMoney});
  const auto too_much = ledger->reserve(facts, NanoUsd{1}, cap(kMaxMoney, WhenExceeded::warn));
  REQUIRE_FALSE(too_much);
  CHECK(too_much.error().code == Errc::storage);
  REQUIRE(ledger->settle(last, {}, NanoUsd{1}));
  CHECK(ledger->standing()->month.committed() == NanoUsd{kMaxMoney});
}

TEST_CASE_METHOD(Fixture, "a new month starts with an empty budget") {
  const auto ledger = open();
  clock.set({TimeZone().start_of_day(20261201).value - 1});
  const auto late = reserve(*ledger, NanoUsd{10}, cap(10));
  check_refused(*ledger, NanoUsd{1}, cap(10));
  clock.advance(std::chrono::milliseconds(1));
  static_cast<void>(reserve(*ledger, NanoUsd{10}, cap(10)));

  // Spending belongs to the month of its reservation.
  REQUIRE(ledger->settle(late, {}, NanoUsd{7}));
  const auto month = ledger->standing()->month;
  CHECK(month.month == 202612);
  CHECK(month.spent == NanoUsd{0});
  CHECK(month.reserved == NanoUsd{10});
}

TEST_CASE_METHOD(Fixture, "a clock that jumps back stays at the newest call") {
  const auto ledger = open();
  const auto first = reserve(*ledger, NanoUsd{10}, cap(10));
  clock.set({first.at.value - 40 * kDayMs});
  check_refused(*ledger, NanoUsd{1}, cap(10));
  CHECK(reserve(*ledger, NanoUsd{0}, cap(10)).at == first.at);
  CHECK(ledger->standing()->month.month == 202611);
}

TEST_CASE_METHOD(Fixture, "a reservation that nobody settled stays charged and shows after an hour") {
  const auto ledger = open();
  const auto lost = reserve(*ledger, NanoUsd{10}, cap(30));
  clock.advance(std::chrono::milliseconds(kHourMs - 1));
  static_cast<void>(reserve(*ledger, NanoUsd{5}, cap(30)));
  CHECK(ledger->standing()->unsettled_count == 0);
  clock.advance(std::chrono::milliseconds(1));
  auto standing = *ledger->standing();
  CHECK(standing.unsettled_count == 1);
  CHECK(standing.unsettled_amount == NanoUsd{10});
  REQUIRE(standing.unsettled.size() == 1);
  CHECK(standing.unsettled[0].id == lost.id);
  CHECK(standing.unsettled[0].path == "src/main.rs");
  CHECK(standing.month.reserved == NanoUsd{15});
  REQUIRE(ledger->settle(lost, {}, NanoUsd{2}));  // a late reply
  standing = *ledger->standing();
  CHECK(standing.unsettled_count == 0);
  CHECK(standing.month.committed() == NanoUsd{7});
}

TEST_CASE_METHOD(Fixture, "asking for the month of a ledger that does not exist creates nothing") {
  const auto ledger = *Ledger::open(path(), clock, IfMissing::empty);
  const auto month = ledger->standing()->month;
  CHECK(month.month == 202611);
  CHECK(month.committed() == NanoUsd{0});
  CHECK(fs::is_empty(folder.path()));
  const auto reserved = ledger->reserve(facts, NanoUsd{1}, {});
  REQUIRE_FALSE(reserved);
  CHECK(reserved.error().code == Errc::storage);
}

TEST_CASE_METHOD(Fixture, "a ledger is private to its user") {
  const std::string deep = (folder.path() / "home" / "ledger.db").string();
  REQUIRE(Ledger::open(deep, clock));
  struct stat file{};
  REQUIRE(::stat(deep.c_str(), &file) == 0);
  CHECK((file.st_mode & 0777U) == 0600U);
}

TEST_CASE_METHOD(Fixture, "a ledger that is damaged, foreign or newer is refused and left as it is") {
  static_cast<void>(reserve(*open(), NanoUsd{10}));
  const std::string sound = bytes_of(path());
  std::string broken = sound;
  SECTION("text") {
    broken = "not a ledger at all, but a file of the user's\n";
  }
  SECTION("cut short") {
    broken.resize(broken.size() / 2);
  }
  SECTION("garbage in the first page") {
    broken.replace(100, 3000, std::string(3000, 'g'));
  }
  SECTION("another application") {
    broken.replace(68, 4, "else");
  }
  SECTION("a newer version") {
    broken[63] = 99;
  }
  std::ofstream(path(), std::ios::binary) << broken;

  const auto ledger = Ledger::open(path(), clock);
  Error error;
  if (ledger) {
    const auto refused = (*ledger)->reserve(facts, NanoUsd{1}, {});
    REQUIRE_FALSE(refused);
    error = refused.error();
  } else {
    error = ledger.error();
  }
  CHECK(error.code == Errc::storage);
  CHECK(error.what.find("ledger.db") != std::string::npos);
  CHECK_FALSE(error.hint.empty());
  CHECK(bytes_of(path()) == broken);
}

TEST_CASE_METHOD(Fixture, "a folder in the ledger's place is refused") {
  fs::create_directory(path());
  const auto ledger = Ledger::open(path(), clock);
  REQUIRE_FALSE(ledger);
  CHECK(ledger.error().code == Errc::storage);
  CHECK(fs::is_directory(path()));
}

TEST_CASE_METHOD(Fixture, "texts from outside are kept as they are and change no sum") {
  CallFacts hostile = facts;
  hostile.model = "'); DELETE FROM call; --";
  hostile.path = "\xff\xfe\x1b[2J";
  hostile.repo_id = "";
  const auto ledger = open();
  REQUIRE(ledger->reserve(hostile, NanoUsd{10}, {}));
  static_cast<void>(reserve(*ledger, NanoUsd{10}));
  CHECK(ledger->standing()->month.reserved == NanoUsd{20});
}

}  // namespace rustassistant::ledger

// SPDX-License-Identifier: MIT
#include <signal.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <string>

#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/ledger/ledger.hpp"
#include "support/fake_clock.hpp"
#include "support/processes.hpp"
#include "support/sanitized.hpp"
#include "support/temporary_folder.hpp"

// A thousand processes (fewer where sanitizers make them slow), each of which wants ten cents of five dollars.
namespace rustassistant::ledger {
namespace {

constexpr std::int64_t kPrice = 100'000'000;
constexpr std::int64_t kCap = 5'000'000'000;
constexpr int kProcesses = test::kSanitized ? 200 : 1000;
constexpr int kWave = 40;
constexpr const char* kBerlin = "CET-1CEST,M3.5.0,M10.5.0/3";

enum Ending { spent, refused, broken };

struct Crowd {
  test::TemporaryFolder folder;
  std::string path = (folder.path() / "ledger.db").string();
  std::mt19937 random{7};
  std::function<UnixMillis(unsigned)> time_of = [](unsigned) { return test::FakeClock().now(); };
  std::function<bool(unsigned)> is_doomed = [](unsigned) { return false; };  // by its own hand, or by ours

  // A doomed process dies at one of three points, unless it was killed before.
  void maybe_die(unsigned seed, unsigned point) const {
    if (is_doomed(seed) && seed / 3 % 3 == point) ::raise(SIGKILL);
  }

  // What each process does: reserve, call, settle.
  int spend(unsigned seed) const {
    maybe_die(seed, 0);
    test::FakeClock clock;
    clock.set(time_of(seed));
    const auto ledger = Ledger::open(path, clock);
    if (!ledger) return broken;
    domain::BudgetRules rules;
    rules.base.monthly_cap = {kCap};
    const auto held = (*ledger)->reserve({}, NanoUsd{kPrice}, rules);
    if (!held) return held.error().code == Errc::budget ? refused : broken;
    maybe_die(seed, 1);
    if (!(*ledger)->settle(*held, {}, NanoUsd{kPrice})) return broken;
    maybe_die(seed, 2);
    return spent;
  }

  // How many ended how; killed ones are not counted.
  std::map<int, int> run() {
    std::map<int, int> endings;
    for (int begun = 0; begun < kProcesses; begun += kWave) {
      std::vector<unsigned> seeds(kWave);
      for (unsigned& seed : seeds) seed = static_cast<unsigned>(random());
      const auto children =
          test::start_processes(kWave, [&](int i) { return spend(seeds[static_cast<std::size_t>(i)]); });
      // Those that are still there die wherever they are.
      for (std::size_t i = 0; i < children.size(); ++i) {
        if (is_doomed(seeds[i])) ::kill(children[i], SIGKILL);
      }
      for (const int result : test::wait_for(children)) ++endings[result];
    }
    return endings;
  }

  struct Month {
    std::int64_t calls = 0;
    std::int64_t charged = 0;
  };
  std::map<int, Month> months() const {
    const test::FakeClock clock;
    std::map<int, Month> months;
    const auto ledger = *Ledger::open(path, clock);
    REQUIRE(ledger->for_each_call([&](const CallRecord& call) {
      ++months[call.month].calls;
      months[call.month].charged += call.charged.value;
    }));
    CHECK(ledger->verify()->empty());
    return months;
  }
  void set_zone(const std::string& rule) const {
    const test::FakeClock clock;
    REQUIRE((*Ledger::open(path, clock))->change({{}, "Somewhere", rule, {}, {}}));
  }
};

}  // namespace

TEST_CASE_METHOD(Crowd, "of a thousand processes exactly as many spend as the cap has room for") {
  auto endings = run();
  CHECK(endings[spent] == kCap / kPrice);
  CHECK(endings[broken] == 0);
  CHECK(months()[202611].charged == kCap);
}

TEST_CASE_METHOD(Crowd, "killing a third of a thousand processes at random moments frees no cent and wastes none") {
  is_doomed = [](unsigned seed) { return seed % 3 == 0; };
  auto endings = run();
  CHECK(endings[broken] == 0);
  CHECK(endings[-SIGKILL] > kProcesses / 15);  // a third of a third at least, as chance will have it
  const Month month = months()[202611];
  CHECK(month.charged == kCap);
  CHECK(month.calls == kCap / kPrice);
}

TEST_CASE_METHOD(Crowd, "clocks that jump do not open the budget again") {
  constexpr std::int64_t kDay = 86'400'000;
  time_of = [](unsigned seed) {
    // Within the month, up to ten days back or nine days on.
    return UnixMillis{test::FakeClock().now().value + (static_cast<std::int64_t>(seed % 20) - 10) * kDay};
  };
  auto endings = run();
  CHECK(endings[broken] == 0);
  CHECK(endings[spent] == kCap / kPrice);
  CHECK(months().size() == 1);
}

TEST_CASE_METHOD(Crowd, "at the boundary of two months each has its own cap, in UTC and where clocks change") {
  const std::string rule = GENERATE(std::string("UTC"), std::string(kBerlin));
  CAPTURE(rule);
  set_zone(rule);
  // In Berlin the last week of October ends summer time; the boundary is that of October and November there.
  const UnixMillis boundary = TimeZone::parse(rule)->start_of_day(20261101);
  time_of = [boundary](unsigned seed) {
    return UnixMillis{boundary.value + static_cast<std::int64_t>(seed % 2000) - 1000};
  };
  auto endings = run();
  CHECK(endings[broken] == 0);
  auto by_month = months();
  CHECK(by_month[202610].charged <= kCap);
  CHECK(by_month[202611].charged == kCap);
  CHECK(endings[spent] * kPrice == by_month[202610].charged + by_month[202611].charged);
  CHECK(by_month.size() <= 2);
}

}  // namespace rustassistant::ledger

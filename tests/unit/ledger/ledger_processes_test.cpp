// SPDX-License-Identifier: MIT
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>
#include <random>
#include <string>
#include <thread>

#include "rustassistant/ledger/ledger.hpp"
#include "support/fake_clock.hpp"
#include "support/processes.hpp"
#include "support/temporary_folder.hpp"

namespace rustassistant::ledger {

namespace {

const CallFacts kFacts{domain::Provider::openai,
                       "gpt-4o-mini",
                       domain::AnalysisType::refactor,
                       "0badcafe",
                       "/home/someone/project",
                       "src/main.rs",
                       "rs"};

constexpr int kUnexpected = 100;

domain::BudgetRules cap(std::int64_t nano_usd) {
  domain::BudgetRules rules;
  rules.base.monthly_cap = {nano_usd};
  return rules;
}

// Reserves 10 as often as it can, up to `times`, and settles every second one at 10. How often it could, or
// kUnexpected.
int spend(const std::string& path, const Clock& clock, int times, std::int64_t monthly_cap) {
  const auto ledger = Ledger::open(path, clock);
  if (!ledger) return kUnexpected;
  int done = 0;
  for (int i = 0; i < times; ++i) {
    const auto held = (*ledger)->reserve(kFacts, NanoUsd{10}, cap(monthly_cap));
    if (!held && held.error().code != Errc::budget) return kUnexpected;
    if (!held) continue;
    ++done;
    if (i % 2 == 0 && !(*ledger)->settle(*held, domain::Usage{1, 0, 0, 1, 0}, NanoUsd{10})) return kUnexpected;
  }
  return done;
}

}  // namespace

TEST_CASE("many processes that open and spend at once reach the cap exactly and never exceed it") {
  const test::TemporaryFolder folder;
  const test::FakeClock clock;
  const std::string path = (folder.path() / "ledger.db").string();
  constexpr int kProcesses = 24;
  const auto results =
      test::wait_for(test::start_processes(kProcesses, [&](int) { return spend(path, clock, 4, 500); }));
  CHECK(std::accumulate(results.begin(), results.end(), 0) == 50);
  const auto month = (*Ledger::open(path, clock))->standing();
  REQUIRE(month);
  CHECK(month->month.committed() == NanoUsd{500});
}

TEST_CASE("several threads may share a ledger") {
  const test::TemporaryFolder folder;
  const test::FakeClock clock;
  const auto ledger = *Ledger::open((folder.path() / "ledger.db").string(), clock);
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&ledger] {
      for (int i = 0; i < 5; ++i) static_cast<void>(ledger->reserve(kFacts, NanoUsd{10}, cap(200)));
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(ledger->standing()->month.reserved == NanoUsd{200});
}

TEST_CASE("processes that are killed at any moment leave the cap intact and the ledger sound") {
  const test::TemporaryFolder folder;
  const test::FakeClock clock;
  const std::string path = (folder.path() / "ledger.db").string();
  constexpr std::int64_t kCap = 100'000;
  std::mt19937 random(11);
  for (int round = 0; round < 5; ++round) {
    const auto children = test::start_processes(6, [&](int) { return spend(path, clock, 1'000'000, kCap); });
    // They die when this process has spent a little beside them: somewhere in the middle of their work.
    const auto witness = Ledger::open(path, clock);
    REQUIRE(witness);
    for (unsigned i = random() % 8; i > 0; --i) REQUIRE((*witness)->reserve(kFacts, NanoUsd{1}, cap(kCap)));
    for (const pid_t child : children) ::kill(child, SIGKILL);
    for (const int result : test::wait_for(children)) CHECK(result == -SIGKILL);
    const auto month = (*witness)->standing();
    REQUIRE(month);
    CHECK(month->month.committed() <= NanoUsd{kCap});
    CHECK(month->month.spent.value == month->month.calls * 10);
  }
  const auto ledger = *Ledger::open(path, clock);
  const auto before = ledger->standing()->month.committed();
  REQUIRE(ledger->reserve(kFacts, NanoUsd{kCap} - before, cap(kCap)));
  CHECK_FALSE(ledger->reserve(kFacts, NanoUsd{1}, cap(kCap)));
}

}  // namespace rustassistant::ledger

// SPDX-License-Identifier: MIT
// ledger_ratio FOLDER ROUNDS: reserve and settle, in turn with the floor: two transactions of one small statement each
// that SQLite flushes to the disk. Prints the median of the ratios and the median times.
#include <cstdlib>
#include <string>

#include "measure.hpp"
#include "rustassistant/ledger/ledger.hpp"
#include "sqlite.hpp"

using namespace rustassistant;
using bench::fail;

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::string folder = argv[1];
  const bench::Sqlite floor(folder + "/floor.db",
                            "PRAGMA synchronous=FULL; "
                            "CREATE TABLE call (id INTEGER PRIMARY KEY, at INTEGER, amount INTEGER, state INTEGER)");
  SystemClock clock;
  const auto ledger = ledger::Ledger::open(folder + "/ledger.db", clock);
  if (!ledger) fail("cannot open the ledger");
  const ledger::CallFacts facts{domain::Provider::openai, "gpt-4.1-nano", {}, "0badcafe", "/repo", "a.rs", "rs", 4000};
  domain::BudgetRules rules;
  rules.base.when_exceeded = domain::WhenExceeded::warn;

  const auto book = [&] {
    const auto held = (*ledger)->reserve(facts, NanoUsd{2'400'000}, rules);
    if (!held || !(*ledger)->settle(*held, domain::Usage{1000, 400, 0, 200, 0}, NanoUsd{150'000})) fail("cannot book");
  };
  const auto commit_twice = [&] {
    floor.run("INSERT INTO call (at, amount, state) VALUES (1795262400000, 2400000, 0)");
    floor.run("UPDATE call SET state = 1, amount = 150000 WHERE id = last_insert_rowid()");
  };
  bench::compare(
      "reserve and settle ÷ two flushed commits", "≤ 2", std::atoi(argv[2]), 20,
      [&] { return bench::microseconds_of(book); }, [&] { return bench::microseconds_of(commit_twice); });
  return 0;
}

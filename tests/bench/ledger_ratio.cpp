// SPDX-License-Identifier: MIT
// ledger_ratio FOLDER ROUNDS: reserve and settle, in turn with the floor: two transactions of one small statement each
// that SQLite flushes to the disk. Prints the median of the ratios and the median times.
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "rustassistant/ledger/ledger.hpp"

using namespace rustassistant;
using Micros = std::chrono::duration<double, std::micro>;

namespace {

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "ledger_ratio: %s\n", what);
  std::exit(1);
}

class Floor {
 public:
  explicit Floor(const std::string& path) {
    if (sqlite3_open(path.c_str(), &database_) != SQLITE_OK) fail("cannot open the floor's database");
    run("PRAGMA journal_mode=WAL");
    run("PRAGMA synchronous=FULL");
    run("CREATE TABLE call (id INTEGER PRIMARY KEY, at INTEGER, amount INTEGER, state INTEGER)");
  }
  Floor(const Floor&) = delete;
  Floor& operator=(const Floor&) = delete;
  ~Floor() { sqlite3_close(database_); }

  void reserve_and_settle() {
    run("INSERT INTO call (at, amount, state) VALUES (1795262400000, 2400000, 0)");
    run("UPDATE call SET state = 1, amount = 150000 WHERE id = last_insert_rowid()");
  }

 private:
  void run(const char* sql) {
    if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(sqlite3_errmsg(database_));
  }
  sqlite3* database_ = nullptr;
};

template <typename Work>
double time_of(const Work& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return Micros(std::chrono::steady_clock::now() - begun).count();
}

double quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::string folder = argv[1];
  Floor floor(folder + "/floor.db");
  SystemClock clock;
  const auto ledger = ledger::Ledger::open(folder + "/ledger.db", clock);
  if (!ledger) fail("cannot open the ledger");
  const ledger::CallFacts facts{domain::Provider::openai, "gpt-4.1-nano", {}, "0badcafe", "/repo", "a.rs", "rs", 4000};
  domain::BudgetRules rules;
  rules.base.when_exceeded = domain::WhenExceeded::warn;

  std::vector<double> times;
  std::vector<double> floors;
  std::vector<double> ratios;
  for (int i = -20; i < std::atoi(argv[2]); ++i) {
    const double time = time_of([&] {
      const auto held = (*ledger)->reserve(facts, NanoUsd{2'400'000}, rules);
      if (!held || !(*ledger)->settle(*held, domain::Usage{1000, 400, 0, 200, 0}, NanoUsd{150'000}))
        fail("cannot book");
    });
    const double peer = time_of([&] { floor.reserve_and_settle(); });
    if (i < 0) continue;
    times.push_back(time);
    floors.push_back(peer);
    ratios.push_back(time / peer);
  }
  std::printf("| reserve and settle ÷ two flushed commits | %.2f | %.2f–%.2f | ≤ 2 | %.0f µs | %.0f µs |\n",
              quantile(ratios, 0.5), quantile(ratios, 0.1), quantile(ratios, 0.9), quantile(times, 0.5),
              quantile(floors, 0.5));
  return 0;
}

// SPDX-License-Identifier: MIT
// queue_ratio FOLDER ROUNDS JOBS: a booking of the limiter, and a claim among JOBS jobs, each in turn with its floor:
// one small statement that SQLite commits, and the bare claim of a queue without conditions. Leaves FOLDER/queue.db.
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "rustassistant/queue/queue.hpp"

using namespace rustassistant;
using Micros = std::chrono::duration<double, std::micro>;

namespace {

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "queue_ratio: %s\n", what);
  std::exit(1);
}

// SQLite itself, on a database that has its tables.
class Floor {
 public:
  Floor(const std::string& path, const char* sql) {
    if (sqlite3_open(path.c_str(), &database_) != SQLITE_OK) fail("cannot open the floor's database");
    run("PRAGMA journal_mode=WAL");
    run("PRAGMA synchronous=NORMAL");
    run("CREATE TABLE IF NOT EXISTS small (scope TEXT PRIMARY KEY, tat INTEGER) WITHOUT ROWID");
    run("INSERT INTO small VALUES ('0123456789abcdef0123456789abcdef', 0)");
    if (sqlite3_prepare_v2(database_, sql, -1, &statement_, nullptr) != SQLITE_OK) fail(sqlite3_errmsg(database_));
  }
  Floor(const Floor&) = delete;
  Floor& operator=(const Floor&) = delete;
  ~Floor() {
    sqlite3_finalize(statement_);
    sqlite3_close(database_);
  }
  void commit() {
    run("BEGIN IMMEDIATE");
    while (sqlite3_step(statement_) == SQLITE_ROW) continue;
    sqlite3_reset(statement_);
    run("COMMIT");
  }

 private:
  void run(const char* sql) {
    if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(sqlite3_errmsg(database_));
  }
  sqlite3* database_ = nullptr;
  sqlite3_stmt* statement_ = nullptr;
};

constexpr const char* kOneRow = "UPDATE small SET tat = tat + 1 WHERE scope = '0123456789abcdef0123456789abcdef'";
constexpr const char* kBareClaim =
    "UPDATE job SET state = 1, worker = 1 WHERE id = (SELECT id FROM job WHERE state = 0 AND provider = 2 AND model = "
    "'gpt-4.1-nano' AND repo = '0badcafe' ORDER BY rank LIMIT 1) RETURNING *";

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

template <typename Work, typename Peer>
void compare(const char* name, const char* goal, int rounds, const Work& work, const Peer& peer) {
  std::vector<double> times;
  std::vector<double> floors;
  std::vector<double> ratios;
  for (int i = -20; i < rounds; ++i) {
    const double time = time_of(work);
    const double floor = time_of(peer);
    if (i < 0) continue;
    times.push_back(time);
    floors.push_back(floor);
    ratios.push_back(time / floor);
  }
  std::printf("| %s | %.2f | %.2f–%.2f | %s | %.0f µs | %.0f µs |\n", name, quantile(ratios, 0.5),
              quantile(ratios, 0.1), quantile(ratios, 0.9), goal, quantile(times, 0.5), quantile(floors, 0.5));
}

std::vector<queue::Ask> asks(int count) {
  std::vector<queue::Ask> all;
  for (int i = 0; i < count; ++i) {
    queue::Ask ask;
    ask.path = "src/file-" + std::to_string(i) + ".rs";
    ask.key = ask.content_hash = codec::sha256(ask.path);
    ask.repo_id = "0badcafe";
    ask.repo_path = "/repo";
    ask.provider = domain::Provider::openai;
    ask.model = "gpt-4.1-nano";
    all.push_back(std::move(ask));
  }
  return all;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::string folder = argv[1];
  const int rounds = std::atoi(argv[2]);
  const int jobs = std::atoi(argv[3]);
  SystemClock clock;
  const auto queue = queue::Queue::open(folder + "/queue.db", clock, queue::IfMissing::create, {});
  const auto other = queue::Queue::open(folder + "/other.db", clock, queue::IfMissing::create, {});
  if (!queue || !other || !(*queue)->add(asks(jobs)) || !(*other)->add(asks(jobs))) fail("cannot fill the queues");
  Floor one_row(folder + "/small.db", kOneRow);
  Floor bare_claim(folder + "/other.db", kBareClaim);

  const queue::RateScope scope{"0123456789abcdef0123456789abcdef", "openai", "gpt-4.1-nano"};
  compare(
      "booking of the limiter ÷ one commit", "≤ 1.3", rounds,
      [&] {
        const auto booked = (*queue)->change_rate(scope, [](const domain::RateState& state, domain::UnixMicros now) {
          const auto current = domain::as_of(state, {1'000'000, 0, 0, 0}, now);
          return domain::book(current, {1, 0, 0, 0}, domain::Urgency::interactive, now).state;
        });
        if (!booked) fail("cannot book");
      },
      [&] { one_row.commit(); });

  const queue::Worker worker = (*queue)->enlist();
  const queue::Selection all{
      "0badcafe", "", {domain::AnalysisType::refactor}, domain::Provider::openai, "gpt-4.1-nano"};
  const std::string name = "claim among " + std::to_string(jobs) + " jobs ÷ its floor";
  compare(
      name.c_str(), "≤ 1.5", rounds,
      [&] {
        const auto job = (*queue)->claim(worker, all);
        if (!job || !*job) fail("cannot claim");
      },
      [&] { bare_claim.commit(); });
  return 0;
}

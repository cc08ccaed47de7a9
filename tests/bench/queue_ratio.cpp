// SPDX-License-Identifier: MIT
// queue_ratio FOLDER ROUNDS JOBS: a booking of the limiter, and a claim among JOBS jobs, each in turn with its floor:
// one small statement that SQLite commits, and the bare claim of a queue without conditions. Leaves FOLDER/queue.db.
#include <cstdlib>
#include <string>
#include <vector>

#include "measure.hpp"
#include "rustassistant/queue/queue.hpp"
#include "sqlite.hpp"

using namespace rustassistant;
using bench::fail;

namespace {

// One statement and its commit, on a database that has its tables.
class Floor {
 public:
  Floor(const std::string& path, const char* sql) : database_(path, kSetup), statement_(database_.prepare(sql)) {}
  Floor(const Floor&) = delete;
  Floor& operator=(const Floor&) = delete;
  ~Floor() { sqlite3_finalize(statement_); }
  void commit() const {
    database_.run("BEGIN IMMEDIATE");
    while (sqlite3_step(statement_) == SQLITE_ROW) continue;
    sqlite3_reset(statement_);
    database_.run("COMMIT");
  }

 private:
  static constexpr const char* kSetup =
      "PRAGMA synchronous=NORMAL; CREATE TABLE small (scope TEXT PRIMARY KEY, tat INTEGER) WITHOUT ROWID; "
      "INSERT INTO small VALUES ('0123456789abcdef0123456789abcdef', 0)";
  bench::Sqlite database_;
  sqlite3_stmt* statement_;
};

constexpr const char* kOneRow = "UPDATE small SET tat = tat + 1 WHERE scope = '0123456789abcdef0123456789abcdef'";
constexpr const char* kBareClaim =
    "UPDATE job SET state = 1, worker = 1 WHERE id = (SELECT id FROM job WHERE state = 0 AND provider = 2 AND model = "
    "'gpt-4.1-nano' AND repo = '0badcafe' ORDER BY rank LIMIT 1) RETURNING *";

template <typename Work, typename Peer>
void compare(const char* what, const char* goal, int rounds, const Work& work, const Peer& peer) {
  bench::compare(
      what, goal, rounds, 20, [&] { return bench::microseconds_of(work); },
      [&] { return bench::microseconds_of(peer); });
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

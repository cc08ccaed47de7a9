// SPDX-License-Identifier: MIT
// What a worker holds, for how long, and that nobody else changes it.
#include <filesystem>

#include "queue_desk.hpp"

using namespace rustassistant;
using namespace rustassistant::queue;
using namespace std::chrono_literals;

namespace {

// Workers of this desk have leases, for a folder stands where their lock would be.
void take_locks_away(Desk& desk) {
  std::filesystem::remove(desk.folder.path() / "queue.lock");
  desk.folder.write("queue.lock/file", "");
}

}  // namespace

TEST_CASE("what a dead worker leaves is free or given up, and what others do stays theirs") {
  Desk desk;
  desk.add({ask_about("own"), ask_about("fifth"), ask_about("fourth")});
  REQUIRE(desk.next_path() == "own");
  {
    const auto other = desk.open();
    const Worker dying = other->enlist();
    REQUIRE(other->claim(dying, kAll)->value().ask.path == "fifth");
    REQUIRE(other->claim(dying, kAll)->value().ask.path == "fourth");
  }
  desk.change("UPDATE job SET attempts = iif(path = 'fourth', 4, 5)");
  desk.clock.advance(1s);
  CHECK(desk.next_path() == "fourth");
  CHECK(desk.next_path() == "-");
  const auto dead = desk.queue->list(JobState::dead, 10);
  REQUIRE(dead->size() == 1);
  CHECK(dead->front().ask.path == "fifth");
  CHECK(dead->front().finished_at == desk.clock.now());
  CHECK(desk.count(JobState::running) == 2);
}

TEST_CASE("a lease holds for two minutes, its own worker never loses it, and of several the last one counts") {
  Desk desk;
  take_locks_away(desk);
  const auto other = desk.open();
  const Worker leasing = other->enlist();
  const Worker idle = other->enlist();
  REQUIRE_FALSE(leasing.is_locked());
  desk.add({ask_about("a"), ask_about("b")});
  REQUIRE(other->claim(leasing, kAll)->value().ask.path == "a");
  desk.clock.advance(100s);
  REQUIRE(other->claim(leasing, kAll)->value().ask.path == "b");
  desk.clock.advance(119'999ms);  // the first lease is over, the second holds for a moment
  CHECK(desk.next_path() == "-");
  CHECK_FALSE(other->claim(leasing, kAll)->has_value());
  REQUIRE(other->keep_alive(idle));  // renews nobody else's
  desk.clock.advance(1ms);
  CHECK_FALSE(other->claim(leasing, kAll)->has_value());
  desk.clock.advance(1s);
  CHECK(desk.next_path() == "a");
  CHECK(desk.next_path() == "b");
}

TEST_CASE("a lease that ends this moment is over") {
  Desk desk;
  take_locks_away(desk);
  const auto other = desk.open();
  const Worker leasing = other->enlist();
  desk.add({ask_about("a")});
  REQUIRE(other->claim(leasing, kAll)->has_value());
  desk.clock.advance(120s);
  CHECK(desk.next_path() == "a");
}

TEST_CASE("a locked worker has no lease, and nothing of a worker stays in a job that nobody works at") {
  Desk desk;
  constexpr const char* kLeases = "SELECT count(*) FROM job WHERE lease_until IS NOT NULL";
  constexpr const char* kWorkers = "SELECT count(*) FROM job WHERE worker IS NOT NULL";
  desk.add({ask_about("a"), ask_about("b")});
  const auto a = desk.claim();
  const auto b = desk.claim();
  REQUIRE(desk.queue->keep_alive(desk.worker));
  CHECK(desk.figure(kLeases) == 0);
  CHECK(desk.figure(kWorkers) == 2);
  REQUIRE(desk.queue->finish(desk.worker, a->id, JobState::done));
  REQUIRE(desk.queue->put_back(desk.worker, b->id, {}, Attempt::counts));
  CHECK(desk.figure(kWorkers) == 0);
}

TEST_CASE("only a job that runs, and by this worker, is changed") {
  struct Row {
    const char* what;
    void (*act)(Queue&, const Worker&, std::int64_t);
  };
  const std::vector<Row> rows{
      {"finish",
       [](Queue& queue, const Worker& by, std::int64_t id) { REQUIRE(queue.finish(by, id, JobState::done)); }},
      {"put_back", [](Queue& queue, const Worker& by,
                      std::int64_t id) { REQUIRE(queue.put_back(by, id, {}, Attempt::counts, "unreachable")); }},
      {"replace_key",
       [](Queue& queue, const Worker& by, std::int64_t id) {
         CHECK_FALSE(*queue.replace_key(by, id, codec::sha256("other"), codec::sha256("other")));
       }},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Desk desk;
    desk.add({ask_about("a"), ask_about("b")});
    const auto a = desk.claim();
    const auto b = desk.claim();
    const Worker stranger = desk.queue->enlist();
    row.act(*desk.queue, stranger, a->id);
    desk.change("UPDATE job SET state = 2 WHERE path = 'b'");
    row.act(*desk.queue, desk.worker, b->id);
    for (const auto& [state, path] : {std::pair{JobState::running, "a"}, {JobState::packed, "b"}}) {
      const auto jobs = desk.queue->list(state, 10);
      REQUIRE(jobs->size() == 1);
      CHECK(jobs->front().ask.path == path);
      CHECK(jobs->front().ask.key == ask_about(path).key);
      CHECK(jobs->front().last_code.empty());
    }
  }
}

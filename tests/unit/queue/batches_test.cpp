// SPDX-License-Identifier: MIT
// Jobs that are sent with a batch: which rows each change takes, and which it leaves alone.
#include "queue_desk.hpp"

using namespace rustassistant;
using namespace rustassistant::queue;
using namespace std::chrono_literals;

namespace {

std::string state_of(Desk& desk, const std::string& path) {
  return std::to_string(desk.figure("SELECT state FROM job WHERE path = '" + path + "'"));
}

std::int64_t attempts_of(Desk& desk, const std::string& path) {
  return desk.figure("SELECT attempts FROM job WHERE path = '" + path + "'");
}

}  // namespace

TEST_CASE("what a found batch holds is marked as sent, unless somebody works at it") {
  Desk desk;
  desk.add({ask_about("a"), ask_about("b"), ask_about("c")});
  REQUIRE(desk.next_path() == "a");
  const std::vector<domain::CacheKey> keys{ask_about("a").key, ask_about("b").key};
  REQUIRE(desk.queue->mark_submitted("7", keys));
  CHECK(state_of(desk, "a") == "1");
  CHECK(state_of(desk, "b") == "3");
  CHECK(state_of(desk, "c") == "0");
  CHECK(desk.figure("SELECT count(*) FROM job WHERE batch = '7'") == 1);
  desk.check_counters();
}

TEST_CASE("only what a worker claimed is sent by it") {
  Desk desk;
  desk.add({ask_about("a"), ask_about("b"), ask_about("c")});
  const auto other = desk.open();
  const Worker neighbor = other->enlist();
  const auto mine = desk.claim();
  const auto theirs = other->claim(neighbor, kAll).value();
  const std::int64_t waiting = desk.figure("SELECT id FROM job WHERE path = 'c'");
  REQUIRE(desk.queue->submit(desk.worker, std::vector<std::int64_t>{mine->id, theirs->id, waiting}, "7"));
  CHECK(state_of(desk, "a") == "3");
  CHECK(state_of(desk, "b") == "1");
  CHECK(state_of(desk, "c") == "0");
  CHECK(desk.figure("SELECT count(*) FROM job WHERE path = 'a' AND worker IS NULL AND batch = '7'") == 1);
}

TEST_CASE("what is left of a batch waits again, with its attempt back, and nothing of another batch") {
  Desk desk;
  desk.add({ask_about("a"), ask_about("b"), ask_about("c"), ask_about("d")});
  const auto jobs = desk.queue->claim_many(desk.worker, kAll, 1);
  REQUIRE(jobs);
  CHECK(attempts_of(desk, "a") == 0);
  REQUIRE(desk.queue->submit(desk.worker, std::vector<std::int64_t>{jobs->front().id}, "7"));
  REQUIRE(desk.queue->mark_submitted("7", std::vector<domain::CacheKey>{ask_about("b").key}));  // never claimed
  REQUIRE(desk.queue->mark_submitted("8", std::vector<domain::CacheKey>{ask_about("c").key}));
  desk.change("UPDATE job SET state = 2, batch = '7' WHERE path = 'd'");
  REQUIRE(attempts_of(desk, "a") == 1);
  REQUIRE(attempts_of(desk, "b") == 1);
  REQUIRE(desk.queue->take_rest_back("7"));
  CHECK(state_of(desk, "a") == "0");
  CHECK(attempts_of(desk, "a") == 0);
  CHECK(state_of(desk, "b") == "0");
  CHECK(attempts_of(desk, "b") == 0);
  CHECK(state_of(desk, "c") == "3");
  CHECK(state_of(desk, "d") == "2");
  CHECK(desk.figure("SELECT count(*) FROM job WHERE state = 0 AND batch IS NOT NULL") == 0);
  desk.check_counters();
}

TEST_CASE("processes that end before they send what they claimed cost no attempt, however many there are") {
  Desk desk;
  desk.add({ask_about("a"), ask_about("b")});
  for (int i = 0; i < 2 * kMostAttempts; ++i) {
    const auto other = desk.open();
    const Worker dying = other->enlist();
    REQUIRE(other->claim_many(dying, kAll, 9)->size() == 2);
  }
  CHECK(desk.queue->claim_many(desk.worker, kAll, 9)->size() == 2);
  CHECK(attempts_of(desk, "a") == 0);
  REQUIRE(desk.queue->put_all_back(desk.worker));
  CHECK(state_of(desk, "a") == "0");
  CHECK(attempts_of(desk, "a") == 0);
}

TEST_CASE("many are claimed at once, those of the dead with them, and no more than asked for") {
  Desk desk;
  desk.add({ask_about("a"), ask_about("b"), ask_about("c")});
  {
    const auto other = desk.open();
    const Worker dying = other->enlist();
    REQUIRE(other->claim(dying, kAll)->has_value());
  }
  const auto two = desk.queue->claim_many(desk.worker, kAll, 2);
  REQUIRE(two);
  REQUIRE(two->size() == 2);
  CHECK(two->front().ask.path == "a");  // at once, though nobody has waited a second
  CHECK(desk.queue->claim_many(desk.worker, kAll, 0)->empty());
  CHECK(desk.queue->claim_many(desk.worker, kAll, 9)->size() == 1);
}

// SPDX-License-Identifier: MIT
// What comes of a question that is added beside jobs that are there, and when those are forgotten.
#include <atomic>

#include "queue_desk.hpp"
#include "support/sql_recorder.hpp"

using namespace rustassistant;
using namespace rustassistant::queue;
using namespace std::chrono_literals;

TEST_CASE("an answer that was asked for ahead of time is told when it comes, unless somebody has wanted it since") {
  Desk desk;
  Ask ahead = ask_about("a");
  ahead.warms = true;
  Ask wanted = ask_about("b");
  Ask later = ask_about("c");
  later.warms = true;
  desk.add({ahead, wanted, later});
  ahead.priority = Priority::critical;  // asked ahead of time again: it stays where it is
  desk.add({ahead});
  later.warms = false;
  desk.add({later});
  CHECK(desk.claim()->ask.warms);
  CHECK_FALSE(desk.claim()->ask.warms);
  CHECK_FALSE(desk.claim()->ask.warms);
  const std::vector<Returned> dead{{ahead.key, JobState::queued, {}, true, "provider", "x"}};
  CHECK(desk.queue->take_back(dead)->empty());
  const std::vector<Returned> done{
      {ahead.key, JobState::done, {}}, {wanted.key, JobState::done, {}}, {later.key, JobState::done, {}}};
  CHECK(*desk.queue->take_back(done) == std::vector{ahead.key});
}

TEST_CASE("a file that has changed keeps its job with the key and the content of now, and says why it was dropped") {
  Desk desk;
  desk.add({ask_about("a"), ask_about("b")});
  const auto a = desk.claim();
  REQUIRE(*desk.queue->replace_key(desk.worker, a->id, codec::sha256("key"), codec::sha256("content")));
  const auto running = desk.queue->list(JobState::running, 1);
  CHECK(running->front().ask.key == codec::sha256("key"));
  CHECK(running->front().ask.content_hash == codec::sha256("content"));
  CHECK_FALSE(*desk.queue->replace_key(desk.worker, a->id, ask_about("b").key, codec::sha256("b")));
  const auto dropped = desk.queue->list(JobState::dropped, 1);
  CHECK(dropped->front().last_code == "duplicate");
  CHECK(dropped->front().last_message == "the same content is another job");
  CHECK(dropped->front().finished_at == desk.clock.now());
}

TEST_CASE("questions are added in transactions of 200, and all of them are counted") {
  Desk desk;
  desk.add({ask_about("dead"), ask_about("f0")});
  finished(desk, JobState::dead);
  test::SqlRecorder recorder;
  std::atomic<int> writes = 0;
  recorder.on_statement([&](std::string_view sql) { writes += sql.starts_with("BEGIN IMMEDIATE") ? 1 : 0; });
  const auto queue = desk.open();
  writes = 0;
  std::vector<Ask> asks;
  for (int i = 0; i < 199; ++i) asks.push_back(ask_about("f" + std::to_string(i)));
  asks.push_back(ask_about("dead"));
  const auto added = queue->add(asks);
  CHECK(added->queued == 198);
  CHECK(added->known == 1);
  CHECK(added->dead == 1);
  CHECK(writes == 1);
  asks.push_back(ask_about("dead"));
  const auto again = queue->add(asks);
  CHECK(again->queued == 0);
  CHECK(again->known == 199);
  CHECK(again->dead == 2);
  CHECK(writes == 3);
}

TEST_CASE("five hundred finished jobs are forgotten at a time, and none a moment early") {
  Desk desk;
  desk.add({ask_about("done"), ask_about("dead"), ask_about("dropped")});
  for (const JobState state : {JobState::done, JobState::dead, JobState::dropped}) finished(desk, state);
  desk.clock.advance(7 * 24h);
  CHECK(desk.add({ask_about("x")}).queued == 1);
  CHECK(desk.count(JobState::done) == 1);
  CHECK(desk.count(JobState::dropped) == 1);
  desk.clock.advance(1ms);
  desk.add({});
  CHECK(desk.count(JobState::done) == 0);
  CHECK(desk.count(JobState::dropped) == 0);
  desk.clock.advance(23 * 24h - 1ms);
  CHECK(desk.add({ask_about("dead")}).dead == 1);
  desk.clock.advance(1ms);
  desk.add({});
  CHECK(desk.count(JobState::dead) == 0);
  CHECK(desk.count(JobState::queued) == 1);

  desk.change(
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 501) INSERT INTO job (key, "
      "type, repo, repo_path, path, content_hash, provider, model, priority, rank, state, enqueued_at, "
      "finished_at) SELECT zeroblob(32), 0, '', '', '', zeroblob(32), 0, '', 0, 0, 4, 0, 1 FROM n");
  desk.add({});
  CHECK(desk.count(JobState::done) == 1);
  desk.check_counters();
}

TEST_CASE("a question that becomes more urgent keeps its age, and one that runs is left alone") {
  Desk desk;
  desk.add({ask_about("runs")});
  REQUIRE(desk.next_path() == "runs");
  desk.add({ask_about("old")});
  desk.clock.advance(1h);
  desk.add({ask_about("young", Priority::high)});
  desk.clock.advance(1h);
  desk.add({ask_about("old", Priority::high), ask_about("runs", Priority::critical)});
  CHECK(desk.queue->list(JobState::running, 1)->front().ask.priority == Priority::normal);
  CHECK(desk.next_path() == "old");
  CHECK(desk.next_path() == "young");
}

TEST_CASE("what is wanted is the open job of a question, in whatever state, and none that is over") {
  for (const int state : {0, 1, 2, 3}) {
    CAPTURE(state);
    Desk desk;
    Ask ask = ask_about("a");
    ask.warms = true;
    desk.add({ask});
    desk.change("UPDATE job SET state = 4");
    desk.add({ask, ask_about("b")});
    desk.change("UPDATE job SET state = " + std::to_string(state) + " WHERE state = 0");
    desk.change("UPDATE job SET warms = 1");
    ask.warms = false;
    CHECK(desk.add({ask}).known == 1);
    CHECK(desk.figure("SELECT warms FROM job WHERE id = 1") == 1);  // it is over
    CHECK(desk.figure("SELECT warms FROM job WHERE id = 2") == 0);
    CHECK(desk.figure("SELECT warms FROM job WHERE path = 'b'") == 1);
  }
}

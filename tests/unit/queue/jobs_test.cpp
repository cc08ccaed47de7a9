// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "queue_desk.hpp"

using namespace rustassistant;
using namespace rustassistant::queue;
using namespace std::chrono_literals;
using domain::AnalysisType;
using domain::Provider;

TEST_CASE("a question is queued once, whatever the paths of its content, and is read back as it was added") {
  Desk desk;
  Ask ask = ask_about("a.rs", Priority::high, "same");
  ask.type = AnalysisType::docs;
  const Added added = desk.add({ask, ask_about("copy/a.rs", Priority::normal, "same"), ask_about("b.rs")});
  CHECK(added.queued == 2);
  CHECK(added.known == 1);
  const auto job = desk.claim();
  REQUIRE(job);
  CHECK(job->ask.path == "a.rs");
  CHECK(job->ask.key == ask.key);
  CHECK(job->ask.content_hash == ask.content_hash);
  CHECK(job->ask.type == AnalysisType::docs);
  CHECK(job->ask.repo_id == "0badcafe");
  CHECK(job->ask.repo_path == "/repo");
  CHECK(job->ask.provider == Provider::openai);
  CHECK(job->ask.model == "gpt-4.1-nano");
  CHECK(job->ask.priority == Priority::high);
  CHECK(job->state == JobState::running);
  CHECK(job->attempts == 1);
  CHECK(job->enqueued_at == desk.clock.now());
  CHECK_FALSE(job->finished_at);
  CHECK(desk.add({ask}).known == 1);  // running is open, too
}

TEST_CASE("the more urgent comes first, and among equals who came first") {
  Desk desk;
  desk.add({ask_about("low", Priority::low), ask_about("n1"), ask_about("critical", Priority::critical),
            ask_about("n2"), ask_about("high", Priority::high)});
  for (const char* path : {"critical", "high", "n1", "n2", "low", "-"}) CHECK(desk.next_path() == path);
}

TEST_CASE("what becomes more urgent is moved ahead, and never back") {
  Desk desk;
  desk.add({ask_about("a"), ask_about("b")});
  desk.add({ask_about("b", Priority::critical), ask_about("a", Priority::low)});
  const auto first = desk.claim();
  CHECK(first->ask.path == "b");
  CHECK(first->ask.priority == Priority::critical);
  CHECK(desk.claim()->ask.priority == Priority::normal);
}

TEST_CASE("nothing waits for ever: a low job is done within 96 h, however many critical ones keep coming") {
  Desk desk;
  std::vector<Ask> low;
  for (int i = 0; i < 100; ++i) low.push_back(ask_about("low" + std::to_string(i), Priority::low));
  desk.add(low);
  const UnixMillis begun = desk.clock.now();
  int done = 0;
  // Each hour one critical job comes and three are worked off.
  for (int hour = 0; done < 100; ++hour) {
    REQUIRE(hour <= 400);
    desk.add({ask_about("critical" + std::to_string(hour), Priority::critical)});
    for (int i = 0; i < 3; ++i) {
      const auto job = desk.claim();
      if (!job) break;
      if (job->ask.priority == Priority::low) ++done;
      REQUIRE(desk.queue->finish(desk.worker, job->id, JobState::done));
    }
    desk.clock.advance(1h);
  }
  CHECK(desk.clock.now().value - begun.value <= std::chrono::milliseconds(96h).count());
  // Against critical ones that come after 96 hours, even a worker that does one at a time takes the low one.
  CHECK(rank_of(Priority::low, begun) <=
        rank_of(Priority::critical, {begun.value + std::chrono::milliseconds(96h).count()}));
  desk.check_counters();
}

TEST_CASE("a claim takes only what was selected") {
  Desk desk;
  Ask other_repo = ask_about("x");
  other_repo.repo_id = "00000000";
  Ask other_model = ask_about("y");
  other_model.model = "gpt-5";
  Ask todos = ask_about("z");
  todos.type = AnalysisType::todos;
  desk.add({other_repo, other_model, todos, ask_about("src/a"), ask_about("lib/b")});
  Selection below = kAll;
  below.below = "lib/";
  CHECK(desk.next_path(below) == "lib/b");
  CHECK(desk.next_path(below) == "-");
  CHECK(desk.queue->remaining(below)->running == 1);
  CHECK(desk.queue->remaining(kAll)->queued == 1);
  CHECK(desk.next_path() == "src/a");
  CHECK(desk.next_path() == "-");
}

TEST_CASE("no job is claimed twice, by however many") {
  Desk desk;
  std::vector<Ask> asks;
  for (int i = 0; i < 300; ++i) asks.push_back(ask_about("f" + std::to_string(i)));
  desk.add(asks);
  std::array<std::vector<std::int64_t>, 4> claimed;
  std::vector<std::thread> threads;
  for (auto& mine : claimed) {
    threads.emplace_back([&desk, &mine] {
      const auto queue = Queue::open(desk.path(), desk.clock, IfMissing::create, {});
      if (!queue) return;
      const Worker worker = (*queue)->enlist();
      while (true) {
        const auto job = (*queue)->claim(worker, kAll);
        if (!job || !*job) return;
        mine.push_back((*job)->id);
        if (!(*queue)->finish(worker, (*job)->id, JobState::done)) return;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::int64_t> all;
  std::size_t count = 0;
  for (const auto& mine : claimed) {
    all.insert(mine.begin(), mine.end());
    count += mine.size();
  }
  CHECK(count == 300);
  CHECK(all.size() == 300);
  CHECK(desk.count(JobState::done) == 300);
  desk.check_counters();
}

TEST_CASE("the jobs of a worker that died are free within a second, those of one that lives are not") {
  Desk desk;
  desk.add({ask_about("a"), ask_about("b")});
  const auto other = desk.open();
  {
    const Worker dying = other->enlist();
    CHECK(other->claim(dying, kAll)->value().ask.path == "a");
    CHECK(desk.next_path() == "b");
    desk.clock.advance(24h);
    CHECK(desk.next_path() == "-");
  }
  desk.clock.advance(1s);
  const auto again = desk.claim();
  REQUIRE(again);
  CHECK(again->ask.path == "a");
  CHECK(again->attempts == 2);
}

TEST_CASE("a job that takes its process with it each time is given up after five claims") {
  Desk desk;
  desk.add({ask_about("a")});
  for (int i = 1; i <= kMostAttempts; ++i) {
    const auto other = desk.open();
    const Worker dying = other->enlist();
    CHECK(other->claim(dying, kAll)->value().attempts == i);
  }
  desk.clock.advance(1s);
  CHECK(desk.next_path() == "-");
  const auto dead = desk.queue->list(JobState::dead, 10);
  REQUIRE(dead->size() == 1);
  CHECK(dead->front().last_code == "interrupted");
  desk.check_counters();
}

TEST_CASE("where no lock can be had a claim is a lease, which is renewed") {
  Desk desk;
  std::filesystem::remove(desk.folder.path() / "queue.lock");
  desk.folder.write("queue.lock/file", "");  // a folder is in the way
  const auto other = desk.open();
  const Worker leasing = other->enlist();
  REQUIRE_FALSE(leasing.is_locked());
  desk.add({ask_about("a")});
  CHECK(other->claim(leasing, kAll)->has_value());
  desk.clock.advance(100s);
  REQUIRE(other->keep_alive(leasing));
  desk.clock.advance(100s);
  CHECK(desk.next_path() == "-");
  desk.clock.advance(21s);
  CHECK(desk.next_path() == "a");
}

TEST_CASE("a job that is put back waits, and costs an attempt unless that is given back") {
  Desk desk;
  desk.add({ask_about("a")});
  auto job = desk.claim();
  const UnixMillis later{desk.clock.now().value + 30'000};
  REQUIRE(desk.queue->put_back(desk.worker, job->id, later, Attempt::counts, "unreachable", "no\x1b[31m answer"));
  CHECK(desk.next_path() == "-");
  const auto left = desk.queue->remaining(kAll);
  CHECK(left->queued == 1);
  CHECK(left->due == later);
  desk.clock.advance(30s);
  job = desk.claim();
  CHECK(job->attempts == 2);
  CHECK(job->last_code == "unreachable");
  CHECK(job->last_message == "no\\x1b[31m answer");
  REQUIRE(desk.queue->put_back(desk.worker, job->id, {}, Attempt::costs_nothing));
  CHECK(desk.claim()->attempts == 2);
}

TEST_CASE("only who claimed a job decides over it") {
  Desk desk;
  desk.add({ask_about("a")});
  const auto job = desk.claim();
  const auto other = desk.open();
  const Worker stranger = other->enlist();
  REQUIRE(other->finish(stranger, job->id, JobState::dead, "provider", "x"));
  REQUIRE(other->put_back(stranger, job->id, {}, Attempt::counts));
  CHECK(desk.count(JobState::running) == 1);
}

TEST_CASE("a file that has changed keeps its job, unless its new content is another one") {
  Desk desk;
  desk.add({ask_about("a"), ask_about("b"), ask_about("c")});
  const auto a = desk.claim();
  const auto key = codec::sha256("new");
  CHECK(*desk.queue->replace_key(desk.worker, a->id, key, key));
  CHECK(desk.queue->list(JobState::running, 10)->front().ask.key == key);
  const auto b = desk.claim();
  CHECK_FALSE(*desk.queue->replace_key(desk.worker, b->id, ask_about("c").key, key));
  CHECK(desk.queue->list(JobState::dropped, 10)->front().id == b->id);
  desk.check_counters();
}

TEST_CASE("dead jobs say why, are not queued again by themselves, and can be tried again") {
  Desk desk;
  desk.add({ask_about("a"), ask_about("b"), ask_about("c")});
  for (int i = 0; i < 2; ++i) {
    const auto job = desk.claim();
    REQUIRE(desk.queue->finish(desk.worker, job->id, JobState::dead, "provider", std::string(2'000, 'x')));
    desk.clock.advance(1s);
  }
  CHECK(desk.add({ask_about("a")}).dead == 1);
  const auto dead = desk.queue->list(JobState::dead, 10);
  REQUIRE(dead->size() == 2);
  CHECK(dead->front().ask.path == "b");  // the last one first
  CHECK(dead->front().last_message.size() == kMostMessage);
  CHECK(dead->front().attempts == 1);
  CHECK(dead->front().finished_at);

  CHECK(*desk.queue->retry(dead->front().id) == 1);
  CHECK(*desk.queue->retry(dead->front().id) == 0);
  CHECK(*desk.queue->retry(std::nullopt) == 1);
  CHECK(desk.count(JobState::queued) == 3);
  CHECK(desk.claim()->attempts == 1);
  desk.check_counters();
}

TEST_CASE("cancelling drops what waits and leaves alone what runs") {
  Desk desk;
  desk.add({ask_about("a"), ask_about("b"), ask_about("c")});
  const auto running = desk.claim();
  const auto queued = desk.queue->list(JobState::queued, 10);
  CHECK(*desk.queue->cancel(running->id) == 0);
  CHECK(*desk.queue->cancel(queued->front().id) == 1);
  CHECK(*desk.queue->cancel(std::nullopt) == 1);
  CHECK(desk.count(JobState::dropped) == 2);
  CHECK(desk.count(JobState::running) == 1);
  CHECK(desk.add({ask_about("c")}).queued == 1);  // dropped is not dead
}

TEST_CASE("what is done is forgotten after a week, what is dead after a month") {
  Desk desk;
  desk.add({ask_about("done"), ask_about("dead")});
  for (const JobState state : {JobState::done, JobState::dead})
    REQUIRE(desk.queue->finish(desk.worker, desk.claim()->id, state, "provider", "x"));
  desk.clock.advance(7 * 24h + 1s);
  desk.add({ask_about("x")});
  CHECK(desk.count(JobState::done) == 0);
  CHECK(desk.count(JobState::dead) == 1);
  desk.clock.advance(23 * 24h);
  CHECK(desk.add({ask_about("dead")}).queued == 1);
  CHECK(desk.count(JobState::dead) == 0);
  desk.check_counters();
}

TEST_CASE("a pause holds until its end, and the later one of two") {
  Desk desk;
  const UnixMillis now = desk.clock.now();
  REQUIRE(desk.queue->pause({"openai gpt-4.1-nano", {now.value + 60'000}, "provider", "HTTP 401\x07"}));
  REQUIRE(desk.queue->pause({"openai gpt-4.1-nano", {now.value + 1'000}, "budget", "sooner"}));
  const auto pause = desk.queue->pause_of("openai gpt-4.1-nano");
  REQUIRE(*pause);
  CHECK((*pause)->until.value == now.value + 60'000);
  CHECK((*pause)->code == "provider");
  CHECK((*pause)->message == "HTTP 401\\x07");
  CHECK(desk.queue->standing()->pauses.size() == 1);
  CHECK_FALSE(*desk.queue->pause_of("xai grok"));
  desk.clock.advance(60s);
  CHECK_FALSE(*desk.queue->pause_of("openai gpt-4.1-nano"));
  CHECK(desk.queue->standing()->pauses.empty());
}

TEST_CASE("the standing says how many jobs there are and since when") {
  Desk desk;
  CHECK_FALSE(desk.queue->standing()->oldest);
  const UnixMillis first = desk.clock.now();
  desk.add({ask_about("a")});
  desk.clock.advance(1h);
  desk.add({ask_about("b"), ask_about("c")});
  CHECK(desk.queue->standing()->oldest == first);
  REQUIRE(desk.queue->finish(desk.worker, desk.claim()->id, JobState::done));
  CHECK(desk.queue->standing()->oldest == desk.clock.now());
  CHECK(desk.count(JobState::queued) == 2);
  CHECK(desk.queue->list(std::nullopt, 10)->size() == 3);
  CHECK(desk.queue->list(std::nullopt, 2)->front().ask.path == "c");
}

TEST_CASE("states and priorities have their words") {
  for (std::size_t i = 0; i < kPriorities; ++i)
    CHECK(priority_named(name_of(static_cast<Priority>(i))) == static_cast<Priority>(i));
  CHECK_FALSE(priority_named("urgent"));
  CHECK(name_of(JobState::queued) == "queued");
  CHECK(name_of(JobState::dropped) == "dropped");
  CHECK(is_open(JobState::submitted));
  CHECK_FALSE(is_open(JobState::done));
}

// SPDX-License-Identifier: MIT
// Which rows each statement of the queue takes and which it leaves alone, term by term.
#include <array>
#include <atomic>
#include <filesystem>

#include "queue_desk.hpp"
#include "support/sql_recorder.hpp"

using namespace rustassistant;
using namespace rustassistant::queue;
using namespace std::chrono_literals;
using domain::AnalysisType;
using domain::Provider;

namespace {

constexpr std::array kTypes{AnalysisType::refactor, AnalysisType::docs, AnalysisType::analysis, AnalysisType::todos};

// Finishes the first job that is due.
Job finished(Desk& desk, JobState state) {
  const auto job = desk.claim();
  REQUIRE(job);
  REQUIRE(desk.queue->finish(desk.worker, job->id, state, "provider", "x"));
  return *job;
}

// Workers of this desk have leases, for a folder stands where their lock would be.
void take_locks_away(Desk& desk) {
  std::filesystem::remove(desk.folder.path() / "queue.lock");
  desk.folder.write("queue.lock/file", "");
}

}  // namespace

TEST_CASE("a job is claimed and counted by its type, and by no other") {
  for (const AnalysisType type : kTypes) {
    for (const AnalysisType wanted : kTypes) {
      Desk desk;
      Ask ask = ask_about("a");
      ask.type = type;
      desk.add({ask});
      Selection selection = kAll;
      selection.types = {wanted};
      CAPTURE(name_of(type), name_of(wanted));
      CHECK(desk.queue->remaining(selection)->queued == (type == wanted ? 1 : 0));
      CHECK(desk.claim(selection).has_value() == (type == wanted));
    }
  }
}

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

TEST_CASE("batches that were seen to have ended are counted until they are collected") {
  Desk desk;
  CHECK(*desk.queue->ended_batches() == 0);
  REQUIRE(desk.queue->set_poll("a", {{}, 1, "completed", true}));
  REQUIRE(desk.queue->set_poll("b", {{}, 1, "running", false}));
  CHECK(*desk.queue->ended_batches() == 1);
  REQUIRE(desk.queue->forget_poll("a"));
  CHECK(*desk.queue->ended_batches() == 0);
}

TEST_CASE("a job that differs from a selection in one thing is neither claimed nor counted") {
  struct Row {
    const char* what;
    void (*change)(Ask&);
  };
  const std::vector<Row> rows{{"repository", [](Ask& ask) { ask.repo_id = "0badcaff"; }},
                              {"provider", [](Ask& ask) { ask.provider = Provider::xai; }},
                              {"model", [](Ask& ask) { ask.model = "gpt-4.1"; }},
                              {"path", [](Ask& ask) { ask.path = "xsrc/a"; }},
                              {"type", [](Ask& ask) { ask.type = AnalysisType::todos; }}};
  Selection selection = kAll;
  selection.below = "src/";
  for (const Row& row : rows) {
    Desk desk;
    Ask ask = ask_about("src/a");
    row.change(ask);
    desk.add({ask});
    CAPTURE(row.what);
    CHECK(desk.queue->remaining(selection)->queued == 0);
    CHECK_FALSE(desk.claim(selection));
  }
}

TEST_CASE("what is left of a selection is queued or running, and due when its first one is") {
  Desk desk;
  desk.add({ask_about("a"), ask_about("b"), ask_about("c"), ask_about("d")});
  const UnixMillis now = desk.clock.now();
  const auto a = desk.claim();
  const auto b = desk.claim();
  REQUIRE(desk.claim());
  REQUIRE(desk.queue->put_back(desk.worker, a->id, {now.value + 2'000}, Attempt::counts));
  REQUIRE(desk.queue->put_back(desk.worker, b->id, {now.value + 1'000}, Attempt::counts));
  desk.change("UPDATE job SET state = 2, not_before = 1 WHERE path = 'd'");
  const auto left = desk.queue->remaining(kAll);
  CHECK(left->queued == 2);
  CHECK(left->running == 1);
  CHECK(left->due == UnixMillis{now.value + 1'000});
  desk.clock.advance(999ms);
  CHECK(desk.next_path() == "-");
  desk.clock.advance(1ms);
  CHECK(desk.next_path() == "b");
  CHECK(desk.next_path() == "-");
}

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

TEST_CASE("the oldest of the open jobs is found in whatever state it is, and no finished one") {
  for (const int state : {0, 1, 2, 3}) {
    for (const int other : {0, 1, 2, 3}) {
      Desk desk;
      const UnixMillis first = desk.clock.now();
      desk.add({ask_about("first")});
      desk.clock.advance(1h);
      desk.add({ask_about("second")});
      desk.change("UPDATE job SET state = iif(path = 'first', " + std::to_string(state) + ", " + std::to_string(other) +
                  ")");
      CAPTURE(state, other);
      CHECK(desk.queue->standing()->oldest == first);
    }
  }
}

TEST_CASE("counters of states that this version does not know are left out") {
  Desk desk;
  desk.add({ask_about("a")});
  desk.change("INSERT INTO job_count VALUES (-1, 5), (7, 6)");
  const auto standing = desk.queue->standing();
  REQUIRE(standing);
  CHECK(standing->jobs == JobCounts{1});
}

TEST_CASE("open jobs are listed as they came, all others the last first") {
  Desk desk;
  desk.add({ask_about("a"), ask_about("b"), ask_about("c"), ask_about("d")});
  finished(desk, JobState::done);
  finished(desk, JobState::done);
  const auto paths = [&](std::optional<JobState> state, std::size_t most) {
    std::string all;
    const auto jobs = desk.queue->list(state, most);
    for (const Job& job : *jobs) all += job.ask.path;
    return all;
  };
  CHECK(paths(JobState::queued, 10) == "cd");
  CHECK(paths(JobState::queued, 1) == "c");
  CHECK(paths(JobState::done, 10) == "ba");
  CHECK(paths(JobState::done, 1) == "b");
  CHECK(paths(std::nullopt, 10) == "dcba");
  CHECK(paths(std::nullopt, 3) == "dcb");
}

TEST_CASE("a dead job that is tried again is as if it were new, and a cancelled one says so") {
  Desk desk;
  desk.add({ask_about("a"), ask_about("b")});
  const auto a = desk.claim();
  REQUIRE(desk.queue->put_back(desk.worker, a->id, {desk.clock.now().value + 5}, Attempt::counts));
  desk.clock.advance(5ms);
  CHECK(finished(desk, JobState::dead).ask.path == "a");
  CHECK(*desk.queue->retry(a->id + 1) == 0);  // that one is queued
  CHECK(*desk.queue->retry(a->id) == 1);
  const Job again = desk.queue->list(JobState::queued, 1)->front();
  CHECK(again.not_before.value == 0);
  CHECK(again.attempts == 0);
  CHECK_FALSE(again.finished_at);
  CHECK(*desk.queue->cancel(a->id) == 1);
  const Job dropped = desk.queue->list(JobState::dropped, 1)->front();
  CHECK(dropped.last_code == "cancelled");
  CHECK(dropped.last_message.empty());
  CHECK(dropped.finished_at == desk.clock.now());
  CHECK(desk.count(JobState::queued) == 1);
}

TEST_CASE("of two pauses that end together the first stays, and each scope has its own") {
  Desk desk;
  const UnixMillis end{desk.clock.now().value + 1'000};
  REQUIRE(desk.queue->pause({"xai b", end, "provider", "first"}));
  REQUIRE(desk.queue->pause({"xai b", end, "budget", "second"}));
  REQUIRE(desk.queue->pause({"xai a", {end.value + 1}, "budget", "other"}));
  const auto pauses = desk.queue->standing()->pauses;
  REQUIRE(pauses.size() == 2);
  CHECK(pauses[0].scope == "xai a");
  CHECK(pauses[0].until.value == end.value + 1);
  CHECK(pauses[0].code == "budget");
  CHECK(pauses[0].message == "other");
  CHECK(pauses[1].code == "provider");
  REQUIRE(desk.queue->pause({"xai b", {end.value + 1}, "budget", "third"}));
  CHECK((*desk.queue->pause_of("xai b"))->message == "third");
  CHECK((*desk.queue->pause_of("xai b"))->scope == "xai b");
}

TEST_CASE("words that this version does not know are read as the nearest that it knows") {
  Desk desk;
  desk.add({ask_about("a")});
  desk.change("UPDATE job SET type = 99, provider = 99, priority = 99, state = 99, attempts = -1");
  Job job = desk.queue->list(std::nullopt, 1)->front();
  CHECK(job.ask.type == AnalysisType::todos);
  CHECK(job.ask.provider == Provider::openai_compatible);
  CHECK(job.ask.priority == Priority::low);
  CHECK(job.state == JobState::dropped);
  CHECK(job.attempts == 0);
  desk.change("UPDATE job SET type = -1, provider = -1, priority = -1, state = -1");
  job = desk.queue->list(std::nullopt, 1)->front();
  CHECK(job.ask.type == AnalysisType::refactor);
  CHECK(job.ask.provider == Provider::builtin);
  CHECK(job.ask.priority == Priority::critical);
  CHECK(job.state == JobState::queued);
}

TEST_CASE("a message is cut between two characters") {
  struct Row {
    std::string message;
    std::size_t kept;
  };
  for (const Row& row : {Row{std::string(499, 'x') + "é", 499}, Row{std::string(498, 'x') + "é", 500},
                         Row{std::string(498, 'x') + "éy", 500}, Row{std::string(498, 'x') + "€", 498}}) {
    Desk desk;
    desk.add({ask_about("a")});
    REQUIRE(desk.queue->put_back(desk.worker, desk.claim()->id, {}, Attempt::counts, "provider", row.message));
    CHECK(desk.claim()->last_message == row.message.substr(0, row.kept));
  }
}

TEST_CASE("each state has its word, and each priority its lead") {
  constexpr std::array<std::string_view, kJobStates> kWords{"queued", "running", "packed", "submitted",
                                                            "done",   "dead",    "dropped"};
  for (std::size_t i = 0; i < kJobStates; ++i) CHECK(name_of(static_cast<JobState>(i)) == kWords.at(i));
  constexpr std::array<std::int64_t, kPriorities> kLeads{72, 24, 0, -24};
  for (std::size_t i = 0; i < kPriorities; ++i)
    CHECK(rank_of(static_cast<Priority>(i), {}) == -kLeads.at(i) * 3'600'000);
}

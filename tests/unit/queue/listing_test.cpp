// SPDX-License-Identifier: MIT
// What is told of jobs, pauses and batches, in which order and in which words.
#include <array>

#include "queue_desk.hpp"

using namespace rustassistant;
using namespace rustassistant::queue;
using namespace std::chrono_literals;
using domain::AnalysisType;
using domain::Provider;

TEST_CASE("batches that were seen to have ended are counted until they are collected") {
  Desk desk;
  CHECK(*desk.queue->ended_batches() == 0);
  REQUIRE(desk.queue->set_poll("a", {{}, 1, "completed", true}));
  REQUIRE(desk.queue->set_poll("b", {{}, 1, "running", false}));
  CHECK(*desk.queue->ended_batches() == 1);
  REQUIRE(desk.queue->forget_poll("a"));
  CHECK(*desk.queue->ended_batches() == 0);
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

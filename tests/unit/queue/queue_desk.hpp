// SPDX-License-Identifier: MIT
#pragma once

#include <catch2/catch.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rustassistant/db/connection.hpp"
#include "rustassistant/queue/queue.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

namespace rustassistant::queue {

inline Ask ask_about(const std::string& path, Priority priority = Priority::normal, const std::string& content = {}) {
  Ask ask;
  ask.content_hash = codec::sha256(content.empty() ? path : content);
  ask.key = codec::sha256("key of " + (content.empty() ? path : content));
  ask.repo_id = "0badcafe";
  ask.repo_path = "/repo";
  ask.path = path;
  ask.provider = domain::Provider::openai;
  ask.model = "gpt-4.1-nano";
  ask.priority = priority;
  return ask;
}

inline const Selection kAll{"0badcafe",
                            "",
                            {domain::AnalysisType::refactor, domain::AnalysisType::docs},
                            domain::Provider::openai,
                            "gpt-4.1-nano"};

// A queue in a folder of its own, and a worker.
class Desk {
 public:
  Desk() : queue(open()), worker(queue->enlist()) {}
  std::unique_ptr<Queue> open() {
    auto opened = Queue::open(path(), clock, IfMissing::create, {});
    REQUIRE(opened);
    return *std::move(opened);
  }
  [[nodiscard]] std::string path() const { return (folder.path() / "queue.db").string(); }
  Added add(std::vector<Ask> asks) { return queue->add(asks).value(); }
  std::optional<Job> claim(const Selection& selection = kAll) { return queue->claim(worker, selection).value(); }
  std::string next_path(const Selection& selection = kAll) {
    const auto job = claim(selection);
    return job ? job->ask.path : std::string("-");
  }
  [[nodiscard]] std::int64_t count(JobState state) const { return queue->standing()->in(state); }
  // Writes rows as no queue would, or reads a figure of them.
  void change(const std::string& sql) { REQUIRE(connect(db::OpenMode::read_write).execute(sql)); }
  std::int64_t figure(const std::string& sql) { return connect(db::OpenMode::read_only).integer(sql).value(); }
  // What the counters say, against a recount.
  void check_counters() {
    CHECK(figure("SELECT count(*) FROM job_count AS c WHERE jobs <> (SELECT count(*) FROM job WHERE state = "
                 "c.state)") == 0);
  }

  test::TemporaryFolder folder;
  test::FakeClock clock;
  std::unique_ptr<Queue> queue;
  Worker worker;

 private:
  db::Connection connect(db::OpenMode mode) {
    auto connection = db::Connection::open(path(), {mode});
    REQUIRE(connection);
    return *std::move(connection);
  }
};

// Finishes the first job that is due.
inline Job finished(Desk& desk, JobState state) {
  const auto job = desk.claim();
  REQUIRE(job);
  REQUIRE(desk.queue->finish(desk.worker, job->id, state, "provider", "x"));
  return *job;
}

}  // namespace rustassistant::queue

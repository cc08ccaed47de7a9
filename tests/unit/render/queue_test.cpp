// SPDX-License-Identifier: MIT
#include "rustassistant/render/queue.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "support/expected_texts.hpp"

using namespace rustassistant;
using namespace rustassistant::render;

namespace {

constexpr std::int64_t kQueueNow = 1'795'000'000'000;  // 2026-11-18T04:26:40Z

View queue_view(Format format, std::size_t columns = View::kUnlimited) {
  View view;
  view.format = format;
  view.columns = columns;
  return view;
}

app::BatchView queue_batch(std::int64_t id, std::int64_t items) {
  app::BatchView view;
  view.batch.id = id;
  view.batch.facts.provider = domain::Provider::openai;
  view.batch.facts.model = "gpt\x1b-4.1";
  view.batch.facts.held_until = {kQueueNow + 3'600'000};
  view.batch.stage = ledger::BatchStage::submitted;
  view.batch.remote = "batch_9";
  view.batch.items = items;
  view.batch.open_items = items - 1;
  view.batch.reserved = NanoUsd{12'300'000 * items};
  view.batch.made_at = {kQueueNow - 60'000};
  return view;
}

app::QueueReport queue_full_report() {
  app::QueueReport report;
  report.path = "/home/q\x1b/queue.db";
  report.now = {kQueueNow};
  report.standing.jobs = {1'001, 2, 3, 4, 5'005, 6, 7};
  report.standing.oldest = UnixMillis{kQueueNow - 90'000};
  report.standing.pauses = {{"openai \x1b[1m", {kQueueNow + 5'000}, "provider", "too \x1b many"}};
  app::BatchView ended = queue_batch(2, 1'200);
  ended.ended = true;
  ended.status = "ignored";
  app::BatchView intended = queue_batch(3, 1);
  intended.batch.stage = ledger::BatchStage::intended;
  intended.batch.remote.clear();
  app::BatchView seen = queue_batch(4, 7);
  seen.status = "in \x1bprogress";
  seen.next_look = UnixMillis{kQueueNow + 61'000};
  report.batches = {queue_batch(1, 2), ended, intended, seen};
  queue::KnownRate rate{{"id", "xai\x1b", "grok\x1b"}, {}};
  rate.state.limits = {domain::RateLimit{1'500, 3'000, {}, {5}, {}}, domain::RateLimit{},
                       domain::RateLimit{1, 2, {}, {}, {}}, domain::RateLimit{4'000'000, 0, {}, {1}, {}}};
  rate.state.blocked_until = {(kQueueNow + 1) * 1000};
  queue::KnownRate free{{"id", "google", "gemini"}, {}};
  free.state.blocked_until = {kQueueNow * 1000 + 999};
  report.rates = {rate, free};
  return report;
}

std::vector<queue::Job> queue_jobs() {
  queue::Job first;
  first.id = 17;
  first.ask.key = {0xAB};
  first.ask.type = domain::AnalysisType::docs;
  first.ask.repo_id = "01234567";
  first.ask.repo_path = "/r\x1b";
  first.ask.path = "src/a\x1b.rs";
  first.ask.provider = domain::Provider::anthropic;
  first.ask.model = "claude\x1b";
  first.ask.priority = queue::Priority::high;
  first.state = queue::JobState::dead;
  first.attempts = 5;
  first.not_before = {kQueueNow + 1'000};
  first.last_code = "provider";
  first.last_message = "refused \x1b it";
  first.enqueued_at = {kQueueNow - 2'000};
  first.finished_at = UnixMillis{kQueueNow - 1'000};
  queue::Job second;
  second.id = 1'018;
  second.ask.path = "src/a/rather/long/path/to/a/file.rs";
  second.last_code = "unreachable";
  second.enqueued_at = {kQueueNow};
  queue::Job third;
  third.id = 9;
  third.ask.priority = queue::Priority::critical;
  third.state = queue::JobState::running;
  third.attempts = 1;
  third.ask.path = "b.rs";
  third.last_message = "no code";
  third.not_before = {1};
  return {first, second, third};
}

app::CollectSummary queue_collected(std::int64_t times) {
  app::CollectSummary summary;
  summary.batches = times;
  summary.answers = times * 1'001;
  summary.dead = times + 1;
  summary.again = times + 2;
  summary.strangers = times;
  summary.spending.booked = NanoUsd{15'000'000};
  summary.open_batches = times;
  summary.pending = times;
  summary.due = UnixMillis{kQueueNow + 2'000};
  summary.problems = {{Errc::unreachable, "no \x1b way", "try again"}};
  return summary;
}

app::BuildSummary queue_built() {
  app::BuildSummary summary;
  summary.provider = domain::Provider::xai;
  summary.model = "grok\x1b-4";
  summary.sync = app::SyncFindings{11, 12, 13, 14, false, true, true, 15, NanoUsd{16'000'000}};
  summary.stored = 1'021;
  summary.added = {1'022, 1'023, 1'024};
  summary.failed = 1'025;
  summary.progress = {1'026, 1'027, 1'028, 1'029, 1'030, 1'031, {}, {}, {}};
  summary.progress.spending.booked = NanoUsd{17'000'000};
  summary.progress.spending.open = NanoUsd{3'000'000};
  summary.progress.spending.open_calls = 1;
  summary.queued = 1'032;
  summary.due = UnixMillis{kQueueNow + 1'000};
  summary.stopped_by = Error{Errc::budget, "the cap", "raise it"};
  summary.collected = queue_collected(2);
  summary.batches = {{5, 1'033, NanoUsd{18'000'000}, {kQueueNow + 3'000}}, {6, 1, NanoUsd{1}, {kQueueNow}}};
  summary.team.emplace();
  summary.team->waiting = 19;
  return summary;
}

}  // namespace

TEST_CASE("the status of the queue is told whole, as text and as JSON") {
  test::ExpectedTexts expected("render/expected/queue_status.txt");
  expected.add("full", queue_status(queue_full_report(), queue_view(Format::text)));
  expected.add("full, 60 columns", queue_status(queue_full_report(), queue_view(Format::text, 60)));
  expected.add("full, JSON", queue_status(queue_full_report(), queue_view(Format::json)));
  app::QueueReport few;
  few.standing.jobs = {0, 0, 1, 0, 0, 0, 0};
  expected.add("nothing but one packed job", queue_status(few, queue_view(Format::text)));
  expected.add("nothing but one packed job, JSON", queue_status(few, queue_view(Format::json)));
  expected.check();
}

TEST_CASE("jobs are listed whole, as text and as JSON") {
  test::ExpectedTexts expected("render/expected/queue_list.txt");
  const std::vector<queue::Job> jobs = queue_jobs();
  View colored = queue_view(Format::text);
  colored.color = true;
  expected.add("all", queue_list(jobs, false, queue_view(Format::text)));
  expected.add("cut, in color", queue_list(jobs, true, colored));
  expected.add("70 columns", queue_list(jobs, false, queue_view(Format::text, 70)));
  expected.add("none", queue_list({}, true, queue_view(Format::text)));
  expected.add("JSON", queue_list(jobs, true, queue_view(Format::json)));
  expected.add("none, JSON", queue_list({}, false, queue_view(Format::json)));
  for (const std::int64_t count : {std::int64_t{0}, std::int64_t{1}, std::int64_t{1'234}})
    expected.add("change", queue_change(count, "queued again", queue_view(Format::text)));
  expected.add("change, JSON", queue_change(7, "queued again", queue_view(Format::json)));
  expected.add("batch cancelled", queue_batch_cancelled(1'234, queue_view(Format::text)));
  expected.add("batch cancelled, JSON", queue_batch_cancelled(1'234, queue_view(Format::json)));
  expected.check();
}

TEST_CASE("what was collected is told whole, as text and as JSON") {
  test::ExpectedTexts expected("render/expected/queue_collect.txt");
  app::CollectSummary summary;
  expected.add("nothing", queue_collect(summary, queue_view(Format::text)));
  expected.add("nothing, JSON", queue_collect(summary, queue_view(Format::json)));
  summary.open_batches = 1;
  summary.pending = 1;
  expected.add("one is open", queue_collect(summary, queue_view(Format::text)));
  summary = {};
  summary.batches = 1;
  summary.answers = 1;
  summary.spending.unknown_calls = 1;
  expected.add("one is done", queue_collect(summary, queue_view(Format::text)));
  expected.add("one is done, JSON", queue_collect(summary, queue_view(Format::json)));
  summary.dead = summary.again = summary.strangers = 1;
  expected.add("one of each", queue_collect(summary, queue_view(Format::text)));
  summary = queue_collected(1'100);
  summary.team.emplace();
  summary.team->waiting = 3;
  expected.add("full", queue_collect(summary, queue_view(Format::text)));
  expected.add("full, JSON", queue_collect(summary, queue_view(Format::json)));
  expected.check();
}

TEST_CASE("what a build did is told whole, as text and as JSON") {
  test::ExpectedTexts expected("render/expected/cache_build.txt");
  expected.add("full", cache_build(queue_built(), queue_view(Format::text)));
  expected.add("full, 60 columns", cache_build(queue_built(), queue_view(Format::text, 60)));
  expected.add("full, JSON", cache_build(queue_built(), queue_view(Format::json)));
  app::BuildSummary summary;
  expected.add("nothing", cache_build(summary, queue_view(Format::text)));
  expected.add("nothing, JSON", cache_build(summary, queue_view(Format::json)));
  summary.collected = app::CollectSummary{};
  summary.due = UnixMillis{0};
  summary.added.dead = 1;
  summary.failed = 1;
  summary.queued = 1;
  expected.add("one each, due at once", cache_build(summary, queue_view(Format::text)));
  expected.add("one each, due at once, JSON", cache_build(summary, queue_view(Format::json)));
  summary = {};
  summary.progress.dead = 1;
  summary.progress.dropped = 1;
  summary.queued = 2;
  summary.due = UnixMillis{1};
  summary.collected = app::CollectSummary{};
  summary.collected->batches = 1;
  summary.sync = app::SyncFindings{1, 1, 1, 1, false, false, false, 1, NanoUsd{1}};
  expected.add("one dead by this run", cache_build(summary, queue_view(Format::text)));
  summary.collected->batches = 0;
  summary.collected->open_batches = 1;
  summary.sync = app::SyncFindings{0, 0, 0, 0, false, false, true, 0, {}};
  expected.add("one batch is open", cache_build(summary, queue_view(Format::text)));
  summary.sync = app::SyncFindings{0, 0, 1, 1, false, true, false, 0, {}};
  expected.add("with interfaces", cache_build(summary, queue_view(Format::text)));
  summary.sync = app::SyncFindings{2, 3, 4, 5, true, true, false, 6, {}};
  expected.add("a first sync", cache_build(summary, queue_view(Format::text)));
  expected.add("a first sync, JSON", cache_build(summary, queue_view(Format::json)));
  expected.check();
}

TEST_CASE("the line of a build says what is more than nothing") {
  app::BuildProgress progress;
  CHECK(build_line(progress) == "0/0  $0.00");
  progress.total = 1'234;
  progress.done = 1;
  CHECK(build_line(progress) == "1/1,234  $0.00");
  progress.dead = 20;
  progress.dropped = 300;
  progress.hits = 1;
  progress.paid = 1;
  CHECK(build_line(progress) == "321/1,234  1 hit  1 paid  20 dead  $0.00");
  progress.dead = 1;
  progress.hits = 2;
  progress.total = 10;
  progress.reserved = NanoUsd{1};
  progress.left_us = 999'999;
  CHECK(build_line(progress) == "302/302  2 hits  1 paid  1 dead  $0.00 / $0.0001 reserved");
  progress.reserved = {};
  progress.left_us = 1'000'000;
  CHECK(build_line(progress) == "302/302  2 hits  1 paid  1 dead  $0.00  1.0 s left");
  progress.left_us = 65'999'999;
  progress.spending.estimated = true;
  progress.spending.booked = NanoUsd{250'000'000};
  CHECK(build_line(progress) == "302/302  2 hits  1 paid  1 dead  ~$0.2500  1 m 05 s left");
  progress.spending.unknown_calls = 1;
  progress.left_us.reset();
  CHECK(build_line(progress) == "302/302  2 hits  1 paid  1 dead  ~unknown");
}

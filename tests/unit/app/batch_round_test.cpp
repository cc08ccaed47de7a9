// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "rustassistant/app/batches.hpp"
#include "rustassistant/app/budget_report.hpp"
#include "rustassistant/app/build.hpp"
#include "rustassistant/app/queue_report.hpp"
#include "rustassistant/app/working_cache.hpp"
#include "rustassistant/base/hex_array.hpp"
#include "rustassistant/base/time_text.hpp"
#include "stores_world.hpp"

// Batches there and back in one process, at a service in memory: what each row comes to, and when what is looked at.
// Kills, lost replies and the other protocols: tests/integration/batch_*_test.cpp.
namespace rustassistant::app {
namespace {

using RoundJson = nlohmann::json;
using test::FakeTransport;

// One of Anthropic's. What becomes of each question: "ok" unless `ends` says else, by the name of its function.
class MessageBatches final : public http::Transport {
 public:
  explicit MessageBatches(const test::FakeClock& clock) : clock_(clock) {}

  [[nodiscard]] FakeTransport::Step send(const http::Request& request) override {
    const std::string path = request.url.substr(request.url.find("/v1/") + 3);
    seen.push_back(request.method + " " + path.substr(0, path.find('?')));
    if (refusal != 0 && request.method == "POST")
      return FakeTransport::reply(refusal,
                                  R"({"type":"error","error":{"type":"invalid_request_error","message":"no"}})");
    if (request.method == "POST" && path == "/messages/batches") return create(RoundJson::parse(request.body));
    if (path.find("/results") != std::string::npos) return FakeTransport::reply(200, rows());
    if (request.method == "DELETE") return FakeTransport::reply(200, "{}");
    return FakeTransport::reply(200, state().dump());
  }

  std::vector<std::string> seen;
  int refusal = 0;
  bool is_done = false;
  std::string extra_rows;
  std::map<std::string, std::string> ends;   // by name of the function: "expired", "missing", "api_error" …
  std::map<std::string, std::string> asked;  // names, by id

 private:
  FakeTransport::Step create(const RoundJson& body) {
    asked.clear();
    for (const RoundJson& one : body["requests"]) {
      const std::string text = one["params"].dump();
      const auto begin = text.find("fn named_") + 9;
      asked[one["custom_id"].get<std::string>()] = text.substr(begin, text.find('(', begin) - begin);
    }
    return FakeTransport::reply(200, state().dump());
  }
  [[nodiscard]] RoundJson state() const {
    const auto items = asked.size();
    const std::size_t open = is_done ? 0 : items;
    return {{"id", "msgbatch_1"},
            {"processing_status", is_done ? "ended" : "in_progress"},
            {"created_at", to_rfc3339(clock_.now())},
            {"request_counts",
             {{"processing", open}, {"succeeded", items - open}, {"errored", 0}, {"canceled", 0}, {"expired", 0}}}};
  }
  [[nodiscard]] std::string rows() const {
    std::string all;
    for (const auto& [id, name] : asked) {
      const auto end = ends.find(name);
      const std::string how = end == ends.end() ? "ok" : end->second;
      if (how == "missing") continue;
      RoundJson result = {{"type", how}};
      if (how.ends_with("_error"))
        result = {{"type", "errored"}, {"error", {{"type", "error"}, {"error", {{"type", how}, {"message", "no"}}}}}};
      if (how == "ok" || how == "nonsense")
        result = {{"type", "succeeded"},
                  {"message",
                   {{"id", "m"},
                    {"type", "message"},
                    {"role", "assistant"},
                    {"model", "claude-haiku-4-5-20251001"},
                    {"stop_reason", "end_turn"},
                    {"content", {{{"type", "text"}, {"text", how == "ok" ? test::kAnswer : "{}"}}}},
                    {"usage", {{"input_tokens", 1000}, {"output_tokens", 200}}}}}};
      all += RoundJson{{"custom_id", id}, {"result", result}}.dump() + "\n";
    }
    return all + extra_rows;
  }

  const test::FakeClock& clock_;
};

constexpr std::int64_t kRowCost = 1000 * 500 + 200 * 2500;  // $0.5 and $2.5 per million tokens, in nano-dollars

struct RoundWorld : test::StoresWorld {
  MessageBatches service{clock};
  BuildRequest asked;

  RoundWorld() {
    variables["ANTHROPIC_API_KEY"] = "sk-ant-0123456789";
    loaded.settings.llm.provider = "anthropic";
    loaded.settings.llm.model = "claude-haiku-4-5-20251001";
    loaded.settings.budget.base.monthly_cap = NanoUsd{100'000'000'000};
    asked.path = (folder.path() / "repo").string();
    asked.types = {domain::AnalysisType::refactor};
    asked.in_batch = true;
    std::filesystem::remove(folder.path() / "repo/src/f.rs");
  }
  void put(const std::string& name) { folder.write("repo/src/" + name + ".rs", "fn named_" + name + "() {}\n"); }
  template <typename Run>
  auto at_service(const Run& run) {
    const sys::Environment here(variables);
    const Services there{clock, service, here, [this](const std::string& text) { warnings.push_back(text); }};
    auto done = run(there);
    INFO((done ? "" : done.error().what));
    REQUIRE(done);
    return *std::move(done);
  }
  BuildSummary send_all() {
    return at_service([&](const Services& there) { return send_build(asked, loaded, there); });
  }
  CollectSummary collect(bool only_due = false) {
    CollectRequest wanted;
    wanted.only_due = only_due;
    service.seen.clear();
    return at_service([&](const Services& there) { return collect_batches(loaded, there, wanted); });
  }
};

// "batches answers dead again strangers | booked | open pending".
std::string told_of_round(const CollectSummary& summary) {
  const auto text = [](std::int64_t number) { return std::to_string(number) + " "; };
  std::string all = text(summary.batches) + text(summary.answers) + text(summary.dead) + text(summary.again) +
                    text(summary.strangers) + "| " + text(summary.spending.booked.value) + "| " +
                    text(summary.open_batches) + text(summary.pending);
  for (const Error& problem : summary.problems) all += "! " + problem.what;
  return all;
}

}  // namespace

TEST_CASE_METHOD(RoundWorld, "questions go to the service once, and wait there until they are collected") {
  for (const char* name : {"a", "b", "c"}) put(name);
  const BuildSummary sent = send_all();
  CHECK(service.seen == std::vector<std::string>{"POST /messages/batches"});
  CHECK(service.asked.size() == 3);
  CHECK(sent.added.queued == 3);
  CHECK(sent.queued == 0);
  CHECK_FALSE(sent.stopped_by);
  CHECK_FALSE(sent.collected);
  REQUIRE(sent.batches.size() == 1);
  CHECK(sent.batches[0].number == 1);
  CHECK(sent.batches[0].items == 3);
  CHECK(sent.batches[0].until.value == clock.now().value + 24 * 3'600'000);
  CHECK(sent.batches[0].reserved.value > 3 * kRowCost);
  CHECK(queue_report(services())->standing.in(queue::JobState::submitted) == 3);
  const auto views = *batch_views(services());
  REQUIRE(views.size() == 1);
  CHECK(views[0].batch.remote == "msgbatch_1");
  CHECK(views[0].batch.reserved == sent.batches[0].reserved);
  CHECK(views[0].status == "in_progress 0/3");
  CHECK_FALSE(views[0].ended);
  CHECK(views[0].next_look == UnixMillis{clock.now().value + 30'000});

  // Asked again it is known, and not looked at before its time.
  service.seen.clear();
  const BuildSummary again = send_all();
  CHECK(again.added.queued == 0);
  CHECK(again.added.known == 3);
  CHECK(again.batches.empty());
  CHECK(service.seen.empty());
  clock.advance(std::chrono::milliseconds(29'999));
  CHECK(told_of_round(collect(true)) == "0 0 0 0 0 | 0 | 1 3 ");
  CHECK(service.seen.empty());
  clock.advance(std::chrono::milliseconds(1));
  const CollectSummary running = collect(true);
  CHECK(told_of_round(running) == "0 0 0 0 0 | 0 | 1 3 ");
  CHECK(service.seen == std::vector<std::string>{"GET /messages/batches/msgbatch_1"});
  REQUIRE(running.due);
  CHECK(running.due->value == clock.now().value + 45'000);

  service.is_done = true;
  const CollectSummary done = collect();
  CHECK(told_of_round(done) == "1 3 0 0 0 | " + std::to_string(3 * kRowCost) + " | 0 0 ");
  CHECK_FALSE(done.due);
  CHECK(done.outcomes.empty());
  CHECK(done.spending.is_exact());
  CHECK(service.seen.front() == "GET /messages/batches/msgbatch_1");
  CHECK(service.seen[1] == "GET /messages/batches/msgbatch_1/results");
  CHECK(queue_report(services())->standing.in(queue::JobState::done) == 3);
  CHECK(batch_views(services())->empty());
  const auto picture = *budget_picture(loaded.settings, services());
  CHECK(picture.standing.month.spent == NanoUsd{3 * kRowCost});
  CHECK(picture.standing.month.reserved == NanoUsd{0});
  CHECK(send_all().stored == 3);
  CHECK(collect().batches == 0);
  CHECK(service.seen.empty());
}

TEST_CASE_METHOD(RoundWorld, "an answer of a batch is stored with what it cost and where its file lies") {
  put("a");
  send_all();
  service.is_done = true;
  clock.advance(std::chrono::hours(1));
  collect();
  const auto opened = *open_cache_of(asked.path, loaded.settings.cache, services());
  const auto key = array_from_hex<domain::CacheKey>(service.asked.begin()->first);
  REQUIRE(key);
  const auto entry = *opened.cache->find(*key);
  REQUIRE(entry);
  CHECK(entry->info.repo_path == asked.path);
  CHECK(entry->info.repo_id.size() == 8);
  CHECK(entry->info.path == "src/a.rs");
  CHECK(entry->info.factors.model == "claude-haiku-4-5-20251001");
  CHECK(entry->info.usage->input == 1000);
  CHECK(entry->info.usage->output == 200);
  CHECK(entry->info.cost == NanoUsd{kRowCost});
  CHECK_FALSE(entry->info.estimated);
  CHECK(entry->info.created == clock.now());
}

TEST_CASE_METHOD(RoundWorld, "each row is judged by itself, and what has none was not run") {
  for (const char* name : {"a", "b", "c", "d", "e"}) put(name);
  send_all();
  service.is_done = true;
  service.ends = {{"b", "expired"}, {"c", "canceled"}, {"d", "missing"}, {"e", "nonsense"}};
  service.extra_rows = RoundJson{{"custom_id", std::string(64, 'f')}, {"result", {{"type", "expired"}}}}.dump() + "\n" +
                       RoundJson{{"custom_id", "nokey"}, {"result", {{"type", "expired"}}}}.dump() + "\n";
  const CollectSummary done = collect();
  CHECK(told_of_round(done) == "1 1 1 3 2 | " + std::to_string(2 * kRowCost) + " | 0 0 ");
  const auto report = *queue_report(services());
  CHECK(report.standing.in(queue::JobState::done) == 1);
  CHECK(report.standing.in(queue::JobState::dead) == 1);
  CHECK(report.standing.in(queue::JobState::queued) == 3);
  std::map<std::string, std::string> codes;
  const auto listed = *queue_jobs(services(), std::nullopt, 10);
  for (const queue::Job& job : listed) codes[job.ask.path] = job.last_code;
  CHECK(codes["src/a.rs"].empty());
  CHECK(codes["src/b.rs"] == "not_run");
  CHECK(codes["src/c.rs"] == "not_run");
  CHECK(codes["src/d.rs"] == "not_run");
  CHECK(codes["src/e.rs"] == "provider");
  const auto picture = *budget_picture(loaded.settings, services());
  CHECK(picture.standing.month.spent == NanoUsd{2 * kRowCost});
  CHECK(picture.standing.month.reserved == NanoUsd{0});
}

TEST_CASE_METHOD(RoundWorld, "a question that the provider refuses is given up, one that it failed at is asked again") {
  for (const char* name : {"a", "b", "c"}) put(name);
  send_all();
  service.is_done = true;
  service.ends = {{"a", "invalid_request_error"}, {"b", "api_error"}, {"c", "overloaded_error"}};
  const CollectSummary done = collect();
  CHECK(done.dead == 1);
  CHECK(done.again == 2);
  CHECK(done.spending.booked == NanoUsd{0});
  const auto listed = *queue_jobs(services(), std::nullopt, 10);
  for (const queue::Job& job : listed) {
    CAPTURE(job.ask.path);
    CHECK((job.state == queue::JobState::dead) == (job.ask.path == "src/a.rs"));
  }
}

TEST_CASE_METHOD(RoundWorld, "a row that cannot be read may have been paid for: one question is given up for it") {
  for (const char* name : {"a", "b"}) put(name);
  const BuildSummary sent = send_all();
  service.is_done = true;
  service.ends = {{"a", "missing"}, {"b", "missing"}};
  service.extra_rows = "no row\n";
  const CollectSummary done = collect();
  CHECK(done.dead == 1);
  CHECK(done.again == 1);
  CHECK(done.strangers == 1);
  CHECK(done.spending.booked == NanoUsd{sent.batches[0].reserved.value / 2});
  CHECK(done.spending.estimated);
}

TEST_CASE_METHOD(RoundWorld, "what the service refuses costs nothing, and waits") {
  put("a");
  service.refusal = 400;
  const BuildSummary refused = send_all();
  REQUIRE(refused.stopped_by);
  CHECK(refused.stopped_by->code == Errc::provider);
  CHECK(refused.batches.empty());
  CHECK(refused.queued == 1);
  CHECK(batch_views(services())->empty());
  CHECK(budget_picture(loaded.settings, services())->standing.month.reserved == NanoUsd{0});
  service.refusal = 0;
  clock.advance(std::chrono::seconds(1));
  CHECK(send_all().batches.size() == 1);
}

TEST_CASE_METHOD(RoundWorld, "looking collects nothing, and a batch that ended is told to wait") {
  put("a");
  send_all();
  service.is_done = true;
  CHECK(at_service([&](const Services& there) { return look_at_batches(loaded, there); }).empty());
  CHECK(ended_batches(services()) == 1);
  REQUIRE(batch_views(services())->size() == 1);
  CHECK(batch_views(services())->front().ended);
  variables.erase("ANTHROPIC_API_KEY");
  const auto problems = at_service([&](const Services& there) { return look_at_batches(loaded, there); });
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].what == "a batch is with anthropic, and there is no key for it");
  const CollectSummary without = collect();
  CHECK(without.open_batches == 1);
  CHECK(without.outcomes == std::set<Errc>{Errc::config});
}

TEST_CASE_METHOD(RoundWorld, "a batch that says nothing more an hour after its time is taken as ended") {
  put("a");
  const UnixMillis begun = clock.now();
  send_all();
  service.ends = {{"a", "missing"}};
  clock.set({begun.value + 25 * 3'600'000});
  CHECK(collect().batches == 0);
  clock.set({begun.value + 25 * 3'600'000 + 1});
  CHECK(told_of_round(collect()).starts_with("1 0 0 1 "));
}

TEST_CASE_METHOD(RoundWorld, "a batch is cancelled by its number") {
  put("a");
  const auto cancel = [&](std::int64_t number) {
    const sys::Environment here(variables);
    const auto done = cancel_batch(loaded, {clock, service, here, {}}, number);
    return done ? std::string("done") : done.error().what;
  };
  CHECK(cancel(1) == "there is no open batch b1");
  send_all();
  service.seen.clear();
  CHECK(cancel(2) == "there is no open batch b2");
  CHECK(cancel(1) == "done");
  CHECK(service.seen == std::vector<std::string>{"POST /messages/batches/msgbatch_1/cancel"});
  service.refusal = 400;
  CHECK(cancel(1) != "done");
}

}  // namespace rustassistant::app

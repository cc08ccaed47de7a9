// SPDX-License-Identifier: MIT
#include "rustassistant/app/build.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "rustassistant/app/queue_report.hpp"
#include "stores_world.hpp"

// A build in one process, by a script of replies: what is asked in which order, and what it comes to. Crowds, signals
// and kills: tests/integration/build_test.cpp.
namespace rustassistant::app {
namespace {

using test::chat_reply;
using test::FakeTransport;
using Script = std::vector<FakeTransport::Step>;
using Strings = std::vector<std::string>;

constexpr const char* kEach = "270000";  // nano-dollars of one reply: 1,000 tokens at 150, 200 at 600

struct BuildWorld : test::StoresWorld {
  BuildRequest asked;
  Strings progress;

  BuildWorld() {
    asked.path = (folder.path() / "repo").string();
    asked.types = {domain::AnalysisType::refactor};
    asked.jobs = 1;
  }
  // Which of these files each request names, by a word in its text.
  static Strings order_of(const FakeTransport& sent) {
    Strings names;
    for (const auto& one : sent.requests()) {
      const auto begin = one.body.find("fn named_");
      names.push_back(begin == std::string::npos ? "?"
                                                 : one.body.substr(begin + 9, one.body.find('(', begin) - begin - 9));
    }
    return names;
  }
  template <typename Run>
  auto with(FakeTransport& scripted, const Run& run) {
    const sys::Environment here(variables);
    const Services by_script{clock, scripted, here, [this](const std::string& text) { warnings.push_back(text); }};
    return run(by_script);
  }
  BuildSummary build_with(Script script) {
    FakeTransport scripted(std::move(script));
    progress.clear();
    auto made = with(scripted, [&](const Services& by_script) {
      return build(asked, loaded, by_script, [this](const BuildProgress& now) {
        progress.push_back(std::to_string(now.done) + "/" + std::to_string(now.total));
      });
    });
    INFO((made ? "" : made.error().what));
    REQUIRE(made);
    order = order_of(scripted);
    return *std::move(made);
  }
  Error refusal() {
    FakeTransport nobody;
    const auto made = with(nobody, [&](const Services& by_script) { return build(asked, loaded, by_script, {}); });
    REQUIRE_FALSE(made);
    const auto planned = with(nobody, [&](const Services& by_script) { return plan_build(asked, loaded, by_script); });
    REQUIRE_FALSE(planned);
    CHECK(planned.error().what == made.error().what);
    CHECK(nobody.requests().empty());
    return made.error();
  }
  void put(const std::string& path, const std::string& name) {
    folder.write("repo/" + path, "fn named_" + name + "() {}\n");
  }

  Strings order;  // of the last build
};

// All figures: "stored added+known+dead failed | total done hits paid dead dropped | booked open | queued".
std::string told(const BuildSummary& summary) {
  const auto text = [](std::int64_t number) { return std::to_string(number); };
  const BuildProgress& now = summary.progress;
  const std::string figures =
      text(summary.stored) + " " + text(summary.added.queued) + "+" + text(summary.added.known) + "+" +
      text(summary.added.dead) + " " + text(summary.failed) + " | " + text(now.total) + " " + text(now.done) + " " +
      text(now.hits) + " " + text(now.paid) + " " + text(now.dead) + " " + text(now.dropped) + " | " +
      text(now.spending.booked.value) + " " + text(now.spending.open.value) + " | " + text(summary.queued);
  return figures + (summary.stopped_by ? " stopped: " + summary.stopped_by->what : std::string());
}

}  // namespace

TEST_CASE_METHOD(BuildWorld, "a build asks about the most urgent files first, and once") {
  put("src/f.rs", "f");
  put("src/main.rs", "main");
  put("src/a.rs", "a");
  put("tests/t.rs", "t");
  const auto first = build_with({chat_reply(), chat_reply(), chat_reply(), chat_reply()});
  CHECK(told(first) == "0 4+0+0 0 | 4 4 0 4 0 0 | 1080000 0 | 0");
  CHECK(order == Strings{"main", "a", "f", "t"});
  CHECK(progress == Strings{"1/4", "2/4", "3/4", "4/4"});
  CHECK(first.provider == domain::Provider::openai);
  CHECK(first.model == "gpt-4o-mini");
  CHECK(first.outcomes.empty());
  CHECK_FALSE(first.due);
  CHECK_FALSE(first.collected);
  CHECK_FALSE(first.sync);
  CHECK_FALSE(first.ended_at_cap);
  CHECK(first.left_open.ids.empty());
  CHECK(first.progress.reserved == NanoUsd{0});
  CHECK(told(build_with({})) == "4 0+0+0 0 | 0 0 0 0 0 0 | 0 0 | 0");
  CHECK(order.empty());
}

TEST_CASE_METHOD(BuildWorld, "a build of the first files leaves the others out, and one that goes on queues nothing") {
  for (const char* name : {"a", "b", "c"}) put(std::string("src/") + name + ".rs", name);
  asked.max_files = 2;
  // f.rs, which the world has, comes fourth.
  CHECK(told(build_with({chat_reply(), chat_reply()})) == "0 2+0+0 0 | 2 2 0 2 0 0 | 540000 0 | 0");
  CHECK(order == Strings{"a", "b"});
  asked.max_files.reset();
  asked.resume = true;
  CHECK(told(build_with({})) == "0 0+0+0 0 | 0 0 0 0 0 0 | 0 0 | 0");
  asked.resume = false;
  asked.path += "/src/c.rs";
  CHECK(told(build_with({chat_reply()})).starts_with("0 1+0+0 0 | 1 1 0 1 0 0 | "));
  CHECK(order == Strings{"c"});
}

TEST_CASE_METHOD(BuildWorld,
                 "what keeps the provider from answering anything ends a build, and the next one tries again") {
  put("src/f.rs", "f");
  put("src/g.rs", "g");
  const auto refused = FakeTransport::reply(401, R"({"error":{"message":"Incorrect API key provided"}})");
  const auto stopped = build_with({refused, chat_reply()});
  CHECK(order == Strings{"f"});
  REQUIRE(stopped.stopped_by);
  CHECK(stopped.queued == 2);
  CHECK(stopped.progress.done == 0);
  CHECK(stopped.progress.dead == 0);
  CHECK(stopped.outcomes == std::set<Errc>{stopped.stopped_by->code});
  clock.advance(std::chrono::seconds(1));
  const auto again = build_with({chat_reply(), chat_reply()});
  CHECK(told(again) == "0 0+2+0 0 | 2 2 0 2 0 0 | 540000 0 | 0");
}

TEST_CASE_METHOD(BuildWorld, "an answer that does not match its schema is paid for, given up, and left out next time") {
  put("src/f.rs", "f");
  const auto wrong =
      FakeTransport::reply(200, R"({"model":"gpt-4o-mini","usage":{"prompt_tokens":1000,"completion_tokens":200},
               "choices":[{"finish_reason":"stop","message":{"content":"{}"}}]})");
  const auto made = build_with({wrong, wrong, wrong, wrong});
  CHECK(made.progress.dead == 1);
  CHECK(made.progress.done == 0);
  CHECK(made.progress.paid == 0);
  CHECK(made.progress.spending.booked.value == static_cast<std::int64_t>(order.size()) * std::stoll(kEach));
  CHECK(made.queued == 0);
  CHECK_FALSE(made.stopped_by);
  CHECK(told(build_with({})) == "0 0+0+1 0 | 0 0 0 0 0 0 | 0 0 | 0");
  CHECK(*retry_jobs(services(), std::nullopt) == 1);
  CHECK(told(build_with({chat_reply()})) == "0 0+1+0 0 | 1 1 0 1 0 0 | 270000 0 | 0");
}

TEST_CASE_METHOD(BuildWorld,
                 "a file that changed since it was queued is asked about as it is, one that is gone is not") {
  put("src/f.rs", "f");
  put("src/g.rs", "g");
  const auto refused = FakeTransport::reply(401, R"({"error":{"message":"Incorrect API key provided"}})");
  REQUIRE(build_with({refused}).queued == 2);
  clock.advance(std::chrono::seconds(1));
  put("src/f.rs", "changed");
  std::filesystem::remove(folder.path() / "repo/src/g.rs");
  asked.resume = true;
  CHECK(told(build_with({chat_reply()})) == "0 0+0+0 0 | 2 1 0 1 0 1 | 270000 0 | 0");
  CHECK(order == Strings{"changed"});
  const auto dropped = *queue_jobs(services(), queue::JobState::dropped, 10);
  REQUIRE(dropped.size() == 1);
  CHECK(dropped[0].ask.path == "src/g.rs");
  CHECK(dropped[0].last_code == "input");
  asked.resume = false;
  CHECK(told(build_with({})).starts_with("1 0+0+0 0 | 0 "));
}

TEST_CASE_METHOD(BuildWorld, "a run's cap ends a build with what it left, and says that it was the budget") {
  put("src/f.rs", "f");
  loaded.settings.budget.run_cap = NanoUsd{1};
  const auto made = build_with({chat_reply()});
  CHECK(order.empty());
  REQUIRE(made.stopped_by);
  CHECK(made.stopped_by->code == Errc::budget);
  CHECK(made.outcomes == std::set<Errc>{Errc::budget});
  CHECK(made.queued == 1);
  CHECK_FALSE(made.ended_at_cap);
}

TEST_CASE_METHOD(BuildWorld, "a build is refused where nobody can be asked, or there is nothing to ask about") {
  asked.types = {domain::AnalysisType::refactor, domain::AnalysisType::todos};
  CHECK(refusal().code == Errc::usage);
  CHECK(refusal().what == "no model answers questions of the type todos");
  CHECK(refusal().hint == "choose from refactor, docs and analysis");
  asked.types = {domain::AnalysisType::refactor};

  const std::string repository = asked.path;
  folder.write("repo/empty/LICENSE.bin", std::string("\0\1", 2));
  asked.path = repository + "/empty";
  CHECK(refusal().code == Errc::input);
  CHECK(refusal().what == "nothing to review in '" + asked.path + "'");
  asked.path = repository + "/nowhere.rs";
  CHECK(refusal().code == Errc::input);
  asked.path = repository;

  loaded.settings.llm.provider = "builtin";
  CHECK(refusal().code == Errc::config);
  CHECK(refusal().what == "no model is configured, and the built-in analyzer needs no queue");
  CHECK(refusal().hint == "choose a provider with --provider, or review with `rustassistant refactor analyze`");
  asked.in_batch = true;
  CHECK(refusal().hint.starts_with("OpenAI, Anthropic and Google models"));

  loaded.settings.llm.provider = "openai";
  loaded.settings.llm.model = "no-such-model";
  CHECK(refusal().code == Errc::config);
  CHECK(refusal().what == "openai no-such-model cannot be asked in batches, or its price in batches is not known");
  variables["GROQ_API_KEY"] = "gsk_0123456789";
  asked.in_batch = false;
  variables.erase("OPENAI_API_KEY");
  CHECK(refusal().code == Errc::config);
}

TEST_CASE_METHOD(BuildWorld, "a plan of a build says what would be asked and what it would cost, and writes nothing") {
  put("src/f.rs", "f");
  put("src/g.rs", "f");  // the same content is the same question
  put("src/h.rs", "h");
  FakeTransport nobody;
  const auto plan = with(nobody, [&](const Services& by_script) { return plan_build(asked, loaded, by_script); });
  REQUIRE(plan);
  CHECK(plan->calls == 3);
  CHECK(plan->hits == 0);
  CHECK(plan->in_batches == 0);
  CHECK(plan->given_up == 0);
  CHECK(plan->unknown_costs == 0);
  CHECK(plan->outcomes.empty());
  REQUIRE(plan->files.size() == 3);
  CHECK(plan->files[0].expected_cost->value > 0);
  CHECK(plan->files[1].expected_cost == NanoUsd{0});
  CHECK(plan->files[1].upper_bound == NanoUsd{0});
  CHECK(plan->expected_cost.value == plan->files[0].expected_cost->value + plan->files[2].expected_cost->value);
  CHECK(plan->upper_bound.value == plan->files[0].upper_bound->value + plan->files[2].upper_bound->value);
  CHECK(nobody.requests().empty());
  CHECK_FALSE(std::filesystem::exists(home() + "/queue.db"));

  asked.in_batch = true;
  const auto batched = with(nobody, [&](const Services& by_script) { return plan_build(asked, loaded, by_script); });
  REQUIRE(batched);
  // Half the price; the sums of each are rounded up on their own.
  for (const std::size_t i : {0U, 2U}) {
    CHECK(std::abs(batched->files[i].expected_cost->value * 2 - plan->files[i].expected_cost->value) <= 2);
    CHECK(std::abs(batched->files[i].upper_bound->value * 2 - plan->files[i].upper_bound->value) <= 2);
  }
}

TEST_CASE_METHOD(BuildWorld, "a sync tells missing answers from those that are too old, and asks for both") {
  put("src/f.rs", "f");
  build_with({chat_reply()});
  clock.advance(std::chrono::hours(48));
  put("src/g.rs", "g");
  SyncWishes wishes;
  wishes.stale_after = std::chrono::hours(48);
  asked.sync = wishes;
  FakeTransport nobody;
  const auto planned = [&] {
    const auto plan = with(nobody, [&](const Services& by_script) { return plan_build(asked, loaded, by_script); });
    REQUIRE(plan);
    REQUIRE(plan->sync);
    CHECK(plan->sync->is_first);
    CHECK(plan->sync->touched == 0);
    CHECK(plan->sync->dependents == 0);
    CHECK_FALSE(plan->sync->warms);
    CHECK_FALSE(plan->sync->cap);
    return std::to_string(plan->sync->missing) + " missing, " + std::to_string(plan->sync->stale) + " stale, " +
           std::to_string(plan->calls) + " calls";
  };
  CHECK(planned() == "1 missing, 0 stale, 1 calls");
  clock.advance(std::chrono::milliseconds(1));
  CHECK(planned() == "1 missing, 1 stale, 2 calls");
  const auto made = build_with({chat_reply(), chat_reply()});
  CHECK(told(made) == "0 2+0+0 0 | 2 2 0 2 0 0 | 540000 0 | 0");
  REQUIRE(made.sync);
  CHECK(made.sync->missing == 1);
  CHECK(made.sync->stale == 1);
  const auto again = build_with({});
  CHECK(told(again) == "2 0+0+0 0 | 0 0 0 0 0 0 | 0 0 | 0");
  REQUIRE(again.sync);
  CHECK_FALSE(again.sync->is_first);
}

TEST_CASE_METHOD(BuildWorld,
                 "a warming run asks what changed and lies quiet, for a tenth of what is left of the month") {
  put("src/f.rs", "f");
  put("src/g.rs", "g");
  const auto written = [&](const std::string& path, std::chrono::hours ago) {
    const auto at =
        std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(clock.now().value) - ago);
    std::filesystem::last_write_time(folder.path() / ("repo/" + path), std::chrono::file_clock::from_sys(at));
  };
  written("src/f.rs", std::chrono::hours(24));
  written("src/g.rs", std::chrono::hours(23));
  SyncWishes wishes;
  wishes.warms = true;
  asked.sync = wishes;
  loaded.settings.budget.base.monthly_cap = NanoUsd{1'000'000'000};
  const auto made = build_with({chat_reply(), chat_reply()});
  CHECK(order == Strings{"f"});
  CHECK(told(made) == "0 1+0+0 0 | 1 1 0 1 0 0 | 270000 0 | 0");
  REQUIRE(made.sync);
  CHECK(made.sync->warms);
  CHECK(made.sync->left_out == 1);
  CHECK(made.sync->cap == NanoUsd{100'000'000});

  // One that no question fits in ends the run, which is as it should be.
  written("src/g.rs", std::chrono::hours(25));
  loaded.settings.budget.run_cap = NanoUsd{1};
  const auto none = build_with({});
  CHECK(told(none) == "1 1+0+0 0 | 1 0 0 0 0 0 | 0 0 | 1");
  CHECK(none.sync->cap == NanoUsd{1});
  CHECK(none.ended_at_cap);
  CHECK(none.outcomes.empty());
}

}  // namespace rustassistant::app
